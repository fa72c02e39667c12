"""Studies of one crude neck on disk, and what a reader does to compare and close them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTreeWidgetItemIterator

from inference.findings import Analysis, PatientFinding
from tests.dicom_factory import write_ct_series
from tests.viewer.conftest import make_neck
from tests.viewer.window_driver import Driver
from viewer.widgets.browser_rows import ROW_ROLE

EVA = {"PatientName": "Ellipsoid^Eva", "PatientID": "4711", "PatientBirthDate": "19700102"}
SHIFT_MM = np.array((7.0, -12.0, 25.0))
"""Where the earlier scan lies against the current one."""

NOW, SOFT, EARLIER, STRANGER = "bone now", "soft now", "bone earlier", "stranger"


def write_studies(folder):
    """Write a current study with two series, an earlier one elsewhere, and another patient's."""
    volume = make_neck()[0].canonical()
    spacing, origin = volume.geometry.spacing_kji_mm, volume.geometry.index_to_lps((0, 0, 0))
    now = {**EVA, "StudyInstanceUID": "1.1", "StudyDate": "20240321", "FrameOfReferenceUID": "5.1"}
    for name, uid, kernel in ((NOW, "1.1.1", "Br64"), (SOFT, "1.1.2", "Br40")):
        tags = {"SeriesInstanceUID": uid, "SeriesDescription": name, "ConvolutionKernel": kernel}
        # The second one is shorter: the first is the better one to read.
        voxels = volume.hu if name == NOW else volume.hu[:30]
        write_ct_series(folder / "now" / name, voxels, spacing, tuple(origin), **now, **tags)
    write_ct_series(
        folder / "earlier",
        volume.hu[8:],
        spacing,
        tuple(volume.geometry.index_to_lps((8, 0, 0)) + SHIFT_MM),
        SeriesDescription=EARLIER,
        SeriesInstanceUID="1.2.1",
        FrameOfReferenceUID="5.2",
        **{**EVA, "StudyInstanceUID": "1.2", "StudyDate": "20230502"},
    )
    write_ct_series(
        folder / "stranger",
        volume.hu[40:50],
        spacing,
        SeriesDescription=STRANGER,
        StudyInstanceUID="1.3",
        StudyDate="20220101",
        PatientID="9",
    )
    return folder


def analysis_on(volume, shift_mm=(0.0, 0.0, 0.0)) -> Analysis:
    """Lay the crude neck's analysis on another grid of the same voxels, shifted."""
    _, found = make_neck()
    index = np.stack(np.meshgrid(*map(np.arange, volume.hu.shape), indexing="ij"), axis=-1)
    there = volume.geometry.index_to_lps(index) - np.array(shift_mm)
    source = np.rint(found.geometry.lps_to_index(there)).astype(int)
    inside = ((source >= 0) & (source < found.mask.shape)).all(axis=-1)
    source = np.where(inside[..., None], source, 0)
    mask = np.where(inside, found.mask[tuple(np.moveaxis(source, -1, 0))], 0).astype(np.uint8)
    findings = tuple(
        finding
        if finding.centroid_lps_mm is None
        else replace(
            finding,
            centroid_lps_mm=tuple(np.array(finding.centroid_lps_mm) + np.array(shift_mm)),
            box_lps_mm=None,
            boxes_2d=(),
        )
        for finding in found.findings
    )
    return Analysis(
        mask, volume.geometry, findings, PatientFinding(0.95, 0.5), found.models, {"masks": 1.0}
    )


class Comparer(Driver):
    """A window with the studies, and what a reader does with them."""

    def __init__(self, dens, qtbot):
        super().__init__(dens)
        self.qtbot = qtbot
        self.browser = dens.window.browser
        self.area = dens.window.compared

    @property
    def other(self):
        """How the other study hangs."""
        return self.dens.compared._store.state.view

    def open(self, *paths):
        """Open paths one after the other."""
        for path in paths:
            self.dens.opening.open_path(path)
            self.wait()

    def wait(self):
        """Wait until all that was asked for is done."""

        def is_quiet():
            state = self.state
            return (
                state.opening is None
                and state.comparing is None
                and not self.dens.browsing.runner.running
                and not self.dens.sessions.runner.running
                and not self.dens.spine.runner.running
            )

        self.qtbot.waitUntil(is_quiet, timeout=30_000)
        self.settle()

    def settle(self):
        """Let the window catch up, the other study's panes too."""
        QApplication.processEvents()
        self.dens.panes.draw()
        self.dens.compared.draw()

    def item(self, title):
        """Find a series of the browser; None where it is not listed."""
        walk = QTreeWidgetItemIterator(self.browser.tree)
        while (item := walk.value()) is not None:
            if getattr(item.data(0, ROW_ROLE), "title", "").endswith(title):
                return item
            walk += 1
        return None

    def choose(self, title, action):
        """Choose an entry of a browser row's context menu with the mouse."""
        tree = self.browser.tree
        item = self.item(title)
        tree.scrollToItem(item)
        at = tree.visualItemRect(item).center()
        tree.customContextMenuRequested.emit(at)
        menu = self.browser.menu
        self.qtbot.waitExposed(menu)
        chosen = getattr(menu, action)
        place = menu.actionGeometry(chosen).center()
        QTest.mouseMove(menu, place - QPoint(0, 1))
        QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=place)
        QApplication.processEvents()
        menu.hide()
        return chosen.isEnabled()

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        """Press a key of the window."""
        QTest.keyClick(self.window, key, modifier)
        QApplication.processEvents()
        self.wait()
