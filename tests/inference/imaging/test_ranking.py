"""The words and numbers by which a series is proposed first."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from inference.imaging.geometry import VolumeGeometry
from inference.imaging.ranking import (
    BONE_KERNEL,
    NECK_WORDS,
    PICTURE_WORDS,
    merits,
    suitability,
)
from inference.imaging.sources import FileSource
from inference.imaging.study import Frame, Series
from inference.imaging.volume import SeriesInfo

AXES = {
    "axial": (1.0, 0.0, 0.0, 0.0, 1.0, 0.0),
    "sagittal": (0.0, 1.0, 0.0, 0.0, 0.0, -1.0),
    "coronal": (1.0, 0.0, 0.0, 0.0, 0.0, -1.0),
    "oblique": (1.0, 0.0, 0.0, 0.0, 2**-0.5, 2**-0.5),
}


def make_series(description="", kernel="", plane="axial", spacing_mm=1.0, count=200, **info):
    """Describe a series without any file."""
    cosines = np.array(AXES[plane])
    matrix = np.eye(4)
    matrix[:3, 0], matrix[:3, 1] = cosines[:3], cosines[3:]
    matrix[:3, 2] = np.cross(cosines[:3], cosines[3:]) * spacing_mm
    frame = Frame(
        FileSource("x.dcm"), 0, (0, 0, 0), AXES[plane], (1, 1), (64, 64), 1, 0, None, None, 1, "",
        kernel,
    )  # fmt: skip
    geometry = VolumeGeometry.from_matrix((count, 64, 64), matrix)
    return Series(SeriesInfo(series_description=description, **info), (frame,) * count, geometry)


READ_FIRST = make_series("C-SPINE BONE", "Br64", spacing_mm=0.6, body_part="CSPINE")


@pytest.mark.parametrize(
    "words", ["CSPINE", "C-SPINE BONE", "C Spine", "Cervical", "NECK", "HWS nativ"], ids=str
)
def test_neck_words(words):
    """Body parts and descriptions as they are written in English and German."""
    assert NECK_WORDS.search(words)


@pytest.mark.parametrize("words", ["HEAD", "CHEST", "LSPINE", "ABDOMEN", "T-SPINE"], ids=str)
def test_other_body_parts(words):
    """Another spine is not the neck."""
    assert not NECK_WORDS.search(words)


@pytest.mark.parametrize(
    ("kernel", "sharp"),
    [
        ("BONE", True),
        ("BONEPLUS", True),
        ("EDGE", True),
        ("B70s", True),
        ("Br64", True),
        ("FC30", True),
        ("YD", True),
        ("STANDARD", False),
        ("SOFT", False),
        ("B30s", False),
        ("Br40", False),
        ("FC12", False),
        ("B", False),
    ],
    ids=str,
)
def test_sharp_kernels(kernel, sharp):
    """Makers' names for bone kernels, and for others."""
    assert bool(BONE_KERNEL.search(kernel)) is sharp


@pytest.mark.parametrize(
    ("words", "pictured"),
    [
        ("DERIVED\\SECONDARY\\AXIAL\\MIP", True),
        ("MinIP 5 mm", True),
        ("3D VRT", True),
        ("Dose Report", True),
        ("DERIVED\\PRIMARY\\MPR", False),
        ("C-SPINE BONE 0.6", False),
    ],
    ids=str,
)
def test_pictures(words, pictured):
    """Projections and reports are no slices; an axial reformat is."""
    assert bool(PICTURE_WORDS.search(words)) is pictured


@pytest.mark.parametrize(
    "other",
    [
        make_series("HEAD BONE", "Br64", spacing_mm=0.6, body_part="HEAD"),
        make_series("CHEST", "Br64", spacing_mm=0.6, count=1600, body_part="CHEST"),
        make_series("C-SPINE SOFT", "Br40", spacing_mm=0.6, body_part="CSPINE"),
        make_series("C-SPINE BONE", "Br64", spacing_mm=2.0, body_part="CSPINE"),
        make_series("C-SPINE BONE", "Br64", "sagittal", 0.6, body_part="CSPINE"),
        make_series("C-SPINE BONE", "Br64", "coronal", 0.6, body_part="CSPINE"),
        make_series("C-SPINE BONE", "Br64", "oblique", 0.6, body_part="CSPINE"),
        make_series("C-SPINE BONE", "Br64", spacing_mm=0.6, count=100, body_part="CSPINE"),
        make_series("C-SPINE BONE MIP", "Br64", spacing_mm=0.6, body_part="CSPINE"),
        replace(
            READ_FIRST, info=replace(READ_FIRST.info, image_type="DERIVED\\SECONDARY\\MIP")
        ),
    ],
    ids=["head", "long chest", "soft", "thick", "sagittal", "coronal", "oblique", "short", "MIP",
         "MIP by type"],
)  # fmt: skip
def test_what_comes_behind(other):
    """Each thing that makes a series worse for reading a neck puts it behind."""
    assert suitability(READ_FIRST) > suitability(other)


def test_every_reason_can_be_told():
    """The score is the sum of named points, also of a series that says nothing."""
    silent = make_series()
    assert {merit.name: merit.points for merit in merits(silent)} == {
        "part": 0.0,
        "picture": 0.0,
        "plane": 3.0,
        "kernel": 0.0,
        "thinness": pytest.approx(2 * (1 - 2 * 0.25 / 2.25)),
        "slices": pytest.approx(0.25 * np.log2(200)),
    }
    assert suitability(silent) == sum(merit.points for merit in merits(silent))
