"""From a training run to weights that may be shipped, with their card."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from safetensors import safe_open
from safetensors.torch import load_file

from inference.networks.card import Card, file_sha256, read_card, write_card
from inference.networks.weights import save_weights
from inference.preprocessing.windowing import bone_windows

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
    FileNotFoundError
        If the run has no checkpoint.
    """
    config = json.loads((run / "config.json").read_text(encoding="utf-8"))
    checkpoint = run / "model.safetensors"
    with safe_open(checkpoint, "pt") as stream:
        steps = int(json.loads(stream.metadata()["step"]))
    folder.mkdir(parents=True, exist_ok=True)
    weights = folder / f"{kind}.safetensors"
    save_weights(weights, load_file(checkpoint))
    network = config.pop("network")
    card = Card(
        name=NAMES[kind],
        version=version,
        kind=kind,
        architecture=network,
        preprocessing=_preprocessing(kind, config),
        thresholds=THRESHOLDS[kind],
        trained_on=TRAINED_ON,
        training={**config, "steps_done": steps, "attribution": ATTRIBUTION},
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
        }  # fmt: skip
    if kind == "detection":
        return {"windows": windows, "spacing_mm": config["spacing_mm"]}
    return {"windows": windows, "crop": config["crop"]}


def set_thresholds(folder: Path, thresholds: dict[str, float]) -> None:
    """Write the classifier's working thresholds into its card."""
    path = folder / "classification.json"
    rounded = {name: round(value, 4) for name, value in thresholds.items()}
    write_card(path, replace(read_card(path), thresholds=rounded))


def add_metrics(folder: Path, kind: str, key: str, metrics: dict[str, object]) -> None:
    """Write measured figures into a card under ``key``."""
    path = folder / f"{kind}.json"
    card = read_card(path)
    write_card(path, replace(card, metrics={**card.metrics, key: metrics}))
