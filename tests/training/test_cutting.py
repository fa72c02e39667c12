"""Crops are cut along the masks of the stage 1 just trained, or of the one that is named."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
import torch
from typer.testing import CliRunner

import training.configs
import training.phantom_filling
import training.prepare
from inference.imaging.volume import Volume
from inference.networks.card import read_card
from inference.networks.models import bundled_weights
from training.__main__ import app
from training.configs import RECIPES
from training.crops import Case, phantom_cases
from training.cutting import named_networks, trained_networks
from training.errors import TrainingError
from training.own_masks import KINDS
from training.phantoms.bone import Bone
from training.phantoms.phantom import PhantomOptions
from training.pool import pool_files
from training.prepare import PhantomSource, RsnaSource
from training.processes import Ranks
from training.rsna.miniature import Miniature
from training.rsna.stage1 import Prediction
from training.runs import FitRequest, planned
from training.settings import read_settings
from training.sources import Item

ROOT = Path(__file__).parents[2]
ALONE = Ranks(torch.device("cpu"))

KILLED = """
import os, signal, sys
import training.phantom_filling
import training.prepare
from training.__main__ import main

load, asked = training.prepare.stage1, []

def deadly(weights, device):
    predict, sha256 = load(weights, device)

    def die_at_the_second(volume):
        asked.append(volume)
        if len(asked) == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        return predict(volume)

    return die_at_the_second, sha256

training.prepare.stage1 = deadly
sys.exit(main())
"""


@dataclass(frozen=True, slots=True)
class Killed:
    """A run of all stages that was killed while it cut crops.

    Attributes
    ----------
    run : Path
        Not to be changed: copy it.
    data : str
        What ``--data`` names.
    """

    run: Path
    data: str

    def copy(self, folder: Path) -> Path:
        """The run, to go on with."""
        shutil.copytree(self.run, folder)
        return folder


def asked_of(run: Path, data: str, stage: str = "all") -> list[str]:
    """The command without its last options."""
    return [
        "fit", stage, "--data", data, "--config", "small", "--run", str(run), "--device", "cpu",
    ]  # fmt: skip


def said_by(*command: str) -> str:
    """Run a command that succeeds; give what it said."""
    result = CliRunner().invoke(app, command, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture(scope="module")
def killed(miniature: Miniature, tmp_path_factory: pytest.TempPathFactory) -> Killed:
    """Kill -9 while the second study without a mask is segmented."""
    run, data = tmp_path_factory.mktemp("killed") / "run", f"rsna:{miniature.folder}"
    done = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-c", KILLED, *asked_of(run, data), "--steps", "1"],
        env={**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
        capture_output=True, text=True, timeout=200, check=False,
    )  # fmt: skip
    assert done.returncode == -9, done.stderr
    assert "the stage 1 trained in" in done.stdout
    return Killed(run, data)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Path | None]:
    """Folders of the stage 1 that crops were cut by, which finds nothing."""
    folders: list[Path | None] = []

    def load(weights: Path | None, device: str) -> tuple[Callable[[Volume], Prediction], str]:  # noqa: ARG001
        folders.append(weights)
        card = read_card((weights or bundled_weights()) / "segmentation.json")
        return lambda volume: Prediction(np.zeros(volume.hu.shape, np.uint8), {}, {}), card.sha256

    monkeypatch.setattr(training.prepare, "stage1", load)
    return folders


def crops_of(cache: Path) -> list[Path]:
    """Folders of crops, oldest first."""
    return sorted(cache.glob("crops*"), key=lambda path: path.stat().st_ctime_ns)


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
def test_one_command_cuts_along_the_stage_1_it_trained(
    killed: Killed, tmp_path: Path, asked: list[Path | None]
) -> None:
    """Killed in the middle of that it goes on with the same crops; trained on it cuts others."""
    run = killed.copy(tmp_path / "run")
    (begun,) = crops_of(run / "cache")
    before = {path.name: path.read_bytes() for path in begun.iterdir()}
    assert len((begun / "skipped.csv").read_text(encoding="utf-8").splitlines()) == 2
    said = said_by(*asked_of(run, killed.data), "--steps", "1")
    assert "stage1: nothing left to do" in said
    along = f"crops are cut along the masks of the stage 1 trained in {run / 'stage1'}"
    assert said.count(along) == 3
    assert asked == [run / "networks"] * 3
    assert crops_of(run / "cache") == [begun]
    after = {path.name: path.read_bytes() for path in begun.iterdir()}
    cut = {name for name in before if name.endswith(".npz")}
    assert cut
    assert {name: after[name] for name in cut} == {name: before[name] for name in cut}
    assert len(after["skipped.csv"].decode().splitlines()) == 5
    first = read_card(run / "networks" / "segmentation.json").sha256
    assert first != read_card(bundled_weights() / "segmentation.json").sha256
    assert (read_settings(begun / "settings.json") or {})["rsna"]["masks"] == first
    said_by(*asked_of(run, killed.data), "--steps", "2")
    kept, fresh = crops_of(run / "cache")
    assert kept == begun
    second = read_card(run / "networks" / "segmentation.json").sha256
    assert second != first
    assert (read_settings(fresh / "settings.json") or {})["rsna"]["masks"] == second
    taken = said_by(*asked_of(run, killed.data), "--steps", "2", "--count", "0")
    assert "are cut along" not in taken
    assert "stage2: nothing left to do" in taken


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
def test_one_stage_names_whose_masks_its_crops_follow(
    killed: Killed, tmp_path: Path, asked: list[Path | None]
) -> None:
    """The bundled ones, those of a run of all or of stage 1, a folder's; each said, none mixed."""
    cache = ("--cache", str(tmp_path / "cache"), "--steps", "1")

    def stage2(name: str, *weights: str) -> tuple[Path, str]:
        run = tmp_path / name
        return run, said_by(*asked_of(run, killed.data, "stage2"), *cache, *weights)

    run, said = stage2("bundled")
    assert "along the masks of the stage 1 that comes with Dens" in said
    assert asked.pop() == bundled_weights()
    assert [path.name for path in crops_of(tmp_path / "cache")] == ["crops"]
    for name, weights in (("whole", killed.run), ("alone", killed.run / "stage1")):
        run, said = stage2(name, "--weights", str(weights))
        assert f"along the masks of the stage 1 trained in {killed.run / 'stage1'}" in said
        assert asked.pop() == run / "networks"
    folders = crops_of(tmp_path / "cache")
    assert len(folders) == 2
    assert {(read_settings(path / "settings.json") or {})["rsna"]["masks"] for path in folders} == {
        read_card(folder / "segmentation.json").sha256
        for folder in (bundled_weights(), run / "networks")
    }
    assert not (run / "networks" / "detection.json").exists()
    with pytest.raises(TrainingError, match=r"settings\.json: .* masks = .* another folder"):
        stage2("exported", "--weights", str(run / "networks"))


