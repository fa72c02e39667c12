"""Which of the proposed measurements is looked at, and what is being placed by hand."""

from __future__ import annotations

from dataclasses import dataclass, replace

from inference.findings import Point
from viewer.state.planes import PlaneFrame


@dataclass(frozen=True, slots=True)
class AlignmentView:
    """The reader's way through the proposals.

    Attributes
    ----------
    shown : bool
        Whether the list is open: only then they are measured.
    chosen : str or None
        The measurand whose line is drawn.
    placing : bool
        Whether the next two clicks are its ends.
    first_mm : Point or None
        Where the first of them went, LPS.
    frame : PlaneFrame or None
        The slice that it lies on.
    """

    shown: bool = False
    chosen: str | None = None
    placing: bool = False
    first_mm: Point | None = None
    frame: PlaneFrame | None = None

    def choose(self, name: str) -> AlignmentView:
        """Look at another measurement."""
        return AlignmentView(self.shown, name)

    def place(self, name: str) -> AlignmentView:
        """Begin to place its ends by hand."""
        return AlignmentView(self.shown, name, placing=True)

    def not_placing(self) -> AlignmentView:
        """Give the placing up."""
        return replace(self, placing=False, first_mm=None, frame=None)

    def without_choice(self) -> AlignmentView:
        """Look at none, as in another study."""
        return AlignmentView(self.shown)
