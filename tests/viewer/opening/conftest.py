"""Studies of three kinds, and windows that open them."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtWidgets import QApplication

from inference.imaging import loading
from tests.dicom_factory import ramp_hu, write_ct_series
from tests.viewer.opening.reader import Reader
from tests.viewer.report.conftest import write_scan
from viewer.app import DensApp

ANNA = {
    "PatientName": "Müller^Anna",
    "PatientID": "4711",
    "PatientBirthDate": "19620304",
    "StudyDescription": "CT C-Spine",
}


@pytest.fixture
def make_reader(qtbot):
    """Build windows that are closed and joined at the end."""
    made = []

    def make(**options):
        dens = DensApp(**options)
        made.append(dens)
        dens.window.resize(1300, 850)
        dens.window.show()
        qtbot.waitExposed(dens.window)
        return Reader(dens, qtbot)

    yield make
    for dens in made:
        dens.window.close()
        dens.window.deleteLater()
        dens.deleteLater()
    QApplication.processEvents()


@pytest.fixture
def reader(make_reader):
    """One window without a study."""
    return make_reader()


@pytest.fixture(scope="session")
def neck_scan(tmp_path_factory, neck):
    """The crude neck as a DICOM series."""
    return write_scan(tmp_path_factory.mktemp("study") / "ct", neck)


@pytest.fixture
def show(reader, qtbot):
    """Open paths and wait until all of them is read."""

    def show(*paths):
        reader.drop(*paths)
        reader.wait()
        qtbot.waitUntil(lambda: not reader.dens.results.runner.running, timeout=20_000)
        reader.dens.panes.draw()

    return show


@pytest.fixture
def studies(tmp_path):
    """A study with two series, two stacks under one UID and a scout; a prior; a stranger."""
    now = {**ANNA, "StudyInstanceUID": "1.1", "StudyDate": "20240321"}
    for name, uid, tags in (
        ("bone", "1.1.1", {"ConvolutionKernel": "Br64"}),
        ("soft", "1.1.2", {"ConvolutionKernel": "Br40"}),
        ("pass one", "1.1.3", {"AcquisitionNumber": 1, "ConvolutionKernel": "Br36"}),
        ("pass two", "1.1.3", {"AcquisitionNumber": 2, "ConvolutionKernel": "Br36"}),
        ("scout", "1.1.4", {"ImageType": ["ORIGINAL", "PRIMARY", "LOCALIZER"]}),
    ):
        write_ct_series(
            tmp_path / "now" / name,
            ramp_hu((12, 32, 32)) // 8,
            SeriesInstanceUID=uid,
            SeriesDescription=name,
            **now,
            **tags,
        )
    prior = {**ANNA, "StudyInstanceUID": "1.2", "StudyDate": "20230502"}
    write_ct_series(
        tmp_path / "prior", ramp_hu((9, 32, 32)) // 8, SeriesDescription="earlier", **prior
    )
    write_ct_series(
        tmp_path / "stranger",
        ramp_hu((7, 32, 32)) // 8,
        SeriesDescription="stranger",
        StudyInstanceUID="1.3",
        PatientID="9",
    )
    return tmp_path


@pytest.fixture
def slow(monkeypatch):
    """Let slices be decoded only as far as a test allows."""
    gate = threading.Semaphore(0)
    decoded = loading._decoded

    def gated(reader, frames):
        for result in decoded(reader, frames):
            assert gate.acquire(timeout=20)
            yield result

    monkeypatch.setattr(loading, "_decoded", gated)

    def allow(count):
        gate.release(count)

    yield allow
    allow(10_000)


@pytest.fixture
def told_always(monkeypatch):
    """Tell the panes of every slice."""
    from viewer.controllers import opening

    monkeypatch.setattr(opening, "TOLD_EVERY_S", 0.0)
