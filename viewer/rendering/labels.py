"""Where a box's name stands: in view, beside its box if it can, over no other text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPointF, QRectF, QSizeF

GAP_PX = 5.0
"""Between a box and its name."""

EDGE_PX = 3.0
"""Between a name and the pane's edge."""


def label_place(box: QRectF, size: QSizeF, taken: Sequence[QRectF], pane: QRectF) -> QRectF | None:
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

    Returns
    -------
    QRectF or None
        The first free place beside the part of the box that is in view, else within that
        part; where none is free, the one that covers least. None for a box out of view.
    """
    seen = box.intersected(pane)
    if seen.isEmpty():
        return None
    room = pane.adjusted(EDGE_PX, EDGE_PX, -EDGE_PX, -EDGE_PX)
    points = (*_beside(box, size, room), *_within(seen, size), *_past(seen, size, taken))
    places = [QRectF(at, size) for at in points]
    inside = [place for place in places if room.contains(place)]
    # A name that the pane is too narrow for begins at its edge.
    return min(inside, key=lambda place: _covered(place, taken), default=_pushed(places[0], room))


def _beside(box: QRectF, size: QSizeF, room: QRectF) -> Iterator[QPointF]:
    """Yield places outside of a box: to its sides, the top first, then over and under it."""
    after, before = box.right() + GAP_PX, box.left() - GAP_PX - size.width()
    low = box.bottom() - size.height()
    for y in (box.top(), low):
        yield QPointF(after, y)
        yield QPointF(before, y)
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


def _past(seen: QRectF, size: QSizeF, taken: Sequence[QRectF]) -> Iterator[QPointF]:
    """Yield places under, over and beside the text that a box lies below."""
    for other in taken:
        if other.intersects(seen):
            yield QPointF(max(seen.left(), EDGE_PX), other.bottom() + 1)
            yield QPointF(max(seen.left(), EDGE_PX), other.top() - size.height() - 1)
            yield QPointF(other.right() + GAP_PX, seen.top())
            yield QPointF(other.left() - GAP_PX - size.width(), seen.top())


def _covered(place: QRectF, taken: Sequence[QRectF]) -> float:
    """Return how many square pixels of other text a place covers."""
    shared = (place.intersected(other) for other in taken)
    return sum(area.width() * area.height() for area in shared)


def _pushed(place: QRectF, room: QRectF) -> QRectF:
    """Move a place as little as brings it into view."""
    left = max(min(place.left(), room.right() - place.width()), room.left())
    top = max(min(place.top(), room.bottom() - place.height()), room.top())
    return QRectF(QPointF(left, top), place.size())
