"""The command line as a user meets it: exit status, one line of error, no traceback."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import types
import zipfile
from pathlib import Path

import numpy as np
import pytest

import main
from inference import pipeline
from inference.findings import (
    LEVELS,
    Analysis,
    Finding,
    LevelState,
    ModelInfo,
    PatientFinding,
    Progress,
)
from inference.networks.card import Card, write_card
from tests.dicom_factory import ct_dataset, save, write_ct_series

REPOSITORY = Path(main.__file__).parent


def _hu(shape=(12, 16, 16)):
    return np.random.default_rng(3).integers(-900, 900, shape)


def _analysis(volume):
    mask = np.zeros(volume.geometry.shape_kji, np.uint8)
    findings = tuple(Finding(level, LevelState.ANALYSED, 0.5, probability=0.2) for level in LEVELS)
    models = (ModelInfo("UNet", "0", "ab" * 32, "synthetic necks"),)
    return Analysis(
        mask, volume.geometry, findings, PatientFinding(0.3, 0.5), models, {"masks": 0.1}
    )


@pytest.fixture
def quick(monkeypatch):
    """Stand in for the networks: every level analysed, none suspected."""

    def analyze(volume, _device):
        yield Progress("masks", 0.5, "Finding the vertebrae")
        return _analysis(volume)

    monkeypatch.setattr(pipeline, "analyze", analyze)


@pytest.fixture
def study(tmp_path):
    """A small CT series."""
    folder = tmp_path / "study"
    write_ct_series(folder, _hu())
    return folder


def _run(*arguments):
    return main.main([str(argument) for argument in arguments])


def _refused(capsys, *arguments):
    """Run, expect status 2, and return the one line of stderr."""
    assert _run(*arguments) == 2
    captured = capsys.readouterr()
    assert captured.err.count("\n") == 1
    assert captured.err.startswith("dens: ")
    assert "Traceback" not in captured.err + captured.out
    return captured.err


@pytest.mark.usefixtures("quick")
def test_done(study, tmp_path, capsys):
    """A whole neck ends with 0, and the three files are there."""
    assert _run("analyze", study, "--out", tmp_path / "out") == 0
    assert "C1" in capsys.readouterr().out
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["findings.json", "masks.nii.gz", "report.pdf"]


@pytest.mark.usefixtures("quick")
def test_names_only_when_asked(study, tmp_path):
    """The option brings the patient into ``findings.json``."""
    out = tmp_path / "out"
    _run("analyze", study, "--out", out)
    assert "Phantom" not in (out / "findings.json").read_text("utf-8")
    _run("analyze", study, "--out", out, "--include-names")
    assert json.loads((out / "findings.json").read_text("utf-8"))["study"]["patient_id"] == "T1"


def test_in_part(study, tmp_path, monkeypatch):
    """A level that was not analysed ends with 3; the files are written all the same."""

    def analyze(volume, _device):
        yield Progress("masks", 0.5, "Finding the vertebrae")
        whole = _analysis(volume)
        last = Finding(LEVELS[6], LevelState.NOT_ANALYSED, 0.5, "outside the field of view")
        return Analysis(
            whole.mask,
            whole.geometry,
            (*whole.findings[:6], last),
            whole.patient,
            whole.models,
            whole.timing_s,
        )

    monkeypatch.setattr(pipeline, "analyze", analyze)
    assert _run("analyze", study, "--out", tmp_path / "out") == 3
    assert (tmp_path / "out" / "report.pdf").is_file()


@pytest.mark.usefixtures("quick")
def test_chosen_series(study, tmp_path, capsys):
    """A series is chosen by its UID; one that is not there is told with those that are."""
    assert _run("analyze", study, "--out", tmp_path / "out", "--series", "2.25.2") == 0
    capsys.readouterr()
    line = _refused(capsys, "analyze", study, "--out", tmp_path / "out", "--series", "9.9")
    assert "9.9" in line
    assert "2.25.2" in line


@pytest.mark.usefixtures("quick")
def test_chosen_stack(tmp_path, capsys):
    """Of two stacks under one UID each is reached; the bare UID is told that there are two."""
    for n in (1, 2):
        write_ct_series(tmp_path / "ct" / str(n), _hu(), AcquisitionNumber=n)
    for n in (1, 2):
        out = tmp_path / f"out{n}"
        assert _run("analyze", tmp_path / "ct", "--out", out, "--series", f"2.25.2#{n}") == 0
    capsys.readouterr()
    out = tmp_path / "out"
    line = _refused(capsys, "analyze", tmp_path / "ct", "--out", out, "--series", "2.25.2")
    assert "2.25.2#1" in line
    assert "2.25.2#2" in line


def test_path_that_does_not_exist(tmp_path, capsys):
    """The path is named."""
    line = _refused(capsys, "analyze", tmp_path / "nowhere", "--out", tmp_path / "out")
    assert "nowhere" in line


def test_empty_folder(tmp_path, capsys):
    """An empty folder is named."""
    (tmp_path / "empty").mkdir()
    line = _refused(capsys, "analyze", tmp_path / "empty", "--out", tmp_path / "out")
    assert "empty" in line


def test_folder_of_text_files(tmp_path, capsys):
    """Text files are no CT."""
    (tmp_path / "texts").mkdir()
    for name in "abc":
        (tmp_path / "texts" / f"{name}.txt").write_text("not an image\n" * 50)
    line = _refused(capsys, "analyze", tmp_path / "texts", "--out", tmp_path / "out")
    assert "texts" in line


def test_magnetic_resonance(tmp_path, capsys):
    """Another modality is refused by its name."""
    write_ct_series(tmp_path / "mr", _hu(), Modality="MR", SOPClassUID="1.2.840.10008.5.1.4.1.1.4")
    assert "MR" in _refused(capsys, "analyze", tmp_path / "mr", "--out", tmp_path / "out")


def test_one_slice(tmp_path, capsys):
    """One slice is no volume."""
    write_ct_series(tmp_path / "one", _hu((1, 16, 16)))
    assert "slice" in _refused(capsys, "analyze", tmp_path / "one", "--out", tmp_path / "out")


@pytest.mark.usefixtures("quick")
def test_truncated_file_among_good_ones(study, tmp_path, capsys):
    """The broken file is named, and the rest is analysed."""
    broken = study / "slice_0000.dcm"
    broken.write_bytes(broken.read_bytes()[:-200])
    assert _run("analyze", study, "--out", tmp_path / "out") == 0
    assert "slice_0000.dcm" in capsys.readouterr().out
    warnings = json.loads((tmp_path / "out" / "findings.json").read_text("utf-8"))["volume"]
    assert [warning["code"] for warning in warnings["warnings"]] == ["skipped_file"]


@pytest.mark.usefixtures("quick")
def test_zip_that_climbs_out(study, tmp_path):
    """A member named ``../`` writes nothing outside; the series inside is analysed."""
    archive = tmp_path / "inner" / "study.zip"
    archive.parent.mkdir()
    with zipfile.ZipFile(archive, "w") as packed:
        for path in study.iterdir():
            packed.write(path, path.name)
        packed.writestr("../escaped.txt", "out")
        packed.writestr("/absolute.txt", "out")
    before = set(tmp_path.rglob("*"))
    assert _run("analyze", archive, "--out", tmp_path / "out") == 0
    new = {path for path in tmp_path.rglob("*") if tmp_path / "out" not in (path, *path.parents)}
    assert new == before
    assert not Path("/absolute.txt").exists()


def test_a_path_that_no_system_has(tmp_path, capsys):
    """A name too long for the file system is one line, too."""
    line = _refused(capsys, "analyze", tmp_path / ("x" * 300), "--out", tmp_path / "out")
    assert "xxx" in line


def _card(folder, kind, **changes):
    fields = {
        "name": kind,
        "version": "1",
        "kind": kind,
        "architecture": {"encoder": "efficientnet-b0"},
        "preprocessing": {},
        "thresholds": {},
        "trained_on": "",
        "training": {},
        "metrics": {},
        "weights": f"{kind}.safetensors",
        "sha256": "00" * 32,
    }
    write_card(folder / f"{kind}.json", Card(**{**fields, **changes}))


@pytest.fixture
def weights(tmp_path, monkeypatch):
    """An empty folder in place of the weights that come with Dens."""
    from inference.networks import models

    folder = tmp_path / "weights"
    folder.mkdir()
    monkeypatch.setattr(models, "bundled_weights", lambda: folder)
    return folder


@pytest.mark.usefixtures("weights")
def test_card_missing(study, tmp_path, capsys):
    """Without a card the remedy is told."""
    line = _refused(capsys, "analyze", study, "--out", tmp_path / "out")
    assert "segmentation.json" in line
    assert "Install Dens again" in line


def test_weights_missing(study, tmp_path, capsys, weights):
    """Without weights the file is named."""
    _card(weights, "segmentation")
    line = _refused(capsys, "analyze", study, "--out", tmp_path / "out")
    assert "segmentation.safetensors" in line
    assert "missing" in line


def test_weights_altered(study, tmp_path, capsys, weights):
    """Weights that the card does not know are never loaded."""
    _card(weights, "segmentation")
    (weights / "segmentation.safetensors").write_bytes(b"altered")
    line = _refused(capsys, "analyze", study, "--out", tmp_path / "out", "--device", "cpu")
    assert "segmentation.safetensors" in line
    assert "SHA-256" in line
    assert not (tmp_path / "out").exists() or not list((tmp_path / "out").iterdir())


@pytest.mark.usefixtures("quick")
def test_no_room(study, tmp_path, capsys, monkeypatch):
    """A full device is told in one line, and no part of a file is left."""

    def fsync(_descriptor):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("viewer.report.files.os.fsync", fsync)
    line = _refused(capsys, "analyze", study, "--out", tmp_path / "out")
    assert "no room left" in line
    assert not list((tmp_path / "out").iterdir())


@pytest.mark.usefixtures("quick")
def test_file_in_the_folders_place(study, tmp_path, capsys):
    """An output path that is a file is refused and stays as it is."""
    (tmp_path / "out").write_text("mine")
    _refused(capsys, "analyze", study, "--out", tmp_path / "out")
    assert (tmp_path / "out").read_text() == "mine"


@pytest.mark.parametrize(
    "arguments",
    [("analyze",), ("analyze", "x"), ("analyze", "x", "--out", "y", "--device", "tpu"), ("--huh",)],
    ids=["no study", "no folder", "unknown device", "unknown option"],
)
def test_wrong_usage(arguments, capsys):
    """Wrong arguments end with 2 and without a traceback."""
    assert _run(*arguments) == 2
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [("--help",), ("analyze", "--help"), ("view", "--help")])
def test_help(arguments, capsys):
    """Help ends with 0."""
    assert _run(*arguments) == 0
    assert "STUDY" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "opened"),
    [
        ((), ([], None)),
        (("neck",), (["neck"], None)),
        (("./analyze",), (["analyze"], None)),
        (("view", "view"), (["view"], None)),
        (("view",), ([], None)),
        (("a", "b"), (["a", "b"], None)),
        (("neck", "--series", "1.2#2"), (["neck"], "1.2#2")),
    ],
    ids=[
        "nothing",
        "a study",
        "a folder named analyze",
        "a folder named view",
        "view",
        "two paths",
        "a series",
    ],
)
def test_window(arguments, opened, monkeypatch):
    """Without a command the window opens, with the study or without."""
    seen = []
    window = types.ModuleType("viewer.launch")
    window.run = lambda paths, series: seen.append(([*map(str, paths)], series)) or 0
    monkeypatch.setitem(sys.modules, "viewer.launch", window)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert _run(*arguments) == 0
    assert seen == [opened]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a screen")
def test_no_screen(monkeypatch, capsys):
    """Without a screen the other way is told, before Qt ends the process."""
    for name in main.SCREENS:
        monkeypatch.delenv(name, raising=False)
    assert "dens analyze" in _refused(capsys, "neck")


@pytest.mark.usefixtures("quick")
def test_screenshot(study, tmp_path, monkeypatch):
    """The picture of the window is drawn from the result."""
    window = types.ModuleType("viewer.launch")
    window.save_screenshot = lambda _volume, _analysis, path: path.write_bytes(b"png")
    monkeypatch.setitem(sys.modules, "viewer.launch", window)
    picture = tmp_path / "out" / "screenshot.png"
    assert _run("analyze", study, "--out", tmp_path / "out", "--screenshot", picture) == 0
    assert picture.read_bytes() == b"png"


def test_bad_input_imports_neither_torch_nor_qt(tmp_path):
    """A wrong path is told at once, in a process of its own."""
    code = (
        "import sys, main\n"
        "status = main.main(sys.argv[1:])\n"
        "print(status, [m for m in ('torch', 'PySide6') if m in sys.modules])"
    )
    arguments = ["analyze", str(tmp_path / "nowhere"), "--out", str(tmp_path / "out")]
    ended = subprocess.run(  # noqa: S603  # our own interpreter
        [sys.executable, "-c", code, *arguments],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ended.stdout.splitlines()[-1] == "2 []"
    assert ended.stderr.count("\n") == 1


def test_one_slice_of_a_series_opens_it(study, tmp_path, monkeypatch):
    """A single file stands for the series in its folder."""
    seen = []

    def analyze(volume, _device):
        seen.append(volume.geometry.shape_kji)
        yield Progress("masks", 0.5, "Finding the vertebrae")
        return _analysis(volume)

    monkeypatch.setattr(pipeline, "analyze", analyze)
    save(ct_dataset(_hu()[0], SeriesInstanceUID="2.25.9"), study / "other.dcm")
    assert _run("analyze", study / "slice_0003.dcm", "--out", tmp_path / "out") == 0
    assert seen == [(12, 16, 16)]
