"""Who reads: names that DICOM can hold."""

from __future__ import annotations

import pytest

from viewer.state.person import LONGEST_NAME, Reader, reader_named
from viewer.state.settings import Settings


@pytest.mark.parametrize(
    ("name", "written"),
    [("Müller, Käthe", "Müller^Käthe"), ("山田, 太郎", "山田^太郎"), ("Curie", "Curie^")],
    ids=["latin", "japanese", "one name"],
)
def test_a_name_becomes_a_dicom_name(name, written):
    """Family and given name are parted by a caret; a single name is the family's."""
    assert Reader(name, "Klinik").dicom_name == written


@pytest.mark.parametrize(
    ("name", "organisation"),
    [("", "Klinik"), ("Müller", " "), (" , ", "Klinik"), ("", "")],
)
def test_half_a_reader_is_none(name, organisation):
    """Without a name, or without the institution, nobody is named."""
    assert reader_named(name, organisation) is None
    with pytest.raises(ValueError, match="names its reader"):
        Reader(name, organisation)


@pytest.mark.parametrize("text", ["a^b", "a\\b", "a=b", "a\nb", "x" * (LONGEST_NAME + 1)])
def test_signs_of_dicoms_own_are_refused(text):
    """What would part a name anew is refused, by the settings too."""
    with pytest.raises(ValueError, match="reader_name"):
        Settings(reader_name=text)
    with pytest.raises(ValueError, match="organisation"):
        Reader("Müller", text)
