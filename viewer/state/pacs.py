"""The picture archive that results are sent to, as the reader has set it; no network here."""

from __future__ import annotations

from dataclasses import dataclass

from viewer.texts import tr

DEFAULT_PORT = 104
"""Registered for DICOM (PS3.8 9.1.1); many archives listen on 11112 instead."""

LONGEST_TITLE = 16
"""Characters of an application entity's title (PS3.5 6.2, AE)."""

LONGEST_HOST = 253
"""Of a name in the Domain Name System (RFC 1035)."""

OWN_TITLE = "DENS"


@dataclass(frozen=True, slots=True)
class Pacs:
    """Where results are sent, and under which name.

    Attributes
    ----------
    host : str
        Name or address; empty while no archive is set.
    port : int
    title : str
        The archive's AE title.
    own_title : str
        Dens's own: many archives take only what they know.

    Raises
    ------
    ValueError
        If a title or the port is none that DICOM allows.
    """

    host: str = ""
    port: int = DEFAULT_PORT
    title: str = ""
    own_title: str = OWN_TITLE

    def __post_init__(self) -> None:
        for name in ("title", "own_title"):
            if fault := title_fault(getattr(self, name)):
                raise ValueError(f"{name} {fault}")
        if len(self.host) > LONGEST_HOST or any(not c.isprintable() or c == " " for c in self.host):
            raise ValueError(f"host is {self.host!r}, and must be a name or an address")
        if not 1 <= self.port <= 65535:
            raise ValueError(f"port is {self.port}, and must be from 1 to 65535")

    @property
    def missing(self) -> str:
        """What has still to be set before anything can be sent; empty where all is there."""
        wanted = (
            (self.host, tr("the host")),
            (self.title.strip(), tr("the archive's AE title")),
            (self.own_title.strip(), tr("Dens's own AE title")),
        )
        return ", ".join(name for value, name in wanted if not value)

    @property
    def name(self) -> str:
        """The archive as messages name it."""
        return tr("{title} at {host}:{port}", title=self.title, host=self.host, port=self.port)


def title_fault(title: str) -> str:
    """Say why a text is no AE title (PS3.5 6.2); empty where it is one, or is not set yet."""
    if len(title) > LONGEST_TITLE:
        return f"has {len(title)} characters, and may have {LONGEST_TITLE}"
    if not title.isascii() or not title.isprintable() or "\\" in title:
        return f"is {title!r}, and may hold plain letters, digits and signs but no backslash"
    return ""
