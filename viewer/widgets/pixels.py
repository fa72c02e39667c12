"""From arrays to Qt's pictures."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage, QPixmap


def gray_pixmap(pixels: NDArray[np.uint8]) -> QPixmap:
    """Copy a grey picture (rows, columns) into a pixmap."""
    rows, columns = pixels.shape
    packed = np.ascontiguousarray(pixels)
    image = QImage(packed.data, columns, rows, columns, QImage.Format.Format_Grayscale8)
    # The copy owns its pixels: the array may go.
    return QPixmap.fromImage(image.copy())
