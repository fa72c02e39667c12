"""A folder says how its studies were made, and takes none that are made in another way."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from inference.findings import LEVELS
from inference.networks.models import bundled_weights
from tests.training.small_training import COARSE
from training.__main__ import app
from training.configs import SMALL_CROP
from training.crops import CROP
from training.errors import TrainingError
from training.making import Phantoms, rsna_cut, rsna_pooled
from training.own_masks import KINDS
from training.phantoms.bone import Bone
from training.seeds import Kind
from training.settings import SETTINGS, Made, check_made

NECKS = Phantoms(COARSE, 3)


@pytest.fixture
def networks(tmp_path: Path) -> Path:
    """The weights that mask and box vertebrae, and no classifier's."""
    folder = tmp_path / "networks"
    folder.mkdir()
    for kind in KINDS:
        shutil.copy(bundled_weights() / f"{kind}.json", folder)
        (folder / f"{kind}.safetensors").symlink_to(bundled_weights() / f"{kind}.safetensors")
    return folder


def test_the_same_way_again_is_welcome(tmp_path: Path) -> None:
    """More studies may be added; other kinds keep settings of their own beside them."""
    for made in (NECKS.pooled(Kind.NECKS), rsna_pooled(1.2, None), NECKS.pooled(Kind.NECKS)):
        check_made(tmp_path, made)
    kept = json.loads((tmp_path / SETTINGS).read_text(encoding="utf-8"))
    assert list(kept) == ["necks", "rsna"]
    assert kept["necks"]["phantoms"]["spacing_kji_mm"] == [3.0, 3.0, 3.0]


@pytest.mark.parametrize(
    ("made", "name"),
    [
        (replace(NECKS, people=4).pooled(Kind.NECKS), "people = 3, not 4"),
        (
            Phantoms(replace(COARSE, cut_rate=0.5), 3).pooled(Kind.NECKS),
            r"phantoms\.cut_rate = 0\.0, not 0\.5",
        ),
        (NECKS.cut(Kind.NECKS, CROP, own_masks=False, weights=None), r"crop\.planes = 'unset'"),
    ],
    ids=["people", "options", "kind of folder"],
)
def test_another_way_is_refused(tmp_path: Path, made: Made, name: str) -> None:
    """The file, the setting, both values and the remedy; what is kept stays."""
    check_made(tmp_path, NECKS.pooled(Kind.NECKS))
    before = (tmp_path / SETTINGS).read_bytes()
    with pytest.raises(TrainingError, match=rf"settings\.json: .* {name}.*another folder"):
        check_made(tmp_path, made)
    assert (tmp_path / SETTINGS).read_bytes() == before


def test_crops_are_told_apart_by_whose_masks_they_follow(tmp_path: Path, networks: Path) -> None:
    """True ones, or those of weights that their cards identify; nor by how they are cut."""
    true = NECKS.cut(Kind.CUT_NECKS, CROP, own_masks=False, weights=None)
    own = NECKS.cut(Kind.CUT_NECKS, CROP, own_masks=True, weights=networks)
    check_made(tmp_path, own)
    with pytest.raises(TrainingError, match=r"masks\.segmentation = '[0-9a-f]{64}'"):
        check_made(tmp_path, true)
    card = networks / "detection.json"
    fields = json.loads(card.read_text(encoding="utf-8"))
    card.write_text(json.dumps(fields | {"sha256": "0" * 64}), encoding="utf-8")
    with pytest.raises(TrainingError, match=r"masks\.detection = .* not '0{64}'"):
        check_made(tmp_path, NECKS.cut(Kind.CUT_NECKS, CROP, own_masks=True, weights=networks))
    small = NECKS.cut(Kind.UNBROKEN, SMALL_CROP, own_masks=False, weights=None)
    check_made(tmp_path, small)
    with pytest.raises(TrainingError, match=r"crop\.planes = 6, not 30"):
        check_made(tmp_path, NECKS.cut(Kind.UNBROKEN, CROP, own_masks=False, weights=None))


