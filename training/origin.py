"""What a run's studies are: made phantoms or patients' scans. Its card has to say so."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from inference.networks.card import read_card
from training.checkpoint import RECORD, load_checkpoint
from training.pool import is_phantom, pool_files


class Origin(StrEnum):
    """Where studies come from."""

    PHANTOM = "phantom"
    RSNA = "rsna"
    UNKNOWN = "unknown"
    """Of weights that a run started from, whose card doesn't say."""


RSNA_TITLE = "RSNA 2022 Cervical Spine Fracture Detection"

TRAINED_ON = {
    Origin.PHANTOM: (
        "Synthetic CT phantoms, made from surface meshes of three sets and from procedural bones."
    ),
    Origin.RSNA: (
        f"{RSNA_TITLE} (licence: non-commercial use only, no redistribution): CTs of patients."
    ),
    Origin.UNKNOWN: "Started from weights of which it isn't recorded what they were trained on.",
}

PHANTOMS_ONLY = (
    "Synthetic CT phantoms only, made from surface meshes of three sets and from procedural "
    "bones; no patient's scan. Research use only."
)

MESH_SETS = (
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

RSNA_PAPER = (
    (
        "Lin HM, Colak E, Richards T, et al. The RSNA Cervical Spine Fracture CT Dataset. Radiol "
        "Artif Intell 2023;5(5):e230034."
    ),
)

ATTRIBUTION = {Origin.PHANTOM: MESH_SETS, Origin.RSNA: RSNA_PAPER, Origin.UNKNOWN: ()}


def origins_of(cache: Path) -> tuple[Origin, ...]:
    """What a cache holds, by nothing but the names of its studies.

    A phantom is named by its seed, a study of RSNA 2022 by its Study Instance UID; so the
    answer is true of a cache that was filled earlier, or from both.

    Raises
    ------
    TrainingError
        If it holds no study.
    """
    found = {Origin.PHANTOM if is_phantom(path) else Origin.RSNA for path in pool_files(cache)}
    return tuple(sorted(found))


def origins_of_start(weights: Path) -> tuple[Origin, ...]:
    """What the weights that a run starts from were trained on, as their run or card says."""
    if weights.is_dir():
        checkpoint = load_checkpoint(weights)
        recorded = {} if checkpoint is None else checkpoint.config
        return tuple(Origin(name) for name in recorded.get(RECORD, [Origin.UNKNOWN]))
    card = weights.with_suffix(".json")
    if not card.exists():
        return (Origin.UNKNOWN,)
    said = read_card(card)
    if said.trained_on == PHANTOMS_ONLY:
        return (Origin.PHANTOM,)
    return tuple(Origin(name) for name in said.training.get(RECORD, [Origin.UNKNOWN]))


def trained_on(origins: Sequence[Origin]) -> str:
    """Say it in a card's words."""
    if tuple(origins) == (Origin.PHANTOM,):
        return PHANTOMS_ONLY
    return " ".join([*(TRAINED_ON[origin] for origin in origins), "Research use only."])


def attribution(origins: Sequence[Origin]) -> tuple[str, ...]:
    """What licences ask to travel with the weights."""
    return tuple(line for origin in origins for line in ATTRIBUTION[origin])
