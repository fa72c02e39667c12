"""SEG and SR from the window: of a DICOM series that was opened in it, and of none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pydicom

from tests.dicom_factory import ramp_hu, write_ct_series
from tests.viewer.conftest import make_analysis
from viewer.report.dicom_read import read_masks
from viewer.state.app import set_analysis


def _exported(qtbot, driver, folder):
    driver.dens.export.export_all(folder)
    qtbot.waitUntil(lambda: driver.state.exporting is None, timeout=60_000)
    return sorted(path.name for path in folder.iterdir() if path.suffix == ".dcm")


def test_an_opened_series_is_exported_with_its_reader(qtbot, driver, tmp_path):
    """What was opened in the window keeps its images; who reads comes from the settings."""
    write_ct_series(tmp_path / "ct", ramp_hu())
    driver.dens.opening.open_path(tmp_path / "ct")
    qtbot.waitUntil(lambda: driver.state.opening is None and driver.state.study.filled is None)
    geometry = driver.state.study.volume.geometry
    mask = np.zeros(geometry.shape_kji, np.uint8)
    mask[2:4, 1:3, 1:4] = 3
    state = set_analysis(driver.state, make_analysis(geometry, mask))
    settings = replace(state.settings, reader_name="Curie, Marie", reader_organisation="Institut")
    driver.dens.store.set(replace(state, settings=settings))
    assert _exported(qtbot, driver, tmp_path / "out") == ["seg.dcm", "sr.dcm"]
    assert np.array_equal(read_masks(tmp_path / "out" / "seg.dcm", geometry), mask)
    report = pydicom.dcmread(tmp_path / "out" / "sr.dcm")
    assert report.VerificationFlag == "UNVERIFIED"
    assert "Curie^Marie" in str(report)
    assert "seg.dcm" in driver.window.side.messages.text


def test_what_is_no_dicom_series_is_told(qtbot, driver, tmp_path):
    """Without a DICOM series one message names what was written and why there is no SEG."""
    assert _exported(qtbot, driver, tmp_path / "out") == []
    text = driver.window.side.messages.text
    assert "findings.json" in text
    assert "need a DICOM series" in text
