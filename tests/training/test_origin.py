"""A card says truly what its weights were trained on, whatever the command was."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from inference.networks.card import read_card, write_card
from inference.networks.models import bundled_weights
from tests.training.small_training import SMALL_SEGMENTATION
from training.checkpoint import RECORD
from training.errors import TrainingError
from training.export import export
from training.loop import LoopConfig, fit
from training.origin import (
    PHANTOMS_ONLY,
    Origin,
    attribution,
    origins_of,
    origins_of_start,
    trained_on,
)
from training.segmentation import SegmentationTask

CONFIG = LoopConfig(batch=1, steps=1, warmup=1)
UIDS = ("1.2.826.0.1.3680043.900001", "1.2.826.0.1.3680043.900002")


def cache_of(folder: Path, *names: str) -> Path:
    """A cache of files of these names, with nothing in them."""
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / f"{name}.npz").touch()
    return folder


def card_beside(weights: Path, **changes: Any) -> Path:
    """A card like the bundled one."""
    card = read_card(bundled_weights() / "segmentation.json")
    write_card(weights.with_suffix(".json"), replace(card, **changes))
    return weights


def test_a_cache_is_known_by_the_names_of_its_studies(tmp_path: Path) -> None:
    """Seeds and Study Instance UIDs, or both."""
    made, read = cache_of(tmp_path / "a", "0000001"), cache_of(tmp_path / "b", *UIDS)
    assert origins_of(made) == (Origin.PHANTOM,)
    assert origins_of(read) == (Origin.RSNA,)
    assert origins_of(cache_of(made, *UIDS)) == (Origin.PHANTOM, Origin.RSNA)
    with pytest.raises(TrainingError, match="no study here"):
        origins_of(tmp_path)


def test_first_weights_are_known_by_their_card(tmp_path: Path) -> None:
    """The sentence of the bundled ones, the record of later ones, or nothing at all."""
    weights = tmp_path / "weights.safetensors"
    assert origins_of_start(weights) == (Origin.UNKNOWN,)
    assert origins_of_start(card_beside(weights)) == (Origin.PHANTOM,)
    recorded = {"trained_on": "patients", "training": {RECORD: ["phantom", "rsna"]}}
    assert origins_of_start(card_beside(weights, **recorded)) == (Origin.PHANTOM, Origin.RSNA)
    silent = {"trained_on": "patients", "training": {}}
    assert origins_of_start(card_beside(weights, **silent)) == (Origin.UNKNOWN,)


def test_each_origin_has_its_sentence() -> None:
    """Of patients and of the licence where there are any; of phantoms only where that is true."""
    assert trained_on([Origin.PHANTOM]) == PHANTOMS_ONLY
    assert read_card(bundled_weights() / "segmentation.json").trained_on == PHANTOMS_ONLY
    patients = trained_on([Origin.RSNA])
    assert patients.startswith("RSNA 2022 Cervical Spine Fracture Detection (licence: non-comm")
    assert patients.endswith("CTs of patients. Research use only.")
    both = trained_on([Origin.PHANTOM, Origin.RSNA])
    for text in (patients, both):
        assert "only, made from" not in text
        assert "no patient" not in text
    assert "Synthetic CT phantoms" in both
    assert "isn't recorded" in trained_on([Origin.PHANTOM, Origin.UNKNOWN])
    assert "ArtiSynth" not in str(attribution([Origin.RSNA]))
    assert "ArtiSynth" in str(attribution([Origin.PHANTOM, Origin.RSNA]))


def test_a_run_records_what_it_learned_from(pool: Path, tmp_path: Path) -> None:
    """What it goes on with is added; the card says all of it."""
    task, run = SegmentationTask(pool, SMALL_SEGMENTATION), tmp_path / "run"
    list(fit(task, run, CONFIG, "cpu", [Origin.PHANTOM]))
    list(fit(task, run, replace(CONFIG, steps=2), "cpu", [Origin.RSNA]))
    settings = json.loads((run / "config.json").read_text(encoding="utf-8"))
    assert settings[RECORD] == ["phantom", "rsna"]
    card = export("segmentation", run, tmp_path / "weights", "1")
    assert card.training[RECORD] == ["phantom", "rsna"]
    assert card.trained_on == trained_on([Origin.PHANTOM, Origin.RSNA])
    started = replace(CONFIG, start_from=str(tmp_path / "weights" / card.weights))
    list(fit(task, tmp_path / "next", started, "cpu", [Origin.PHANTOM]))
    assert export("segmentation", tmp_path / "next", tmp_path, "2").trained_on == card.trained_on


def test_an_older_run_is_exported_by_its_cache(pool: Path, tmp_path: Path) -> None:
    """It is never guessed at."""
    run, out = tmp_path / "run", tmp_path / "weights"
    list(fit(SegmentationTask(pool, SMALL_SEGMENTATION), run, CONFIG, "cpu"))
    with pytest.raises(TrainingError, match=r"before runs recorded on what\. Give --cache"):
        export("segmentation", run, out, "1")
    assert not out.exists()
    assert export("segmentation", run, out, "1", pool).trained_on == PHANTOMS_ONLY
    read = cache_of(tmp_path / "rsna", *UIDS)
    assert export("segmentation", run, out, "1", read).trained_on == trained_on([Origin.RSNA])
