"""Filling a cache: every study is counted, and what is left out is said with its reason."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

import training.making
import training.phantom_filling
import training.prepare
from inference.imaging.volume import Volume
from training.configs import RECIPES
from training.crops import read_crops
from training.cutting import Networks
from training.errors import TrainingError
from training.own_masks import KINDS
from training.phantoms.bone import Bone
from training.pool import pool_files, read_sample
from training.prepare import (
    AsItIs,
    PhantomSource,
    RsnaSource,
    SourceOptions,
    keyed,
    open_source,
)
from training.progress import show_filling
from training.rsna.miniature import Miniature
from training.rsna.stage1 import Prediction
from training.sources import DataSource, Filled, Filling

POOL, CROPS = RECIPES["stage1"]["small"], RECIPES["stage2"]["small"]


def blind(volume: Volume) -> Prediction:
    """A stage 1 that finds nothing."""
    return Prediction(np.zeros(volume.hu.shape, np.uint8), {}, {})


def test_a_pool_holds_rsnas_studies_with_a_mask(miniature: Miniature, tmp_path: Path) -> None:
    """At the recipe's spacing; a study that the data set lacks is named and counted."""
    data = tmp_path / "rsna"
    data.mkdir()
    for source in miniature.folder.iterdir():
        if source.name != "train.csv":
            (data / source.name).symlink_to(source)
    listed = (miniature.folder / "train.csv").read_text(encoding="utf-8").rstrip()
    (data / "train.csv").write_text(f"{listed}\n1.2.3,0,0,0,0,0,0,0,0\n", encoding="utf-8")
    console = Console(force_terminal=False, width=40)
    with console.capture() as shown:
        filled = show_filling(RsnaSource(data).fill(tmp_path / "pool", POOL), "pool", console)
    files = pool_files(tmp_path / "pool")
    assert (filled.made, filled.kept, list(filled.skipped)) == (2, 0, ["1.2.3"])
    assert len(files) == 2
    assert read_sample(files[0]).volume.geometry.spacing_kji_mm == pytest.approx((3.0, 3.0, 3.0))
    lines = shown.get().splitlines()
    assert lines[0].startswith("pool: skipped 1.2.3: no folder train_images/1.2.3")
    assert lines[1:] == ["pool 3/3", "pool: 2 studies made, 0 there already, 1 skipped"]


