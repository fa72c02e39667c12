"""Whose masks and marks are seen or followed, told wherever others than Dens's are shown."""

from __future__ import annotations

from inference.imaging.study import ResultFile
from viewer.state.app import AppState
from viewer.state.mark_shapes import MarkShape
from viewer.state.results import OpenedMasks, maker_of, short_origin
from viewer.texts import noop, tr

OWN_MASKS = noop(
    "From Dens's masks of this session; those over the planes are from a file, by {maker}."
)
OWN_BOXES = noop("{origin}. Boxes: Dens")
OTHER_SERIES = noop("{origin}, made from another series")


def own_masks_note(state: AppState) -> str:
    """Say that strip, surfaces, measurements and menus keep to Dens's masks; mostly empty.

    They hold what Dens found and the reader says of it, so that they can't follow masks that
    no finding is of.
    """
    masks = _seen(state)
    return "" if masks is None else tr(OWN_MASKS, maker=maker_of(masks.file))


def caption_title(state: AppState) -> str:
    """Ask for a key image's caption, and say whose masks it will not show."""
    masks = _seen(state)
    if masks is None:
        return tr("Caption of the key image")
    return tr("Caption of the key image, without the masks by {maker}", maker=maker_of(masks.file))


def _seen(state: AppState) -> OpenedMasks | None:
    return state.masks_from_file if state.laid_over.masks else None


def origins(
    state: AppState, masks: OpenedMasks | None, marks: tuple[MarkShape, ...], *, own_boxes: bool
) -> tuple[str, ...]:
    """Say whose it is what isn't Dens's own among what lies over a plane.

    Masks of another series are named as such: between two scans, or two passes of one, a neck
    moves within its frame of reference. Boxes that stand around another program's masks are
    not of them, and are named, too.

    Parameters
    ----------
    state : AppState
    masks : OpenedMasks or None
    marks : tuple of MarkShape
        Of the opened report.
    own_boxes : bool
        Whether boxes of Dens's lie there.
    """
    report = state.shown_results.report if marks else None
    lines = [_origin(one.file, state) for one in (masks, report) if one is not None]
    if masks is not None and own_boxes:
        lines[0] = tr(OWN_BOXES, origin=lines[0])
    return tuple(lines)


def _origin(file: ResultFile, state: AppState) -> str:
    series = None if state.study is None else state.study.series
    said = short_origin(file)
    foreign = series is not None and not file.belongs_to(series)
    return tr(OTHER_SERIES, origin=said) if foreign else said
