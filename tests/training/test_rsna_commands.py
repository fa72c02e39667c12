"""The command line: where data come from, and what the commands say and write."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from inference.imaging.errors import InputError
from inference.imaging.volume import Volume
from inference.stages.segment import measure_levels
from training.__main__ import app, main
from training.crops import read_crops
from training.pool import STAGE1_MM, pool_files, read_sample
from training.rsna.miniature import Miniature
from training.rsna.stage1 import Prediction
from training.sources import DataSource, Item, fill, parse_data

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run() -> Run:
    """Run a command; give its exit status and all that it said, each line break a space."""

    def invoke(*arguments: str | Path) -> tuple[int, str]:
        result = CliRunner().invoke(app, [str(a) for a in arguments])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, " ".join(result.output.replace("│", " ").split())

    return invoke


def test_data_are_phantoms_or_rsna(tmp_path: Path) -> None:
    """Both are read, and written as they were given."""
    assert parse_data("phantom") == DataSource()
    source = parse_data(f"rsna:{tmp_path}")
    assert source.rsna == tmp_path
    assert parse_data(source) is source
    assert (str(DataSource()), str(source)) == ("phantom", f"rsna:{tmp_path}")


@pytest.mark.parametrize("text", ["rsna", "rsna:", "verse:/x", "", "Phantom"])
def test_other_data_are_refused(text: str) -> None:
    """The two that there are."""
    with pytest.raises(typer.BadParameter, match="is neither 'phantom' nor 'rsna:DIR'"):
        parse_data(text)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path, run: Run) -> None:
    """Before anything is loaded."""
    with pytest.raises(typer.BadParameter, match=r"is no folder\. Give the one that holds train"):
        parse_data(f"rsna:{tmp_path / 'x'}")
    status, said = run("pool", "--data", f"rsna:{tmp_path / 'x'}", "--out", tmp_path / "pool")
    assert status == 2
    assert "--data" in said
    assert "is no folder" in said


def test_filling_skips_by_name_and_leaves_no_part(tmp_path: Path) -> None:
    """One study that is of no use does not end the run; a defect does."""

    def useless() -> bytes:
        raise InputError("of no use")

    def defect() -> bytes:
        raise ZeroDivisionError

    def save(stream: object, value: bytes) -> None:
        stream.write(value)  # type: ignore[attr-defined]

    items = [Item("a", lambda: b"1"), Item("b", useless), Item("c", lambda: b"3")]
    filled = fill(tmp_path, items, save)
    assert (filled.made, filled.kept, filled.skipped) == (2, 0, {"b": "of no use"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.npz", "c.npz"]
    with pytest.raises(ZeroDivisionError):
        fill(tmp_path, [Item("d", defect)], save)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.npz", "c.npz"]


def test_a_miniature_is_one_command(run: Run, tmp_path: Path) -> None:
    """It says how to use it, and a pool is filled from it."""
    folder = tmp_path / "mini"
    status, said = run("miniature", "--out", folder, "--count", "1")
    assert status == 0
    assert f"--data rsna:{folder}" in said
    status, said = run("pool", "--data", f"rsna:{folder}", "--out", tmp_path / "pool")
    assert (status, said) == (0, "1 study made, 0 there already, 0 skipped")
    sample = read_sample(pool_files(tmp_path / "pool")[0])
    assert sample.volume.geometry.spacing_kji_mm == pytest.approx((STAGE1_MM,) * 3)


def test_pools_say_what_they_left_out(run: Run, miniature: Miniature, tmp_path: Path) -> None:
    """Each study and reason is a line, before the count."""
    uid = miniature.uids[0]
    for name in (f"train_images/{uid}", f"segmentations/{uid}.nii", "train_bounding_boxes.csv"):
        source, copy = miniature.folder / name, tmp_path / name
        copy.parent.mkdir(exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, copy)
    text = (miniature.folder / "train.csv").read_text(encoding="utf-8").splitlines()
    (tmp_path / "train.csv").write_text(
        "\n".join([text[0], text[1], "1.2.3,0,0,0,0,0,0,0,0"]), encoding="utf-8"
    )
    status, said = run("pool", "--data", f"rsna:{tmp_path}", "--out", tmp_path / "pool")
    assert status == 0
    assert "skipped 1.2.3: no folder train_images/1.2.3" in said
    assert said.endswith("1 study made, 0 there already, 1 skipped")


def _teach(monkeypatch: pytest.MonkeyPatch, miniature: Miniature) -> None:
    """Let stage 1 know the truth."""
    labels = {p.volume.hu.shape: p.label for p in miniature.phantoms.values()}

    def predict(volume: Volume) -> Prediction:
        label = labels[volume.hu.shape]
        levels = measure_levels(label, volume.geometry, 0.0)
        return Prediction(label, levels, dict.fromkeys(levels, 0.9))

    monkeypatch.setattr("training.rsna.stage1.stage1", lambda _weights, _device: (predict, "sha"))


def test_pseudo_labels_go_into_crops_and_pools(
    run: Run, miniature: Miniature, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Four masks are made, each study's verdict is a line; then all six studies have one."""
    _teach(monkeypatch, miniature)
    data = f"rsna:{miniature.folder}"
    status, said = run("pseudo-label", "--data", data, "--out", tmp_path / "masks")
    assert status == 0
    assert said.count(": kept C1 C2 C3 C4 C5 C6 C7") == 4
    assert said.endswith("4 of 4 masks kept")
    masks = ("--pseudo-labels", tmp_path / "masks")
    status, said = run("pool", "--data", data, "--out", tmp_path / "pool", *masks)
    assert (status, said) == (0, "6 studies made, 0 there already, 0 skipped")
    monkeypatch.setattr(
        "training.rsna.stage1.stage1", lambda _weights, _device: (lambda _volume: 1 / 0, "sha")
    )
    status, said = run("crops", "--data", data, "--out", tmp_path / "crops", *masks)
    assert (status, said) == (0, "6 studies made, 0 there already, 0 skipped")
    crops = read_crops(pool_files(tmp_path / "crops")[0])
    assert crops.hu.shape[:2] == (7, 30)
    assert crops.present.all()


