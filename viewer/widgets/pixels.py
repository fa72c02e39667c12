"""From arrays to Qt's pictures."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage, QPixmap


def pixmap_of(pixels: NDArray[np.uint8]) -> QPixmap:
    """Copy a picture, grey (rows, columns) or RGB (rows, columns, 3), into a pixmap."""
    rows, columns = pixels.shape[:2]
    packed = np.ascontiguousarray(pixels)
    layout = QImage.Format.Format_Grayscale8 if pixels.ndim == 2 else QImage.Format.Format_RGB888
    image = QImage(packed.data, columns, rows, packed.strides[0], layout)
    # The copy owns its pixels: the array may go.
    return QPixmap.fromImage(image.copy())
