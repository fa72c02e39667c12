"""Where a box's name stands: in view, beside its box if it can, over no other text or box."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSizeF

GAP_PX = 5.0
"""Between a box and its name."""

EDGE_PX = 3.0
"""Between a name and the pane's edge."""

SIDESTEPS = 2
"""How often a name that finds no free place gives way to the text that is there."""


def label_place(
    box: QRectF,
    size: QSizeF,
    taken: Sequence[QRectF],
    pane: QRectF,
    lines: Sequence[QRectF] = (),
) -> QRectF | None:
    """Return the best place for a box's name.

    Parameters
    ----------
    box : QRectF
        May reach beyond the pane, on all sides too.
    size : QSizeF
        Of the name.
    taken : sequence of QRectF
        Where text stands already.
    pane : QRectF
    lines : sequence of QRectF
        Boxes, whose outlines and anatomy a name leaves alone where it can.

    Returns
    -------
    QRectF or None
        The first free place beside the part of the box that is in view, else within that
        part, else at the pane's edge, else beside the text that is in the way; where none is
        free, the one with the least :func:`drawbacks`. None for a box out of view.
    """
    seen = box.intersected(pane)
    if seen.isEmpty():
        return None
    room = pane.adjusted(EDGE_PX, EDGE_PX, -EDGE_PX, -EDGE_PX)
    sides = sorted(_sides(box, size), key=lambda at: _crossed(QRectF(at, size), lines))
    points = (*sides, *_over_and_under(box, size, room), *_within(seen, size))
    points = (*points, *_at_edges(seen, size, room))
    places = [QRectF(at, size) for at in points]
    inside = [place for place in places if room.contains(place)]
    for _ in range(SIDESTEPS):
        if any(covered(place, taken) == 0 for place in inside):
            break
        start = inside or [_pushed(QRectF(seen.topLeft(), size), room)]
        aside = (step for place in start for step in _aside(place, taken))
        kept = (place for place in aside if room.contains(place))
        # Near by: further away it would seem to name another box.
        inside = [*inside, *sorted(kept, key=lambda place: _apart(place, seen))]
    # A name that the pane is too narrow for begins at its edge.
    return min(
        inside,
        key=lambda place: drawbacks(place, box, taken, lines),
        default=_pushed(places[0], room),
    )


class Drawbacks(NamedTuple):
    """What is wrong with a place for a box's name: nothing if all are zero, the worst first.

    Attributes
    ----------
    text_px : float
        Square pixels of other text that it covers.
    beside_another : bool
        Whether it stands nearer to another box than to its own.
    boxes_px : float
        Square pixels of boxes that it covers.
    """

    text_px: float
    beside_another: bool
    boxes_px: float


def drawbacks(
    place: QRectF, box: QRectF, taken: Sequence[QRectF], lines: Sequence[QRectF]
) -> Drawbacks:
    """Tell what is wrong with a place for a box's name."""
    return Drawbacks(covered(place, taken), _astray(place, box, lines), covered(place, lines))


def covered(place: QRectF, taken: Sequence[QRectF]) -> float:
    """Return how many square pixels of other areas a place covers."""
    shared = (place.intersected(other) for other in taken)
    return sum(area.width() * area.height() for area in shared)


def _sides(box: QRectF, size: QSizeF) -> Iterator[QPointF]:
    """Yield places to the sides of a box, the top first; past its corners last."""
    after, before = box.right() + GAP_PX, box.left() - GAP_PX - size.width()
    height = size.height()
    for y in (box.top(), box.bottom() - height, box.top() - height, box.bottom()):
        yield QPointF(after, y)
        yield QPointF(before, y)


def _over_and_under(box: QRectF, size: QSizeF, room: QRectF) -> Iterator[QPointF]:
    left = max(box.left(), room.left())
    yield QPointF(left, box.top() - GAP_PX - size.height())
    yield QPointF(left, box.bottom() + GAP_PX)


def _within(seen: QRectF, size: QSizeF) -> Iterator[QPointF]:
    """Yield places down the inner sides of what is in view of a box."""
    left, right = seen.left() + GAP_PX, seen.right() - GAP_PX - size.width()
    steps = int(max(seen.height() - 2 * GAP_PX, 0.0) // size.height())
    for step in range(steps):
        y = seen.top() + GAP_PX + step * size.height()
        yield QPointF(left, y)
        yield QPointF(right, y)


def _at_edges(seen: QRectF, size: QSizeF, room: QRectF) -> Iterator[QPointF]:
    """Yield places at the sides of the pane, as high as what is in view of a box."""
    for y in (seen.top(), seen.bottom() - size.height()):
        yield QPointF(room.left(), y)
        yield QPointF(room.right() - size.width(), y)


def _aside(place: QRectF, taken: Sequence[QRectF]) -> Iterator[QRectF]:
    """Yield the places over, under, after and before each text that a place covers."""
    for other in taken:
        if other.intersects(place):
            yield place.translated(0, other.top() - 1 - place.bottom())
            yield place.translated(0, other.bottom() + 1 - place.top())
            yield place.translated(other.right() + GAP_PX - place.left(), 0)
            yield place.translated(other.left() - GAP_PX - place.right(), 0)


def _crossed(place: QRectF, lines: Sequence[QRectF]) -> bool:
    """Tell whether a place lies on one of some outlines: over its edge, not within it."""
    return any(line.intersects(place) and not line.contains(place) for line in lines)


def _astray(place: QRectF, box: QRectF, lines: Sequence[QRectF]) -> bool:
    """Tell whether a place is neither as high as its box nor nearest to it: it names another."""
    middle = QRectF(place.center(), QSizeF())
    if box.top() <= middle.y() <= box.bottom():
        return False
    away = _apart(middle, box)
    return any(_apart(middle, line) < away for line in lines)


def _apart(place: QRectF, box: QRectF) -> float:
    """Return how many pixels lie between a place and a box, to the side and up or down."""
    right = max(place.left() - box.right(), box.left() - place.right(), 0.0)
    down = max(place.top() - box.bottom(), box.top() - place.bottom(), 0.0)
    return right + down


def _pushed(place: QRectF, room: QRectF) -> QRectF:
    """Move a place as little as brings it into view."""
    left = max(min(place.left(), room.right() - place.width()), room.left())
    top = max(min(place.top(), room.bottom() - place.height()), room.top())
    return QRectF(QPointF(left, top), place.size())
