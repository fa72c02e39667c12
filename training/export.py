"""From a training run to weights that may be shipped, with their card."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from inference.imaging.files import replace_files, writing
from inference.networks.card import Card, card_bytes, read_card, write_card
from inference.networks.models import build_network
from inference.networks.weights import weight_bytes
from inference.preprocessing.windowing import bone_windows
from inference.stages.calibration import Calibration
from training.checkpoint import RECORD, State, exported_weights, load_checkpoint
from training.errors import TrainingError, said
from training.origin import (
    Origin,
    attribution,
    origins_of,
    origins_of_start,
    trained_on,
)

NAMES = {
    "segmentation": "UNet EfficientNet-B5",
    "detection": "YOLOv5 (anchor-free, v5u)",
    "classification": "CrackNet BiLSTM (reconstruction)",
    "reformats": "CrackNet BiLSTM, sagittal and coronal",
}

EVALUATED = "phantoms"
"""Where a card's metrics hold what ``evaluate`` measured at its working point."""

STAGES: Mapping[str, str] = {
    "segmentation": "stage1",
    "detection": "boxes",
    "classification": "stage2",
    "reformats": "reformats",
}
"""Which stage trains a kind of weights."""

THRESHOLDS = {
    "segmentation": {},
    "detection": {"confidence": 0.25, "overlap": 0.6},
    "classification": {"level": 0.5, "patient": 0.5},
    "reformats": {},
}
"""Before anything was measured; ``calibrate`` moves the classifier's."""


def export(kind: str, run: Path, folder: Path, version: str, cache: Path | None = None) -> Card:
    """Write ``<kind>.safetensors`` and ``<kind>.json`` from a run's checkpoint.

    Nothing is written before both are known to be right, and then both together.

    Parameters
    ----------
    kind : str
        ``segmentation``, ``detection``, ``classification`` or ``reformats``.
    run : Path
    folder : Path
        Made if it is not there.
    version : str
    cache : Path, optional
        What an older run was trained from: it doesn't say so itself.

    Raises
    ------
    TrainingError
        If the kind is not known, if the run has no checkpoint, a damaged one or one of other
        weights, or if nothing says what it was trained on.
    OutputError
        If they can't be written; earlier ones are still there.
    """
    if kind not in NAMES:
        known = ", ".join(f"{name} (of {stage})" for name, stage in STAGES.items())
        raise TrainingError(f"kind '{kind}' is not known: use {known}")
    checkpoint = load_checkpoint(run)
    if checkpoint is None:
        raise TrainingError(
            f"{run}: no checkpoint here; train one with 'python -m training fit --run {run}'."
        )
    config = dict(checkpoint.config)
    network = config.pop("network", {})
    state = exported_weights(checkpoint)
    preprocessing = _checked(run, kind, network, state, config)
    origins = _origins(run, config, cache)
    weights, content = folder / f"{kind}.safetensors", weight_bytes(state)
    loop = dict(config.get("loop", {}))
    if loop.get("start_from"):
        # A card travels; where the file lay on this machine is nobody's concern.
        config["loop"] = loop | {"start_from": Path(loop["start_from"]).name}
    card = Card(
        name=NAMES[kind],
        version=version,
        kind=kind,
        architecture=network,
        preprocessing=preprocessing,
        thresholds=THRESHOLDS[kind],
        trained_on=trained_on(origins),
        training={
            **config,
            RECORD: [*origins],
            "steps_done": checkpoint.standing.step,
            "best_step": checkpoint.standing.best_step,
            "attribution": attribution(origins),
        },
        metrics={},
        weights=weights.name,
        sha256=hashlib.sha256(content).hexdigest(),
    )
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    replace_files({weights: content, folder / f"{kind}.json": card_bytes(card)})
    return card


def _checked(
    run: Path, kind: str, network: Mapping[str, Any], state: State, config: Mapping[str, Any]
) -> dict[str, Any]:
    """A card's preprocessing, once it is sure that inference can build and load the network."""
    try:
        preprocessing = _preprocessing(kind, config)
        build_network(kind, network).load_state_dict(dict(state))
    except (KeyError, TypeError, ValueError, RuntimeError) as error:
        raise TrainingError(
            f"{run}: not a run of {kind} weights that this version of Dens can use "
            f"({said(error)}). Name the folder of a '{STAGES[kind]}' run; nothing was written."
        ) from error
    return preprocessing


def _origins(run: Path, config: Mapping[str, Any], cache: Path | None) -> tuple[Origin, ...]:
    """What a run has learned from, by its own record or else by its cache and first weights."""
    if RECORD in config:
        return tuple(Origin(name) for name in config[RECORD])
    if cache is None:
        raise TrainingError(
            f"{run}: it was trained before runs recorded on what. Give --cache, the folder of the "
            "studies that it was trained from."
        )
    start = config.get("loop", {}).get("start_from")
    return tuple(sorted({*origins_of(cache), *(origins_of_start(Path(start)) if start else ())}))


def _preprocessing(kind: str, config: Mapping[str, Any]) -> dict[str, Any]:
    windows = [{"width": w.width, "level": w.level, "name": w.name} for w in bone_windows()]
    if kind == "segmentation":
        return {
            "windows": windows, "plane": config["plane"], "spacing_mm": config["spacing_mm"],
            "neighbours": config["neighbours"],
        }  # fmt: skip
    if kind == "detection":
        return {"windows": windows, "spacing_mm": config["spacing_mm"]}
    return {"windows": windows, "crop": config["crop"]}


def set_working_point(
    folder: Path, thresholds: dict[str, float], calibration: Calibration | None = None
) -> None:
    """Write the classifier's working thresholds into its card, and how it is calibrated.

    Without ``calibration`` the card keeps what it says of it. What ``evaluate`` measured at the
    point before goes.
    """
    path = folder / "classification.json"
    card = read_card(path)
    rounded = {name: round(value, 4) for name, value in thresholds.items()}
    fields = card.calibration if calibration is None else calibration.as_fields()
    metrics = {key: said for key, said in card.metrics.items() if key != EVALUATED}
    write_card(path, replace(card, thresholds=rounded, calibration=fields, metrics=metrics))


def add_metrics(folder: Path, kind: str, key: str, metrics: dict[str, object]) -> None:
    """Write measured figures into a card under ``key``."""
    path = folder / f"{kind}.json"
    card = read_card(path)
    write_card(path, replace(card, metrics={**card.metrics, key: metrics}))
