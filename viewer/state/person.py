"""Who reads: a person by name, for reports that somebody has to answer for."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST_NAME = 64
"""Characters of a person's name or an organisation's (PS3.5 6.2, PN and LO)."""

RESERVED = "\\^="
"""Signs that part values and the pieces of names in DICOM: nobody's name holds one."""


@dataclass(frozen=True, slots=True)
class Reader:
    """The person who reads.

    Attributes
    ----------
    name : str
        As "Family, Given".
    organisation : str

    Raises
    ------
    ValueError
        If one of them is missing, too long, or holds a sign that DICOM keeps for itself.
    """

    name: str
    organisation: str

    def __post_init__(self) -> None:
        for what in ("name", "organisation"):
            if fault := person_fault(getattr(self, what)):
                raise ValueError(f"{what} {fault}")
        if not self.name.strip(" ,") or not self.organisation.strip():
            raise ValueError("a report names its reader and their organisation, or neither")

    @property
    def dicom_name(self) -> str:
        """The name as DICOM writes persons (PS3.5 6.2.1): "Family^Given"."""
        family, _, given = self.name.partition(",")
        return f"{family.strip()}^{given.strip()}"


def person_fault(text: str) -> str:
    """Say why a text can't be kept as a name; empty where it can, or is not set yet."""
    if len(text) > LONGEST_NAME:
        return f"has {len(text)} characters, and may have {LONGEST_NAME}"
    if not text.isprintable() or any(sign in text for sign in RESERVED):
        return f"is {text!r}, and may hold no backslash, caret or equals sign"
    return ""


def reader_named(name: str, organisation: str) -> Reader | None:
    """Return the reader; None where name or organisation has not been set."""
    known = name.strip(" ,") and organisation.strip()
    return Reader(name.strip(), organisation.strip()) if known else None
