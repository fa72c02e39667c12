"""What was opened lately: a short list, kept in a file of the reader's own.

Paths alone are kept, no word of who the patient is.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from viewer.texts import ntr

KEPT = 8
"""Entries kept."""

MOST_PATHS = 2000
"""Files of one entry; a longer choice is not remembered."""


@dataclass(frozen=True, slots=True)
class Recent:
    """One thing that was opened.

    Attributes
    ----------
    paths : tuple of Path
        Together what the reader chose.
    missing : bool
        Whether any of them was gone when last looked for.
    """

    paths: tuple[Path, ...]
    missing: bool = False

    @property
    def name(self) -> str:
        """A short name."""
        if len(self.paths) > 1:
            return ntr(
                "{n} file in {folder}",
                "{n} files in {folder}",
                len(self.paths),
                folder=self.paths[0].parent.name,
            )
        return self.paths[0].name or str(self.paths[0])

    @property
    def place(self) -> str:
        """Where it lies."""
        return str(self.paths[0].parent)


def remember(recent: Sequence[Recent], paths: Sequence[Path]) -> tuple[Recent, ...]:
    """Put what was opened on top, once."""
    absolute = tuple(Path(path).absolute() for path in paths)
    if len(absolute) > MOST_PATHS:
        return tuple(recent)
    others = [entry for entry in recent if entry.paths != absolute]
    return (Recent(absolute), *others)[:KEPT]


def look_after(recent: Sequence[Recent]) -> tuple[Recent, ...]:
    """Look which entries are still there; a sleeping disk may take seconds."""
    return tuple(Recent(entry.paths, not all(map(_is_there, entry.paths))) for entry in recent)


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False


def load_recent(file: Path) -> tuple[Recent, ...]:
    """Read the list; nothing where there is none, or what is there is no such list."""
    try:
        entries = json.loads(file.read_text(encoding="utf-8"))
        return tuple(Recent(tuple(Path(path) for path in entry)) for entry in entries if entry)
    except (OSError, ValueError, TypeError):
        return ()


def save_recent(file: Path, recent: Sequence[Recent]) -> None:
    """Write the list, whole or not at all, readable for its owner alone.

    Raises
    ------
    OSError
        If it can't be written.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps([[str(path) for path in entry.paths] for entry in recent], indent=1)
    with NamedTemporaryFile(
        "w", encoding="utf-8", dir=file.parent, prefix=file.name, delete=False
    ) as staged:
        staged.write(text)
    Path(staged.name).replace(file)