def test_weights_that_are_none_are_refused(tmp_path: Path) -> None:
    """The option, and the two things that it may name; a run without stage 1 has cut nothing."""
    neither = rf"^{re.escape(str(tmp_path))}: neither a run folder .*segmentation\.json.*--weights"
    for networks in (named_networks, trained_networks):
        with pytest.raises(TrainingError, match=neither):
            networks(tmp_path, tmp_path / "run", ALONE)
    assert not (tmp_path / "run").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
def test_phantoms_need_the_detector_too(killed: Killed, tmp_path: Path) -> None:
    """A run of stage 1 alone is refused where boxes are to be a network's."""
    own = RECIPES["stage2"]["own-masks"]
    kinds = PhantomSource(1, 1).cut_by(own)
    whole = trained_networks(killed.run, tmp_path / "whole", ALONE)
    whole.check(kinds)
    assert whole.kinds == KINDS
    alone = trained_networks(killed.run / "stage1", tmp_path / "alone", ALONE)
    alone.check(KINDS[:1])
    with pytest.raises(TrainingError, match=r"no detection network here.*with boxes in it"):
        alone.check(kinds)
    with pytest.raises(TrainingError, match="no detection network here"):
        alone.key(kinds)


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
def test_a_detector_trained_on_leaves_the_crops_of_scans(killed: Killed, tmp_path: Path) -> None:
    """They follow masks alone; those of phantoms, with boxes, are to be cut anew."""
    small, own = RECIPES["stage2"]["small"], RECIPES["stage2"]["own-masks"]
    scans, phantoms, cache = RsnaSource(tmp_path), PhantomSource(1, 1), killed.run / "cache/crops"
    first = trained_networks(killed.run, tmp_path / "run", ALONE)
    again = trained_networks(killed.run, tmp_path / "again", ALONE)
    other = replace(first, sums={**first.sums, "detection": first.sums["segmentation"]})
    assert [scans.folder(cache, small, networks) for networks in (first, again, other)] == (
        crops_of(killed.run / "cache") * 3
    )
    kept, same, anew = (phantoms.folder(cache, own, one) for one in (first, again, other))
    assert kept == same != anew


def test_all_stages_cut_phantoms_along_their_own_masks(tmp_path: Path) -> None:
    """By default; not those that only have to run, and not a stage that is trained alone."""

    def own(stage: str, config: str) -> dict[str, bool]:
        stages = planned(FitRequest(stage, config, tmp_path), ALONE)
        return {one.name: one.recipe.own_masks for one in stages}

    assert own("all", "default") == {
        "stage1": False, "boxes": False, "cracks": True, "stage2": True, "reformats": True
    }  # fmt: skip
    assert not any(own("all", "small").values())
    assert own("stage2", "default") == {"stage2": False}


def test_phantoms_are_shown_to_the_networks_just_trained(
    person: dict[str, Bone], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both of them, once for cracks and stage 2, into a folder of theirs."""
    for stage in ("cracks", "stage2", "reformats"):
        small = replace(RECIPES[stage]["small"], own_masks=True)
        monkeypatch.setitem(RECIPES[stage], "own-masks", small)  # type: ignore[arg-type]
    monkeypatch.setattr(training.configs, "TOGETHER", {"small": "own-masks"})
    monkeypatch.setattr(training.prepare, "load_people", lambda *_, **__: [person])
    monkeypatch.setattr(training.prepare, "TORSOS", 1)
    loaded: list[Path | None] = []

    def load(folder: Path | None, device: str) -> None:  # noqa: ARG001
        loaded.append(folder)

    def cases(
        people: Sequence[dict[str, Bone]], seeds: Sequence[int], options: PhantomOptions, _: object
    ) -> Iterator[Item[Case]]:
        return phantom_cases(people, seeds, options)

    monkeypatch.setattr(training.prepare, "load_mask_networks", load)
    monkeypatch.setattr(training.phantom_filling, "phantom_cases", cases)
    run = tmp_path / "run"
    said = said_by(*asked_of(run, "phantom"), "--steps", "1", "--count", "10", "--people", "1")
    assert "stage2 crops-own-masks 12/12" in said
    assert set(loaded) == {run / "networks"}
    (folder,) = crops_of(run / "cache")
    assert folder.name.startswith("crops-own-masks-")
    assert len(pool_files(folder)) == 12
    masks = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
    assert masks["necks to cut"]["masks"] == {
        kind: read_card(run / "networks" / f"{kind}.json").sha256 for kind in KINDS
    }
