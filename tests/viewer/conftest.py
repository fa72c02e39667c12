"""A crude neck of ellipsoids, an analysis made by hand, and the real window around them."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from inference.findings import (
    LEVELS,
    Analysis,
    Finding,
    Level,
    LevelState,
    ModelInfo,
    PatientFinding,
    SliceBox,
)
from inference.imaging.geometry import VolumeGeometry
from inference.imaging.volume import SeriesInfo, Volume, VolumeWarning, WarningCode
from inference.networks.card import cards_sha256, read_cards
from viewer.state.app import AppState, open_study, set_analysis
from viewer.state.study import make_study

INSTALLED_SHA256 = cards_sha256(read_cards(Path(str(files("resources").joinpath("weights")))))
"""As if what is made by hand came from the networks that come with Dens."""

SHAPE = (96, 120, 128)
SPACING_MM = (1.5, 0.8, 0.8)
ORIGIN_MM = (-51.0, -48.0, 300.0)
"""Centre of the first voxel of the first slice, which is the one next to the head."""


def neck_geometry() -> VolumeGeometry:
    """Make a grid whose slices run from the head down: against the canonical order."""
    dz, dy, dx = SPACING_MM
    matrix = np.diag([dx, dy, -dz, 1.0])
    matrix[:3, 3] = ORIGIN_MM
    return VolumeGeometry.from_matrix(SHAPE, matrix)


def level_center_mm(level: Level) -> tuple[float, float, float]:
    """Where a vertebra of the crude neck is."""
    return (0.0, -5.0 + 1.5 * level.label, 310.0 - 17.0 * level.label)


def _ellipsoid(grid_mm, center, radii):
    return sum(((grid_mm[..., n] - center[n]) / radii[n]) ** 2 for n in range(3)) <= 1.0


def make_neck() -> tuple[Volume, Analysis]:
    """Build the volume and a hand-made analysis: C2 and C5 suspected, C6 in part, C7 not."""
    geometry = neck_geometry()
    index = np.stack(np.meshgrid(*[np.arange(n) for n in SHAPE], indexing="ij"), axis=-1)
    grid_mm = geometry.index_to_lps(index)
    hu = np.full(SHAPE, -1000, np.int16)
    hu[_ellipsoid(grid_mm, (0, 0, 240), (46, 42, 400))] = 50
    hu[_ellipsoid(grid_mm, (0, -30, 240), (9, 7, 400))] = -950
    mask = np.zeros(SHAPE, np.uint8)
    for level in LEVELS:
        x, y, z = level_center_mm(level)
        body = _ellipsoid(grid_mm, (x, y, z), (11, 8, 7))
        arch = _ellipsoid(grid_mm, (x, y + 14, z), (15, 10, 6))
        arch &= ~_ellipsoid(grid_mm, (x, y + 13, z), (9, 7, 20))
        spine = _ellipsoid(grid_mm, (x, y + 27, z - 3), (3, 9, 4))
        bone = body | arch | spine
        core = _ellipsoid(grid_mm, (x, y, z), (9, 6, 5))
        hu[bone] = 900
        hu[core] = 350
        mask[bone] = level.label
    crack = _ellipsoid(grid_mm, level_center_mm(Level.C5), (12, 9, 0.9))
    hu[crack] = 60
    mask[mask == Level.C7.label] = 0
    rng = np.random.default_rng(4)
    hu += rng.normal(0, 25, SHAPE).astype(np.int16)
    info = SeriesInfo(
        series_instance_uid="1.2.3",
        modality="CT",
        study_date="20240321",
        study_description="CT cervical spine, trauma",
        series_number="3",
        series_description="Bone 1.5 mm",
        patient_name="Ellipsoid^Eva",
        patient_id="TEST-0001",
        patient_birth_date="19700102",
        patient_sex="F",
        window_width=2000.0,
        window_level=300.0,
        source="/scans/eva",
    )
    warnings = (VolumeWarning(WarningCode.GANTRY_TILT, "Gantry tilt of 4 degrees was corrected."),)
    return Volume(hu, geometry, info, warnings), make_analysis(geometry, mask)


def make_analysis(geometry: VolumeGeometry, mask) -> Analysis:
    """Describe every level of the crude neck."""
    chances = dict(zip(LEVELS, (0.08, 0.71, 0.03, 0.12, 0.93, 0.31, None), strict=True))
    findings = tuple(_finding(geometry, level, chances[level]) for level in LEVELS)
    model = ModelInfo("CrackNet", "0.1.0", "ab" * 32, "400 synthetic necks")
    patient = PatientFinding(0.95, 0.5)
    return Analysis(
        mask, geometry, findings, patient, (model,), {"masks": 1.0}, cards_sha256=INSTALLED_SHA256
    )


def _finding(geometry, level, probability):
    if probability is None:
        return Finding(level, LevelState.NOT_ANALYSED, 0.5, "outside the field of view")
    x, y, z = level_center_mm(level)
    box = ((x - 15, y - 9, z - 8), (x + 15, y + 37, z + 8))
    slices = range(SHAPE[0])
    heights = [(k, float(geometry.index_to_lps((k, 0, 0))[2])) for k in slices]
    boxes = tuple(
        SliceBox(k, (x - 15, y - 9, height), (x + 15, y + 37, height), 0.9)
        for k, height in heights
        if abs(height - z) < 8
    )
    state = LevelState.PARTIAL if level is Level.C6 else LevelState.ANALYSED
    reason = "the lower end plate lies outside the volume" if level is Level.C6 else ""
    return Finding(level, state, 0.5, reason, probability, (x, y, z), box, boxes)


@pytest.fixture(scope="session")
def neck() -> tuple[Volume, Analysis]:
    """Share the crude neck and its analysis."""
    return make_neck()


@pytest.fixture(scope="session")
def volume(neck) -> Volume:
    """Share the crude neck."""
    return neck[0]


@pytest.fixture(scope="session")
def analysis(neck) -> Analysis:
    """Share its analysis."""
    return neck[1]


@pytest.fixture
def opened(volume) -> AppState:
    """Open the crude neck."""
    return open_study(AppState(), make_study(volume))


@pytest.fixture
def analysed(opened, analysis) -> AppState:
    """Open the crude neck with its analysis."""
    return set_analysis(opened, analysis)


@pytest.fixture
def unnamed(volume) -> Volume:
    """Make a volume whose headers are silent."""
    return replace(volume, info=SeriesInfo(), warnings=())


@pytest.fixture
def make_driver(qtbot):
    """Build windows that are closed and joined at the end."""
    # Here, not above: what needs no window is tested without Qt too.
    from PySide6.QtWidgets import QApplication

    from tests.viewer.window_driver import Driver
    from viewer.app import DensApp

    made = []

    def make(*args, **options):
        dens = DensApp(*args, **options)
        made.append(dens)
        dens.window.resize(1200, 800)
        dens.window.show()
        qtbot.waitExposed(dens.window)
        return Driver(dens)

    yield make
    for dens in made:
        dens.window.close()
        dens.window.deleteLater()
        dens.deleteLater()
    QApplication.processEvents()


@pytest.fixture
def driver(make_driver, volume, analysis):
    """Open the crude neck with its analysis in a window."""
    driver = make_driver()
    driver.show(volume, analysis)
    return driver


def pytest_collection_modifyitems(items) -> None:
    """Let pass what Qt's offscreen platform says of every window and menu that is shown."""
    lacks = ("propagateSizeHints", "raise", "grabbing the keyboard")
    ignored = pytest.mark.qt_log_ignore(*(f"does not support {what}" for what in lacks))
    for item in items:
        item.add_marker(ignored)


@pytest.fixture
def german(qapp):
    """Speak German, and English again."""
    from PySide6.QtCore import QTranslator

    from viewer.state.language import Language
    from viewer.texts import english, use_lookup
    from viewer.translation import speak

    before = set(qapp.findChildren(QTranslator))
    assert speak(qapp, Language.GERMAN) is Language.GERMAN
    yield
    for translator in set(qapp.findChildren(QTranslator)) - before:
        qapp.removeTranslator(translator)
        translator.deleteLater()
    use_lookup(english)
