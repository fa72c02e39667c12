"""How one plane is laid into its pane, and how the reader's hand changes that."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from viewer.state.planes import PlaneFrame
from viewer.state.slab import Slab, SlabMode, choose_mode, thicken
from viewer.state.turn import Turn, TurnStep

MIN_ZOOM, MAX_ZOOM = 0.5, 20.0
"""Limits of magnification, where 1 shows the patient's whole extent."""


@dataclass(frozen=True, slots=True)
class PaneView:
    """How one plane is laid into its pane.

    Attributes
    ----------
    zoom : float
        1 shows the patient's whole extent in the plane.
    pan_mm : tuple of float
        From the plane's centre to the pane's centre, to the right and down as displayed, in mm.
    turn : Turn
        Flips and rotations.
    inverted : bool
        Whether black and white are exchanged.
    slab : Slab
        How many slices are shown as one.
    """

    zoom: float = 1.0
    pan_mm: tuple[float, float] = (0.0, 0.0)
    turn: Turn = field(default_factory=Turn)
    inverted: bool = False
    slab: Slab = field(default_factory=Slab)

    def limited(self) -> PaneView:
        """Return it with the zoom within its limits."""
        return replace(self, zoom=min(max(self.zoom, MIN_ZOOM), MAX_ZOOM))

    def zoomed(self, factor: float, anchor: tuple[float, float]) -> PaneView:
        """Zoom so that the anchor (right, down in mm from the plane's centre) stays in place."""
        zoom = min(max(self.zoom * factor, MIN_ZOOM), MAX_ZOOM)
        kept = self.zoom / zoom
        right, down = (a + (p - a) * kept for a, p in zip(anchor, self.pan_mm, strict=True))
        return replace(self, zoom=zoom, pan_mm=(right, down))

    def turned(self, step: TurnStep) -> PaneView:
        """Flip or rotate about what is in the middle of the pane."""
        turn = self.turn.then(step)
        pan_mm = turn.offset(self.turn.undo_offset(self.pan_mm))
        return replace(self, turn=turn, pan_mm=pan_mm)

    def invert(self) -> PaneView:
        """Exchange black and white."""
        return replace(self, inverted=not self.inverted)

    def thickened(self, frame: PlaneFrame, notches: int) -> PaneView:
        """Make the slab around a slice thicker, or thinner where ``notches`` is negative."""
        return replace(self, slab=thicken(self.slab, frame, notches))

    def with_slab(self, frame: PlaneFrame, mode: SlabMode | None) -> PaneView:
        """Show a slab of a mode, or single slices where it is None."""
        return replace(self, slab=choose_mode(self.slab, frame, mode))
