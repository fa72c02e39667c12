"""Measuring on scans whose truth is known: written as DICOM, opened as any scan is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from inference.findings import LEVELS, Analysis, Finding, Level, LevelState, PatientFinding
from inference.imaging.geometry import VolumeGeometry
from inference.imaging.volume import Volume
from inference.spine.bodies import body_center
from training import real
from training.__main__ import app
from training.errors import TrainingError
from training.evaluation import readings
from training.evaluation.readings import (
    PlantedReading,
    Unplantable,
    plantable,
    read_planted,
    read_scan,
)
from training.evaluation.real_figures import real_figures
from training.evaluation.real_markdown import planted_line, render
from training.evaluation.scans import Centers, ScanSource, read_centers, scan_sources
from training.phantoms.bone import Bone
from training.phantoms.dicom_series import write_series
from training.phantoms.patient import AVERAGE
from training.phantoms.phantom import Phantom, phantom_of_scene
from training.phantoms.plant import DRAWS
from training.phantoms.pose import PoseRange
from training.phantoms.scanner import Scanner
from training.phantoms.scene import SceneOptions, draw_scene
from training.phantoms.tissue import Look
from training.real import RealRequest

THRESHOLD = 0.5
WHOLE = (Level.C4, Level.C5)


@pytest.fixture(scope="module")
def scan(person: dict[str, Bone]) -> Phantom:
    """The middle of a neck in 2 mm voxels: quick to analyse."""
    options = SceneOptions(
        fracture_rate=0.0, pose=PoseRange(whole_deg=3.0, scale=0.0), patient=AVERAGE
    )
    scene = draw_scene(person, np.random.default_rng(1), options)
    matrix = np.diag([2.0, 2.0, 2.0, 1.0])
    matrix[:3, 3] = scene.pivot_mm("C4") - (40, 40, 35)
    geometry = VolumeGeometry.from_matrix((35, 52, 40), matrix)
    return phantom_of_scene(
        scene, geometry, np.random.default_rng(2), Look(), Scanner(noise_hu=20.0)
    )


def centers_of(scan: Phantom) -> dict[str, Any]:
    """A file of centres as a person would write it, of whole vertebrae: C1 is out of view."""
    levels = {}
    for level in LEVELS[1:]:
        where = np.argwhere(scan.label == level.label)
        if scan.whole[level] > 0 and len(where):
            place = scan.volume.geometry.index_to_lps(where.mean(axis=0)).tolist()
            levels[level.value] = {"ring_centre": place, "in_view": scan.whole[level]}
    return {"levels": levels}


def write_centers(path: Path, fields: object) -> Path:
    """As JSON."""
    path.write_text(json.dumps(fields), encoding="utf-8")
    return path


class Reader:
    """Knows the masks; suspects a level whose voxels differ from the untouched scan's."""

    def __init__(self, scan: Phantom, blind_to: Level | None = None) -> None:
        self._scan = scan
        self._blind_to = blind_to

    def __call__(self, volume: Volume) -> Analysis:
        """C4 and C5 wholly, C3 and C6 in part, all else not; C6 is always suspected."""
        findings = tuple(self._finding(level, volume) for level in LEVELS)
        label = np.where(self._scan.label <= 7, self._scan.label, 0).astype(np.uint8)
        geometry = volume.geometry
        return Analysis(label, geometry, findings, PatientFinding(0.5, THRESHOLD), (), {})

    def _finding(self, level: Level, volume: Volume) -> Finding:
        inside = self._scan.label == level.label
        changed = bool((volume.hu != self._scan.volume.hu)[inside].any())
        seen = level in {Level.C3, *WHOLE, Level.C6}
        if not seen or (changed and level is self._blind_to):
            return Finding(level, LevelState.NOT_ANALYSED, THRESHOLD, "not looked at")
        cut = level not in WHOLE
        place = volume.geometry.index_to_lps(np.argwhere(inside).mean(axis=0))
        return Finding(
            level,
            LevelState.PARTIAL if cut else LevelState.ANALYSED,
            THRESHOLD,
            "cut" if cut else "",
            0.9 if changed or level is Level.C6 else 0.1,
            (float(place[0]), float(place[1]), float(place[2])),
        )