def test_a_stricter_limit_keeps_nothing(
    run: Run, miniature: Miniature, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The option reaches the judgement."""
    _teach(monkeypatch, miniature)
    arguments = ("--data", f"rsna:{miniature.folder}", "--out", tmp_path, "--confidence", "0.95")
    status, said = run("pseudo-label", *arguments)
    assert status == 0
    assert said.count("mean confidence 0.900 below 0.95") == 4
    assert said.endswith("0 of 4 masks kept")


def test_an_error_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Phantoms have masks; a folder without train.csv is not the data set."""
    monkeypatch.setattr(
        sys, "argv", ["training", "pseudo-label", "--data", "phantom", "--out", "x"]
    )
    assert main() == 2
    assert capsys.readouterr().err == (
        "training: phantoms have masks already: give --data rsna:DIR\n"
    )
    data = ["--data", f"rsna:{tmp_path}", "--out", str(tmp_path / "pool")]
    monkeypatch.setattr(sys, "argv", ["training", "pool", *data])
    assert main() == 2
    said = capsys.readouterr().err
    assert said.startswith("training: ")
    assert "train.csv: can't be read" in said
    assert said.count("\n") == 1


def test_crops_of_phantoms_are_all_seen(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The generator knows where it broke what."""
    from training import crops
    from training.rsna.miniature import OPTIONS

    monkeypatch.setattr(crops, "CROP_OPTIONS", OPTIONS)
    status, said = run("crops", "--out", tmp_path, "--count", "1", "--people", "1")
    assert (status, said) == (0, "1 study made, 0 there already, 0 skipped")
    assert np.all(read_crops(pool_files(tmp_path)[0]).seen)
