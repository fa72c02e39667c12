"""How a displayed plane is turned against its hanging: the eight symmetries of a rectangle."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

_Scalar = TypeVar("_Scalar", bound=np.generic)

Pair = tuple[float, float]


class TurnStep(StrEnum):
    """What a reader does to a plane as it is on the screen."""

    FLIP_HORIZONTALLY = "flip horizontally"
    FLIP_VERTICALLY = "flip vertically"
    CLOCKWISE = "rotate clockwise"
    ANTICLOCKWISE = "rotate anticlockwise"


@dataclass(frozen=True, slots=True)
class Turn:
    """Rows and columns exchanged first, then each reversed or not.

    Attributes
    ----------
    transposed : bool
        Whether the hanging's rows have become columns.
    rows_reversed, columns_reversed : bool
        Whether the displayed rows and columns run the other way.
    """

    transposed: bool = False
    rows_reversed: bool = False
    columns_reversed: bool = False

    @property
    def mirrors(self) -> bool:
        """Whether left and right changed sides, which no rotation does."""
        return (self.transposed + self.rows_reversed + self.columns_reversed) % 2 == 1

    def then(self, step: TurnStep) -> Turn:
        """Return this turn followed by a step on what it displays."""
        if step is TurnStep.FLIP_HORIZONTALLY:
            return Turn(self.transposed, self.rows_reversed, not self.columns_reversed)
        if step is TurnStep.FLIP_VERTICALLY:
            return Turn(self.transposed, not self.rows_reversed, self.columns_reversed)
        # A quarter exchanges rows and columns, and reverses those it fills from the far end.
        if step is TurnStep.CLOCKWISE:
            return Turn(not self.transposed, self.columns_reversed, not self.rows_reversed)
        return Turn(not self.transposed, not self.columns_reversed, self.rows_reversed)

    def offset(self, hung: Pair) -> Pair:
        """Turn an offset from the plane's centre (right, down) as hung to one as displayed."""
        right, down = hung[::-1] if self.transposed else hung
        return -right if self.columns_reversed else right, -down if self.rows_reversed else down

    def undo_offset(self, displayed: Pair) -> Pair:
        """Undo :meth:`offset`."""
        right = -displayed[0] if self.columns_reversed else displayed[0]
        down = -displayed[1] if self.rows_reversed else displayed[1]
        return (down, right) if self.transposed else (right, down)

    def size(self, hung: Pair) -> Pair:
        """Return the displayed width and height of a field as hung."""
        return (hung[1], hung[0]) if self.transposed else hung

    def apply(self, hung: NDArray[_Scalar]) -> NDArray[_Scalar]:
        """Return a view of a plane as hung (rows, columns) in its displayed order."""
        turned = hung.T if self.transposed else hung
        return turned[
            :: -1 if self.rows_reversed else 1,
            :: -1 if self.columns_reversed else 1,
        ]