def parsed(scan: Phantom, tmp_path: Path) -> Centers:
    """The centres, read from their file."""
    return read_centers(write_centers(tmp_path / "centers.json", centers_of(scan)))


def test_an_untouched_scan_is_compared_with_its_centres(scan: Phantom, tmp_path: Path) -> None:
    """Found where they are; a level nobody placed is out of view; suspicions are alarms."""
    centers = parsed(scan, tmp_path)
    reading, _ = read_scan("neck", scan.volume, centers, Reader(scan))
    by_level = {one.level: one for one in reading.levels}
    assert by_level[Level.C4].distance_mm == pytest.approx(0.0, abs=1e-6)
    assert by_level[Level.C4].identified
    assert by_level[Level.C4].invented is None
    assert by_level[Level.C1].invented is False
    assert by_level[Level.C6].alarm
    assert by_level[Level.C2].identified is False
    figures = real_figures([reading])
    assert figures.identified.hits == 4
    assert (figures.alarms.count, figures.alarms.hits) == (4, 1)
    assert np.isnan(figures.auc)


def test_the_middle_of_a_body_is_compared_with_a_body(scan: Phantom, tmp_path: Path) -> None:
    """Where a body's middle was placed, the mask's arch doesn't count."""
    fields = centers_of(scan)
    place = body_center(scan.label == Level.C4.label, scan.volume.geometry)
    fields["levels"]["C4"]["body_centre_lps_mm"] = place.tolist()
    centers = read_centers(write_centers(tmp_path / "centers.json", fields))
    reading, _ = read_scan("neck", scan.volume, centers, Reader(scan))
    assert reading.levels[3].distance_mm == pytest.approx(0.0, abs=1e-6)
    assert not np.allclose(place, fields["levels"]["C4"]["ring_centre"], atol=5.0)


def test_an_invented_level_is_one_that_is_out_of_view(scan: Phantom, tmp_path: Path) -> None:
    """Found, though its share in view is nought; its distance is told all the same."""
    centers = parsed(scan, tmp_path)
    hidden = replace(centers, in_view={**centers.in_view, Level.C6: 0.0})
    reading, _ = read_scan("neck", scan.volume, hidden, Reader(scan))
    assert reading.levels[5].invented
    assert reading.levels[5].identified is None
    assert real_figures([reading]).invented.hits == 1


def test_without_centres_only_probabilities_are_told(scan: Phantom) -> None:
    """No distance, nothing identified, nothing invented."""
    reading, _ = read_scan("neck", scan.volume, None, Reader(scan))
    assert {(one.distance_mm, one.identified, one.invented) for one in reading.levels} == {
        (None, None, None)
    }
    figures = real_figures([reading])
    assert figures.identified.count == figures.invented.count == 0
    assert "| median distance, mm | – |" in render([reading], "made")


def test_fractures_are_planted_into_whole_levels_only(scan: Phantom) -> None:
    """So many a level, the same for a seed and a name, before and after side by side."""
    reader = Reader(scan)
    reading, analysis = read_scan("neck", scan.volume, None, reader)
    assert [finding.level for finding in plantable(analysis)] == list(WHOLE)
    planted = tuple(read_planted("neck", scan.volume, analysis, reader, 2, 1))
    assert [one.level for one in planted] == [Level.C4, Level.C4, Level.C5, Level.C5]
    assert {(one.before, one.after, one.found) for one in planted} == {(0.1, 0.9, True)}
    again = tuple(read_planted("neck", scan.volume, analysis, reader, 2, 1))
    assert again == planted
    figures = real_figures([replace(reading, planted=planted)])
    assert figures.auc == 1.0
    assert sum(found.count for found in figures.planted_by_kind.values()) == 4
    assert tuple(read_planted("neck", scan.volume, analysis, reader, 0, 1)) == ()


