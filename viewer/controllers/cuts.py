"""The samples of the oblique panes: kept while only their greys change, coarse in a hurry."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from inference.evidence import CrackMap
from viewer.rendering.oblique import Cut, coarseness_within, cut
from viewer.state.planes import PlaneFrame
from viewer.state.resolve import ImageSpec
from viewer.state.results import OpenedMasks
from viewer.state.slab import SlabCut
from viewer.state.study import Study
from viewer.widgets.pane import PlanePane

HURRIED_SAMPLES = 120_000
"""A pane takes about so many while the hand moves the planes: three of them in 30 ms."""

CALM_SAMPLES = 1_000_000
"""About a tenth of a second. More, as of a thick slab, are taken once the hand rests."""

FULL_SAMPLES = 12_000_000
"""About a second. No single plane needs that many; the thickest slabs stay coarser."""

REST_MS = 150
"""The hand rests when nothing has changed for this long."""


@dataclass(frozen=True, slots=True)
class _Kept:
    study: Study
    key: tuple[PlaneFrame, SlabCut | None, bool, CrackMap | None, OpenedMasks | None]
    cut: Cut
    coarseness: int
    is_due: bool


class Cuts(QObject):
    """Samples oblique planes for the panes, and says when a coarse one should be drawn anew.

    Signals
    -------
    due : no argument
        Time to draw the coarse panes in full.
    """

    due = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kept: dict[PlanePane, _Kept] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REST_MS)
        self._timer.timeout.connect(self.due)

    @property
    def coarse(self) -> list[PlanePane]:
        """The panes that show less than they could."""
        return [pane for pane, kept in self._kept.items() if kept.is_due]

    def take(self, pane: PlanePane, study: Study, spec: ImageSpec, samples: int) -> Cut | None:
        """Return what a pane's plane holds; None for the volume's own slices.

        Parameters
        ----------
        pane : PlanePane
        study : Study
        spec : ImageSpec
        samples : int
            How many may be taken.
        """
        if spec.frame.oblique_deg is None:
            self.forget(pane)
            return None
        wanted = coarseness_within(spec, samples)
        key = spec.frame, spec.slab, spec.masked, spec.cracks, spec.from_file
        kept = self._kept.get(pane)
        if (
            kept is None
            or kept.key != key
            or kept.coarseness > wanted
            or kept.study.shown is not study.shown
            or kept.study.labels is not study.labels
        ):
            is_due = wanted > coarseness_within(spec, FULL_SAMPLES)
            kept = _Kept(study, key, cut(study, spec, wanted), wanted, is_due)
            self._kept[pane] = kept
        if self.coarse:
            self._timer.start()
        return kept.cut

    def forget(self, pane: PlanePane) -> None:
        """Let go of what was sampled for a pane."""
        self._kept.pop(pane, None)
