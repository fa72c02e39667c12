"""From a training run to weights that may be shipped, with their card."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from inference.networks.card import Card, file_sha256, read_card, write_card
from inference.networks.weights import save_weights
from inference.preprocessing.windowing import bone_windows
from inference.stages.calibration import Calibration
from training.checkpoint import exported_weights, load_checkpoint
from training.errors import TrainingError

TRAINED_ON = (
    "Synthetic CT phantoms only, made from surface meshes of three sets and from procedural "
    "bones; no patient's scan. Research use only."
)

ATTRIBUTION = (
    (
        "BodyParts3D, (c) The Database Center for Life Science licensed under CC "
        "Attribution-Share Alike 2.1 Japan (Mitsuhashi et al., Nucleic Acids Res. 2009;37:D782); "
        "translated and merged."
    ),
    (
        "3D models: Open3DModel (anatomytool.org/open3dmodel), based on BodyParts3D (c) DBCLS "
        "and Z-Anatomy by Gauthier Kervyn, licensed under CC BY-SA 4.0; axes and scale changed."
    ),
    (
        "ArtiSynth Models, Copyright (c) 2014, contributing Authors and Organizations; Hannam "
        "AG, Stavness I, Lloyd JE, Fels S. A Dynamic Model of Jaw and Hyoid Biomechanics during "
        "Chewing. J Biomech 2008;41(5):1069-1076."
    ),
)
"""What the mesh sets' licences ask to travel with anything made from them."""

NAMES = {
    "segmentation": "UNet EfficientNet-B5",
    "detection": "YOLOv5 (anchor-free, v5u)",
    "classification": "CrackNet BiLSTM (reconstruction)",
}

THRESHOLDS = {
    "segmentation": {},
    "detection": {"confidence": 0.25, "overlap": 0.6},
    "classification": {"level": 0.5, "patient": 0.5},
}
"""Before anything was measured; ``calibrate`` moves the classifier's."""


def export(kind: str, run: Path, folder: Path, version: str) -> Card:
    """Write ``<kind>.safetensors`` and ``<kind>.json`` from a run's checkpoint.

    Raises
    ------
    TrainingError
        If the run has no checkpoint, or a damaged one.
    """
    checkpoint = load_checkpoint(run)
    if checkpoint is None:
        raise TrainingError(
            f"{run}: no checkpoint here; train one with 'python -m training fit --run {run}'."
        )
    config = dict(checkpoint.config)
    folder.mkdir(parents=True, exist_ok=True)
    weights = folder / f"{kind}.safetensors"
    save_weights(weights, exported_weights(checkpoint))
    network = config.pop("network")
    loop = dict(config.get("loop", {}))
    if loop.get("start_from"):
        # A card travels; where the file lay on this machine is nobody's concern.
        config["loop"] = loop | {"start_from": Path(loop["start_from"]).name}
    card = Card(
        name=NAMES[kind],
        version=version,
        kind=kind,
        architecture=network,
        preprocessing=_preprocessing(kind, config),
        thresholds=THRESHOLDS[kind],
        trained_on=TRAINED_ON,
        training={
            **config,
            "steps_done": checkpoint.standing.step,
            "best_step": checkpoint.standing.best_step,
            "attribution": ATTRIBUTION,
        },
        metrics={},
        weights=weights.name,
        sha256=file_sha256(weights),
    )
    write_card(folder / f"{kind}.json", card)
    return card


def _preprocessing(kind: str, config: dict[str, Any]) -> dict[str, Any]:
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

    Without ``calibration`` the card keeps what it says of it.
    """
    path = folder / "classification.json"
    card = read_card(path)
    rounded = {name: round(value, 4) for name, value in thresholds.items()}
    fields = card.calibration if calibration is None else calibration.as_fields()
    write_card(path, replace(card, thresholds=rounded, calibration=fields))


def add_metrics(folder: Path, kind: str, key: str, metrics: dict[str, object]) -> None:
    """Write measured figures into a card under ``key``."""
    path = folder / f"{kind}.json"
    card = read_card(path)
    write_card(path, replace(card, metrics={**card.metrics, key: metrics}))