def test_a_level_lost_by_its_fracture_is_missed(scan: Phantom) -> None:
    """No probability, not found, and below every untouched level."""
    reader = Reader(scan, blind_to=Level.C5)
    reading, analysis = read_scan("neck", scan.volume, None, reader)
    planted = tuple(read_planted("neck", scan.volume, analysis, reader, 1, 1))
    lost = planted[1]
    assert (lost.after, lost.found) == (None, False)
    assert planted_line("neck", lost).endswith("probability 0.100 to –, missed")
    whole = replace(reading, planted=planted)
    assert real_figures([whole]).auc == pytest.approx(0.5)
    section = render([whole], "made")
    assert f"| neck | C5 | {lost.kind} | 0.100 | – | no |" in section
    assert "taken for unbroken" in section


def test_what_no_scan_would_show_is_not_counted_as_missed(
    scan: Phantom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not planted, which table, summary and terminal say; others of the level are."""
    plant, asked = readings.plant_visible, []

    def sometimes(
        volume: Volume, mask: np.ndarray, level: Level, kind: None, rng: np.random.Generator
    ) -> object:
        asked.append(level)
        seen = len(asked) % 2 == 0
        return plant(volume, mask, level, kind, rng) if seen else None

    monkeypatch.setattr(readings, "plant_visible", sometimes)
    reader = Reader(scan)
    monkeypatch.setattr(real, "load_models", lambda *_: SimpleNamespace())
    monkeypatch.setattr(real, "analyze_with", lambda volume, _: reader(volume))
    monkeypatch.setattr(real, "drain", lambda analysis: analysis)
    monkeypatch.setattr(real, "_origin", lambda *_: "made")
    write_series(tmp_path / "series", scan.volume, "neck")
    sources, out = scan_sources([f"neck={tmp_path / 'series'}"], []), tmp_path / "out.md"
    lines = list(real.measure_real(RealRequest(sources, plant=2), out))
    said = f"not planted: none of {DRAWS} fractures would be seen"
    assert [line for line in lines if "planted: none" in line] == [
        f"neck C4: {said}", f"neck C5: {said}",
    ]  # fmt: skip
    assert "planted fractures found: 2 of 2" in lines
    assert "could not be planted, of the fractures asked for: 2 of 4" in lines
    section = out.read_text(encoding="utf-8")
    assert f"| neck | C4 | {said} | 0.100 | – | – |" in section
    assert section.count("| 0.100 | 0.900 | yes |") == 2
    nothing = readings.ScanReading("neck", (), (), (Unplantable(Level.C4, 0.1),))
    alone = render([nothing], "made")
    assert f"| neck | C4 | {said} | 0.100 | – | – |" in alone
    assert "| planted fractures found | – |" in alone
    assert "| kind | planted |" not in alone


def test_masks_too_small_to_break_are_left_alone(scan: Phantom) -> None:
    """A sliver has no parts that a fracture could run through."""
    _, analysis = read_scan("neck", scan.volume, None, Reader(scan))
    sliver = np.where(analysis.mask == 4, 0, analysis.mask).astype(np.uint8)
    sliver[0, 0, 0] = 4
    left = plantable(replace(analysis, mask=sliver))
    assert [finding.level for finding in left] == [Level.C5]


def test_sensitivity_is_by_kind() -> None:
    """In the generator's order, over all scans."""
    made = [
        PlantedReading(Level.C4, kind, 0.1, 0.6, found)
        for kind, found in (("lamina", True), ("burst", False), ("lamina", False))
    ]
    scans = [readings.ScanReading(name, (), tuple(made)) for name in ("one", "two")]
    section = render(scans, "made")
    assert "| burst | 2 | 0 | 0.00 |\n| lamina | 4 | 2 | 0.50 |" in section
    assert real_figures(scans).planted.count == 6


def test_the_command_measures_a_dicom_series(
    scan: Phantom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the bundled weights, from files to a section that tells no path."""
    # One planted fracture is enough here: each is an analysis of its own.
    monkeypatch.setattr(readings, "plantable", lambda analysis: plantable(analysis)[:1])
    folder, out = tmp_path / "series", tmp_path / "out" / "RESULTS.md"
    write_series(folder, scan.volume, "neck")
    centers = write_centers(tmp_path / "centers.json", centers_of(scan))
    command = [
        "real", "--scan", f"made neck={folder}", "--centers", f"made neck={centers}",
        "--plant", "1", "--out", str(out),
    ]  # fmt: skip
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 0, result.output
    text = out.read_text(encoding="utf-8")
    assert "<!-- begin real -->" in text
    assert "--scan 'made neck'=PATH --centers 'made neck'=FILE --plant 1 --seed 1` on cpu" in text
    assert str(tmp_path) not in text
    assert " planted, probability " in result.output
    assert "made neck C4: analysed" in result.output
    assert text.count("| made neck |") == len(LEVELS) + 1


@pytest.mark.parametrize(
    ("scans", "centers", "message"),
    [
        ([], [], "name at least one scan"),
        (["neck"], [], "--scan neck: must be NAME=PATH"),
        (["=x"], [], "must be NAME=PATH"),
        (["a=x", "a=y"], [], "'a' is named twice"),
        (["a=x"], ["b=y"], "--centers b: no such --scan; there is a"),
        (["a=x"], ["a=nowhere.json"], "nowhere.json: no file of vertebrae's centres"),
    ],
    ids=["none", "no path", "no name", "twice", "no scan", "no file"],
)
def test_what_was_asked_for_has_to_fit(scans: list[str], centers: list[str], message: str) -> None:
    """The option, what it said, and what would do."""
    with pytest.raises(TrainingError, match=message):
        scan_sources(scans, centers)


@pytest.mark.parametrize(
    "fields",
    [
        [], {}, {"levels": {"C9": {}}}, {"levels": {"C2": {"in_view": 1}}},
        {"levels": {"C2": {"body_centre_lps_mm": [1, 2], "in_view": 1}}},
        {"levels": {"C2": {"body_centre_lps_mm": [1, 2, 3]}}},
    ],
    ids=["list", "empty", "level", "no centre", "two numbers", "no share"],
)  # fmt: skip
def test_a_file_of_something_else_is_named(tmp_path: Path, fields: object) -> None:
    """With what it should hold."""
    path = write_centers(tmp_path / "centers.json", fields)
    with pytest.raises(TrainingError, match="body_centre_lps_mm"):
        read_centers(path)


def test_a_ring_serves_where_there_is_no_body(tmp_path: Path) -> None:
    """C1 has none; a level that isn't named is out of view."""
    ring = {"body_centre_lps_mm": None, "ring_centre": [1, 2, 3], "in_view": 1}
    centers = read_centers(write_centers(tmp_path / "c.json", {"levels": {"C1": ring}}))
    assert centers.lps_mm[Level.C1].tolist() == [1, 2, 3]
    assert centers.in_view[Level.C7] == 0.0


def test_centres_of_another_series_are_refused(scan: Phantom, tmp_path: Path) -> None:
    """Millimetres of one scan mean nothing in another."""
    write_series(tmp_path / "series", scan.volume, "neck")
    fields: Mapping[str, object] = {**centers_of(scan), "series_uid": "1.2.3"}
    centers = read_centers(write_centers(tmp_path / "c.json", fields))
    with pytest.raises(TrainingError, match=r"placed in series 1\.2\.3, but --scan neck is"):
        ScanSource("neck", tmp_path / "series", centers).open()


@pytest.mark.parametrize("name", ["plant", "seed"])
def test_counts_are_not_negative(name: str) -> None:
    """Said before anything is opened."""
    with pytest.raises(TrainingError, match=f"--{name} -1: must not be negative"):
        RealRequest((), **{name: -1})
