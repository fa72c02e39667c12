"""The words by which a series is proposed first."""

from __future__ import annotations

import pytest

from inference.imaging.ranking import BONE_KERNEL, NECK_WORDS, suitability
from inference.imaging.volume import SeriesInfo


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


def test_more_slices_rank_higher():
    """With nothing else to tell them apart."""
    info = SeriesInfo()
    assert suitability(info, None, 100) > suitability(info, None, 50)