def test_crops_are_cut_along_masks_or_stage_1s(
    miniature: Miniature, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A study without a mask in which stage 1 finds nothing is skipped, and said."""
    asked = []

    def load(weights: Path | None, device: str) -> tuple[object, str]:
        asked.append((weights, device))
        return blind, "sha"

    monkeypatch.setattr(training.prepare, "stage1", load)
    source = RsnaSource(miniature.folder, None, tmp_path / "weights", "cpu")
    steps = list(source.fill(tmp_path / "crops", CROPS))
    total = sum((step.news for step in steps), Filled(0, 0, {}))
    assert asked == [(tmp_path / "weights", "cpu")]
    assert [step.total for step in steps] == [6] * 6
    assert (total.made, len(total.skipped)) == (2, 4)
    assert all("stage 1 found no level" in why for why in total.skipped.values())
    cut = read_crops(pool_files(tmp_path / "crops")[0])
    assert cut.hu.shape == (7, 6, 24, 24)


def test_a_full_cache_of_phantoms_builds_nobody(
    person: dict[str, Bone], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """People take long to build: not before one is needed."""
    monkeypatch.setattr(training.prepare, "load_people", lambda *_, **__: [person])
    source = PhantomSource(1, 1)
    assert [step.news.made for step in source.fill(tmp_path, POOL)] == [1]
    monkeypatch.setattr(training.prepare, "load_people", lambda *_, **__: 1 / 0)
    again = PhantomSource(1, 1)
    assert [step.news.kept for step in again.fill(tmp_path, POOL)] == [1]
    shutil.rmtree(tmp_path)
    with pytest.raises(ZeroDivisionError):
        list(again.fill(tmp_path, POOL))


def test_the_recipe_says_whose_masks_phantoms_are_cut_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only ``own-masks`` loads the networks, those of ``--weights``, into a folder of its own."""
    own = RECIPES["stage2"]["own-masks"]
    assert (CROPS.folder, own.folder) == ("crops", "crops-own-masks")
    monkeypatch.setattr(training.prepare, "load_people", lambda *_, **__: [])
    wanted = []

    def cases(people: object, seeds: object, options: object, models: object) -> object:  # noqa: ARG001
        wanted.append(models)
        raise LookupError

    monkeypatch.setattr(training.phantom_filling, "phantom_cases", cases)
    monkeypatch.setattr(training.prepare, "load_mask_networks", lambda folder, _device: folder)
    monkeypatch.setattr(training.making, "mask_weights", lambda folder: {"folder": str(folder)})
    for recipe in (CROPS, own):
        with pytest.raises(LookupError):
            list(PhantomSource(1, 1, None, tmp_path).fill(tmp_path / recipe.folder, recipe))
    assert wanted == [None, tmp_path]


def test_a_count_of_nought_takes_the_cache_as_it_is(tmp_path: Path) -> None:
    """Of either data set; else each source gets its options."""
    nothing = SourceOptions(0, 5)
    for data in (DataSource(), DataSource(Path("r"))):
        assert open_source(data, nothing) == AsItIs()
    assert list(AsItIs().fill(tmp_path / "x", POOL)) == []
    assert not (tmp_path / "x").exists()
    options = SourceOptions(3, 5, Path("m"), Path("p"), "cuda", 2)
    phantoms, scans = (open_source(data, options) for data in (DataSource(), DataSource(Path("r"))))
    assert phantoms == PhantomSource(3, 5, Path("m"), None, "cuda", 2)
    assert scans == RsnaSource(Path("r"), Path("p"), None, "cuda", 2)


def test_a_sources_crops_are_kept_by_the_networks_that_cut_them(tmp_path: Path) -> None:
    """Not where masks are true ones; a teacher's pseudo-labels stay unless stage 1 is alone."""
    own, weights = RECIPES["stage2"]["own-masks"], tmp_path / "weights"
    plain = tmp_path / "crops"
    bundled = Networks(tmp_path, "bundled", KINDS)
    trained = Networks(tmp_path, "trained", KINDS, {"segmentation": "abc", "detection": "def"})
    masked, boxed = (keyed(plain, trained.key(kinds)) for kinds in (KINDS[:1], KINDS))
    assert len({plain, masked, boxed}) == 3
    phantoms, scans = PhantomSource(1, 1), RsnaSource(tmp_path, tmp_path / "pseudo")
    assert [phantoms.cut_by(recipe) for recipe in (POOL, CROPS, own)] == [
        (), (), ("segmentation", "detection"),
    ]  # fmt: skip
    assert [scans.cut_by(recipe) for recipe in (POOL, CROPS)] == [(), ("segmentation",)]
    assert [phantoms.folder(plain, recipe, trained) for recipe in (CROPS, own)] == [plain, boxed]
    assert [scans.folder(plain, CROPS, by) for by in (trained, bundled)] == [masked, plain]
    assert phantoms.along(weights, alone=True).weights == weights
    assert scans.along(weights, alone=False) == replace(scans, weights=weights)
    assert scans.along(weights, alone=True) == RsnaSource(tmp_path, None, weights)


def test_a_cache_is_taken_as_scans_or_phantoms_filled_it(tmp_path: Path) -> None:
    """Whichever these networks have cut; of both, none is taken for the other."""
    plain, source = tmp_path / "crops", AsItIs()
    trained = Networks(tmp_path, "trained", KINDS, {"segmentation": "abc", "detection": "def"})
    masked, boxed = (keyed(plain, trained.key(kinds)) for kinds in (KINDS[:1], KINDS))
    assert source.folder(plain, CROPS, trained) == plain
    for cut in (masked, boxed):
        cut.mkdir()
        assert source.folder(plain, CROPS, trained) == cut
        assert source.folder(plain, POOL, trained) == plain
        assert source.folder(plain, CROPS, Networks(tmp_path, "bundled", KINDS)) == plain
        cut.rmdir()
    masked.mkdir()
    boxed.mkdir()
    with pytest.raises(TrainingError, match=r"crops-.* and .*crops-.*of scans and of phantoms"):
        source.folder(plain, CROPS, trained)


def test_filling_is_a_bar_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is skipped stands above it, the sum below."""
    monkeypatch.setenv("TERM", "xterm")
    steps = [Filling(Filled(1, 0, {}), 2), Filling(Filled(0, 0, {"a": "why"}), 2)]
    console = Console(force_terminal=True, width=80)
    with console.capture() as shown:
        show_filling(steps, "pool", console)
    assert "2/2" in shown.get()
    assert "pool: skipped a: why" in shown.get()
    assert "pool: 1 study made, 0 there already, 1 skipped" in shown.get()
