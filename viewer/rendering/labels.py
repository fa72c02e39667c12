"""Where a box's name stands: in view, beside its box if it can, over no other text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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
        Outlines that a name crosses only where both sides of its box would have it cross one.

    Returns
    -------
    QRectF or None
        The first free place beside the part of the box that is in view, else within that
        part, else beside the text that is in the way; where none is free, the one that covers
        least. None for a box out of view.
    """
    seen = box.intersected(pane)
    if seen.isEmpty():
        return None
    room = pane.adjusted(EDGE_PX, EDGE_PX, -EDGE_PX, -EDGE_PX)
    sides = sorted(_sides(box, size), key=lambda at: _crossed(QRectF(at, size), lines))
    points = (*sides, *_over_and_under(box, size, room), *_within(seen, size))
    places = [QRectF(at, size) for at in points]
    inside = [place for place in places if room.contains(place)]
    for _ in range(SIDESTEPS):
        if any(_covered(place, taken) == 0 for place in inside):
            break
        start = inside or [_pushed(QRectF(seen.topLeft(), size), room)]
        aside = (step for place in start for step in _aside(place, taken))
        kept = (place for place in aside if room.contains(place))
        # Near by: further away it would seem to name another box.
        inside = [*inside, *sorted(kept, key=lambda place: _apart(place, seen))]
    # A name that the pane is too narrow for begins at its edge.
    return min(inside, key=lambda place: _covered(place, taken), default=_pushed(places[0], room))


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


def _covered(place: QRectF, taken: Sequence[QRectF]) -> float:
    """Return how many square pixels of other text a place covers."""
    shared = (place.intersected(other) for other in taken)
    return sum(area.width() * area.height() for area in shared)


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
