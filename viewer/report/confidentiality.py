"""DICOM data sets without identifiers: the Basic Application Level Confidentiality Profile.

PS3.15 Annex E names for each attribute what is to be done with it; that table lies in
``resources/confidentiality_profile.json``. What the table does not name is kept, with these
exceptions, all on the safe side:

- attributes that no dictionary knows, and all private ones, are removed;
- names of persons, dates, times and long texts are removed;
- UIDs that are not of DICOM's own register are replaced;
- short text that holds a word of who the patient, the staff or the institution is, is emptied.
"""

from __future__ import annotations

import hmac
import json
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from pydicom.datadict import dictionary_description, dictionary_has_tag
from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.tag import BaseTag
from pydicom.uid import (
    UID,
    EnhancedCTImageStorage,
    LegacyConvertedEnhancedCTImageStorage,
)

from viewer.report import VERSION

METHOD = f"Dens {VERSION}, PS3.15 Basic Application Confidentiality Profile"
"""De-identification Method (0012,0063): at most 64 characters."""

PROFILE_CODE = ("113100", "DCM", "Basic Application Confidentiality Profile")
"""CID 7050, PS3.16."""

ANONYMOUS = "Anonymous^"
"""With a caret: a family name alone (PS3.5 6.2.1)."""

DUMMY_DATE, DUMMY_TIME = "00010101", "000000"
DUMMY_TEXT = "REMOVED"

_DUMMIES: dict[str, str] = {
    "DA": DUMMY_DATE,
    "TM": DUMMY_TIME,
    "DT": f"{DUMMY_DATE}{DUMMY_TIME}",
    "AS": "000Y",
    "DS": "0",
    "IS": "0",
}
"""By value representation, where an object must hold some value; any other text is one word."""

_TEXT = frozenset({"AE", "CS", "LO", "LT", "PN", "SH", "ST", "UC", "UR", "UT"})
_FREE_TEXT = frozenset({"AE", "LO", "SH", "UC", "UR"})
"""Where a person's name may have got to. A code string has its own few words instead."""

_TELLING = frozenset({"PN", "DA", "DT", "TM", "LT", "ST", "UT", "UN"})
"""Persons, moments, text of any length and what nobody can read: removed also where the table
is silent."""

_WANT_VALUES = frozenset({EnhancedCTImageStorage, LegacyConvertedEnhancedCTImageStorage})
"""Objects in which attributes are of type 1 that are of type 3 in a classic CT image."""

_IDENTIFYING = frozenset(
    {
        "PatientID",
        "PatientBirthDate",
        "OtherPatientIDs",
        "IssuerOfPatientID",
        "AccessionNumber",
        "InstitutionName",
        "InstitutionAddress",
        "InstitutionalDepartmentName",
        "PatientAddress",
        "PatientTelephoneNumbers",
        "MilitaryRank",
        "StationName",
        "DeviceSerialNumber",
    }
)
"""What tells a person or a place, beside every person's name: no other text may repeat it."""

_WORD = re.compile(r"\w+", re.UNICODE)
_SHORTEST_WORD, _SHORTEST_NUMBER = 2, 4
_COMMON = frozenset({"hospital", "clinic", "department", "radiology", "center", "centre", "of"})
"""Words of institutions that say nothing of which one it is."""

_OVERLAYS = range(0x6000, 0x6100)


@dataclass(slots=True)
class Tally:
    """What was done to the data sets, for the reader.

    Attributes
    ----------
    changed : set of str
        Names of the attributes that were removed, emptied or replaced.
    private : int
        Private attributes, and such as no dictionary knows.
    silent : int
        Images that do not say whether text is burned into their pixels.
    """

    changed: set[str] = field(default_factory=set)
    private: int = 0
    silent: int = 0