def test_scans_are_told_apart_by_the_networks_that_mask_them(tmp_path: Path) -> None:
    """Of stage 1, and of the pseudo-labels where there are some."""
    check_made(tmp_path / "crops", rsna_cut(CROP, None, "a"))
    with pytest.raises(TrainingError, match="masks = 'a', not 'b'"):
        check_made(tmp_path / "crops", rsna_cut(CROP, None, "b"))
    check_made(tmp_path / "pool", rsna_pooled(1.2, None))
    pseudo = tmp_path / "pseudo"
    pseudo.mkdir()
    (pseudo / "pseudo_labels.json").write_text('{"weights": "a"}', encoding="utf-8")
    with pytest.raises(TrainingError, match=r"pseudo_labels\.weights = 'unset', not 'a'"):
        check_made(tmp_path / "pool", rsna_pooled(1.2, pseudo))


def test_a_mesh_set_is_known_by_what_it_holds(tmp_path: Path) -> None:
    """Not by where it lies."""
    for name in ("here", "there"):
        (tmp_path / name / "anna").mkdir(parents=True)
        for level in LEVELS:
            (tmp_path / name / "anna" / f"{level}.ply").write_bytes(b"ply")
    made = [replace(NECKS, meshes=tmp_path / name).pooled(Kind.NECKS) for name in ("here", "there")]
    assert made[0] == made[1]
    (tmp_path / "there" / "anna" / "hyoid.ply").write_bytes(b"ply")
    assert replace(NECKS, meshes=tmp_path / "there").pooled(Kind.NECKS) != made[0]


def test_a_folder_of_unknown_make_takes_no_more(tmp_path: Path) -> None:
    """It can still be trained on; settings that can't be read are no settings."""
    (tmp_path / "0000000.npz").touch()
    with pytest.raises(TrainingError, match=r"no settings\.json.*--count 0"):
        check_made(tmp_path, NECKS.pooled(Kind.NECKS))
    (tmp_path / SETTINGS).write_text("{", encoding="utf-8")
    with pytest.raises(TrainingError, match=r"settings\.json: can't be read .*another folder"):
        check_made(tmp_path, NECKS.pooled(Kind.NECKS))


def test_the_commands_keep_to_it(
    person: dict[str, Bone],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    run: Callable[..., str],
) -> None:
    """Torsos join necks in a pool, with seeds of their own; other people don't."""
    monkeypatch.setattr("training.phantoms.people.load_people", lambda *_, **__: [person])
    monkeypatch.setattr("training.phantoms.people.procedural_torsos", lambda *_: [person])
    monkeypatch.setattr("training.pool.SEGMENTATION_OPTIONS", COARSE)
    asked = ["pool", "--out", str(tmp_path), "--count", "1"]
    assert "1 study made" in run(*asked)
    assert "1 study made" in run(*asked, "--torsos")
    assert sorted(path.name for path in tmp_path.glob("*.npz")) == ["0000000.npz", "0050000.npz"]
    assert "people = 15, not 16" in run(*asked, "--people", "16")
    assert "those of necks" in run(*asked, "--torsos", "--first-seed", "0")


def test_crops_need_no_classifier(
    networks: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Callable[..., str]
) -> None:
    """The folder of weights holds none, and the crops say whose masks they were cut along."""
    monkeypatch.setattr("training.phantoms.people.load_people", lambda *_, **__: [])
    out = tmp_path / "crops"
    said = run("crops", "--out", str(out), "--count", "0", "--weights", str(networks))
    assert said == "0 studies made, 0 there already, 0 skipped\n"
    settings = json.loads((out / SETTINGS).read_text(encoding="utf-8"))
    assert sorted(settings["necks to cut"]["masks"]) == ["detection", "segmentation"]


@pytest.fixture
def run() -> Callable[..., str]:
    """Run a command; give what it said, or what it was refused with."""

    def invoke(*arguments: str) -> str:
        result = CliRunner().invoke(app, arguments)
        return str(result.exception) if result.exception else result.output

    return invoke
