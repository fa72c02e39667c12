"""Slabs on the real window: wheel, keys, menu, corner text and values."""

import numpy as np
import pytest
from PySide6.QtCore import Qt

from tests.viewer.window_driver import NONE
from viewer.state.planes import Plane
from viewer.state.slab import SlabMode

ALT = Qt.KeyboardModifier.AltModifier


def corner(driver, plane):
    """Return what stands in the lower left corner of a pane."""
    return driver.panes[plane].content.corners.bottom_left


def test_alt_wheel_makes_a_slab_of_one_plane(driver):
    """Thicker away from the hand, in the plane's own millimetres; the slice stays."""
    number = driver.number(Plane.AXIAL)
    driver.wheel(Plane.AXIAL, 2, ALT)
    assert driver.view.axial.slab.thickness_mm == pytest.approx(5 * 1.5)
    assert "MIP 7.5 mm" in corner(driver, Plane.AXIAL)
    assert "MIP 7.5 mm" in driver.panes[Plane.AXIAL].accessibleDescription()
    assert driver.number(Plane.AXIAL) == number
    assert driver.view.sagittal.slab.thickness_mm == 0.0
    driver.wheel(Plane.AXIAL, -5, ALT)
    assert driver.view.axial.slab.thickness_mm == 0.0
    driver.wheel(Plane.SAGITTAL, 1, ALT)
    assert "MIP 2.4 mm" in corner(driver, Plane.SAGITTAL)


def test_alt_arrows_do_the_same(driver):
    """The keyboard reaches what the wheel reaches."""
    number = driver.number(Plane.AXIAL)
    driver.key(Qt.Key.Key_Up, ALT)
    driver.key(Qt.Key.Key_Up, ALT)
    driver.key(Qt.Key.Key_Down, ALT)
    assert driver.view.axial.slab.thickness_mm == pytest.approx(3 * 1.5)
    assert driver.number(Plane.AXIAL) == number


def test_m_goes_through_the_modes(driver):
    """Single slice, MIP, mean, MinIP and back; the menu shows which one is on."""
    seen = []
    for _ in range(4):
        driver.key(Qt.Key.Key_M)
        seen.append([m for m, a in driver.window.actions_.slabs.items() if a.isChecked()])
    assert seen == [[SlabMode.MIP], [SlabMode.MEAN], [SlabMode.MINIP], [None]]
    driver.window.actions_.slabs[SlabMode.MINIP].trigger()
    driver.window.actions_.slabs[SlabMode.MINIP].trigger()
    driver.settle()
    assert driver.window.actions_.slabs[SlabMode.MINIP].isChecked()
    assert corner(driver, Plane.AXIAL)[0].startswith("MinIP")


def test_the_image_is_the_projection_and_the_probe_says_so(driver):
    """A MIP is nowhere darker than the slice, and its values are named as projected."""
    driver.key(Qt.Key.Key_G)
    single = driver.panes[Plane.AXIAL]._image.image.copy()
    driver.wheel(Plane.AXIAL, 4, ALT)
    projected = driver.panes[Plane.AXIAL]._image.image
    assert (projected >= single).all()
    assert (projected > single).any()
    assert "HU MIP" in driver.window.probe_text
    driver.wheel(Plane.AXIAL, -1, NONE)
    moved = driver.panes[Plane.AXIAL]._image.image
    assert not np.array_equal(moved, projected)
    driver.key(Qt.Key.Key_R)
    assert driver.view.axial.slab.thickness_mm == 0.0
