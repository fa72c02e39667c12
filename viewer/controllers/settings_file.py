"""Where settings are kept: one file of the reader's own, whole or not at all."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import Any, BinaryIO

from pydantic import TypeAdapter, ValidationError

from viewer.report.files import output_error, write_files
from viewer.state.language import Language
from viewer.state.settings import Settings
from viewer.texts import tr

VERSION = 1
"""Of the file's form."""

BROKEN_SUFFIX = ".broken"

_ADAPTER = TypeAdapter(Settings)


def language_in(path: Path) -> Language:
    """Return the window's language as a file of settings has it: needed before the window is.

    What is wrong with the file is told by :meth:`SettingsFile.load`; here it is the system's then.
    """
    try:
        return Language(json.loads(path.read_text("utf-8"))["language"])
    except (OSError, ValueError, KeyError, TypeError):
        return Language.SYSTEM


class SettingsFile:
    """Reads and writes the settings.

    Attributes
    ----------
    path : Path
    notice : str
        What the reader has to know of the file as it was found; empty where all is well.

    Parameters
    ----------
    path : Path
        It need not exist.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.notice = ""
        self._found: dict[str, Any] = {}
        self._untouched = False

    def load(self) -> Settings:
        """Read the settings; where that fails, tell why in ``notice`` and return the first ones.

        A file that is broken is kept aside. One of a newer Dens is left as it is.
        """
        try:
            found = json.loads(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return Settings()
        except OSError as error:
            self._untouched = True
            self.notice = tr(
                "{path}: the settings can't be read ({strerror}). Dens uses its own; check who "
                "may read the file.",
                path=self.path,
                strerror=error.strerror,
            )
            return Settings()
        except ValueError as error:
            return self._put_aside(tr("it is no JSON ({error})", error=error))
        if not isinstance(found, dict) or not isinstance(found.get("version"), int):
            return self._put_aside(tr("it names no version"))
        if found["version"] > VERSION:
            self._untouched = True
            self.notice = tr(
                "{path}: these settings are of a newer Dens (version {found}). Dens uses its own "
                "settings and leaves the file as it is; changes last until Dens is closed.",
                path=self.path,
                found=found["version"],
            )
            return Settings()
        return self._take(found)

    def _take(self, found: dict[str, Any]) -> Settings:
        known = {one.name for one in fields(Settings)}
        try:
            settings = _ADAPTER.validate_python(
                {name: value for name, value in found.items() if name in known}
            )
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(part) for part in first["loc"])
            why = first["msg"].removeprefix("Value error, ")
            return self._put_aside(": ".join(part for part in (place, why) if part))
        self._found = found
        return settings

    def _put_aside(self, why: str) -> Settings:
        aside = self.path.with_name(self.path.name + BROKEN_SUFFIX)
        try:
            self.path.replace(aside)
            kept = tr("kept as {name}", name=aside.name)
        except OSError:
            self._untouched = True
            kept = tr("left in its place")
        self.notice = tr(
            "{path}: the settings can't be used: {why}. Dens uses its own settings; the file "
            "is {kept}.",
            path=self.path,
            why=why,
            kept=kept,
        )
        return Settings()

    def save(self, settings: Settings) -> None:
        """Write the settings; what the file held beside them stays in it.

        Raises
        ------
        OutputError
            If they can't be written.
        """
        if self._untouched:
            return
        written = _ADAPTER.dump_python(settings, mode="json")
        gestures = {**self._found.get("gestures", {}), **written["gestures"]}
        document = {**self._found, "version": VERSION, **written, "gestures": gestures}
        text = json.dumps(document, indent=1, ensure_ascii=False) + "\n"

        def write(stream: BinaryIO) -> None:
            stream.write(text.encode())

        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise output_error(self.path, error) from error
        write_files({self.path: write})
        self._found = document