class Deidentifier:
    """Takes identifiers out of the data sets of one export.

    All of them share one secret, so that a UID is replaced by the same one everywhere, and
    nobody can tell which one it was.

    Attributes
    ----------
    tally : Tally
    patient_id : str
        The patient's new number.
    """

    def __init__(self) -> None:
        self.tally = Tally()
        self._secret = secrets.token_bytes(32)
        self.patient_id = f"ANON-{secrets.token_hex(4).upper()}"

    def uid(self, original: str) -> UID:
        """Return the UID that stands for another; those of DICOM's own register stay.

        The new one is 2.25 and a number of 128 bits (PS3.5 B.2).
        """
        if not original or _is_registered(original):
            return UID(original)
        digest = hmac.digest(self._secret, original.encode(), "sha256")[:16]
        return UID(f"2.25.{int.from_bytes(digest)}")

    def clean(self, dataset: Dataset) -> None:
        """Take the identifiers out of an object, and note in it that this was done."""
        words = _identifying_words(dataset)
        wants_values = dataset.get("SOPClassUID") in _WANT_VALUES
        self._clean(dataset, words, wants_values=wants_values)
        dataset.PatientName = ANONYMOUS
        dataset.PatientID = self.patient_id
        _note(dataset)

    def _clean(self, dataset: Dataset, words: frozenset[str], *, wants_values: bool) -> None:
        for tag in list(dataset.keys()):
            if tag.is_private or not dictionary_has_tag(tag):
                del dataset[tag]
                self.tally.private += 1
                continue
            element = dataset[tag]
            action = _action(tag, element, wants_values=wants_values)
            if action == "K" and _repeats(element, words):
                action = "Z"
            if action != "K":
                self.tally.changed.add(dictionary_description(tag))
                self._apply(action, dataset, element)
            elif element.VR == "SQ":
                for item in element.value:
                    self._clean(item, words, wants_values=wants_values)

    def _apply(self, action: str, dataset: Dataset, element: DataElement) -> None:
        if action == "X":
            del dataset[element.tag]
        elif action == "Z":
            element.value = Sequence() if element.VR == "SQ" else None
        elif action == "D":
            element.value = _dummy(element)
        else:
            element.value = self._uids(element)

    def _uids(self, element: DataElement) -> UID | list[UID]:
        if element.VM > 1:
            return [self.uid(str(value)) for value in element.value]
        return self.uid(str(element.value or ""))


def _action(tag: BaseTag, element: DataElement, *, wants_values: bool) -> str:
    """Return X (remove), Z (empty), D (a dummy), U (another UID) or K (keep, items cleaned).

    Of several actions the table leaves the choice to the object's definition: the first
    where the attribute may go, the last where it must have a value. A sequence that must be
    empty or filled is in no CT image, so it goes.
    """
    named = profile().get(_key(tag))
    if named is None:
        return _unnamed_action(tag, element)
    actions = named.split("/")
    if element.VR == "SQ":
        # The asterisk: what the sequence refers to is cleaned, item by item.
        return "K" if actions[-1] == "U*" else actions[0].replace("D", "X")
    return actions[-1] if wants_values else actions[0]


def _unnamed_action(tag: BaseTag, element: DataElement) -> str:
    if tag.group in _OVERLAYS or element.VR in _TELLING:
        return "X"
    if element.VR == "UI":
        values = [str(value) for value in (element.value if element.VM > 1 else [element.value])]
        return "K" if all(map(_is_registered, values)) else "U"
    return "K"


def _is_registered(uid: str) -> bool:
    """Tell whether a UID stands in DICOM's own register (PS3.6 annex A)."""
    return UID(uid).name != uid


def _key(tag: BaseTag) -> str:
    """Return a tag as the table writes it; groups 50xx and 60xx repeat."""
    if tag.group >> 8 == 0x50:
        return "50XXXXXX"
    if tag.group in _OVERLAYS:
        return f"60XX{tag.element:04X}"
    return f"{tag:08X}"


@cache
def profile() -> dict[str, str]:
    """Return the profile's table: actions by tag, from ``confidentiality_profile.json``."""
    text = files("resources").joinpath("confidentiality_profile.json").read_text(encoding="utf-8")
    return {tag: action for tag, (action, _) in json.loads(text)["attributes"].items()}


def _dummy(element: DataElement) -> object:
    if element.VR in _DUMMIES:
        return _DUMMIES[element.VR]
    if element.VR in _TEXT:
        return DUMMY_TEXT
    return b"\0\0" if element.VR in {"OB", "OW", "UN"} else 0


def _identifying_words(dataset: Dataset) -> frozenset[str]:
    """Return the words that name a person or a place anywhere in an object."""
    texts = (
        str(element.value)
        for element in _elements(dataset)
        if element.VR == "PN" or element.keyword in _IDENTIFYING
    )
    found = (word.casefold() for text in texts for word in _WORD.findall(text.replace("_", " ")))
    return frozenset(
        word
        for word in found
        if len(word) >= (_SHORTEST_NUMBER if word.isdigit() else _SHORTEST_WORD)
        and word not in _COMMON
    )


def _elements(dataset: Dataset) -> Iterator[DataElement]:
    for element in dataset:
        yield element
        if element.VR == "SQ":
            for item in element.value:
                yield from _elements(item)


def _repeats(element: DataElement, words: frozenset[str]) -> bool:
    """Tell whether a free text holds one of the words."""
    if element.VR not in _FREE_TEXT or element.value is None:
        return False
    text = str(element.value).casefold().replace("_", " ")
    return not words.isdisjoint(_WORD.findall(text))


def _note(dataset: Dataset) -> None:
    """Say that identifiers were removed, how, and that dates are gone (PS3.15 E.1.1)."""
    code = Dataset()
    code.CodeValue, code.CodingSchemeDesignator, code.CodeMeaning = PROFILE_CODE
    dataset.PatientIdentityRemoved = "YES"
    dataset.DeidentificationMethod = METHOD
    dataset.DeidentificationMethodCodeSequence = Sequence([code])
    dataset.LongitudinalTemporalInformationModified = "REMOVED"
