"""Settings that are kept beside what was made with them, and compared before more is made.

A folder of studies says in ``settings.json`` how each kind of them was made, so that two ways
are never mixed unknowingly.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inference.imaging.files import replace_file, writing
from training.errors import TrainingError

SETTINGS = "settings.json"


@dataclass(frozen=True, slots=True)
class Made:
    """In which way studies of one kind are made.

    Attributes
    ----------
    kind : str
        Names them among the others of a folder, e.g. ``necks``: whose settings are compared.
    settings : mapping
        All that changes what is made, as JSON holds it.
    """

    kind: str
    settings: Mapping[str, Any]


def check_made(folder: Path, made: Made) -> None:
    """Refuse to add studies to those of the same kind that were made in another way.

    Raises
    ------
    TrainingError
        Naming the first setting that differs, or if the folder doesn't say how it was made.
    OutputError
        If the settings can't be written.
    """
    path = folder / SETTINGS
    known = read_settings(path) or {}
    if not known and any(folder.glob("*.npz")):
        raise TrainingError(
            f"{folder}: holds studies but no {SETTINGS}, which says how they were made. Give "
            "another folder, or train on it as it is with 'fit --count 0'."
        )
    settings = as_json(made.settings)
    before = known.get(made.kind)
    if before is None:
        write_settings(path, {**known, made.kind: settings})
        return
    check_settings(path, before, settings)


def check_settings(path: Path, before: Mapping[str, Any], now: Mapping[str, Any]) -> None:
    """Refuse settings that differ from those that a file keeps.

    Raises
    ------
    TrainingError
        Naming the first that differs, and the remedy.
    """
    for name, known, asked in differences(before, now):
        raise TrainingError(
            f"{path}: what lies here was made with {name} = {known!r}, not {asked!r}. Give another "
            "folder, or delete this one to make it anew."
        )


def write_settings(path: Path, settings: Mapping[str, Any]) -> None:
    """Write settings, with their folder.

    Raises
    ------
    OutputError
    """
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, (json.dumps(settings, indent=1) + "\n").encode())


def read_settings(path: Path) -> Mapping[str, Any] | None:
    """What a file of settings holds; None where there is none.

    Raises
    ------
    TrainingError
        If it is damaged.
    """
    try:
        settings = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise TrainingError(
            f"{path}: can't be read ({error}). Give another folder, or delete this one to make it "
            "anew."
        ) from error
    if not isinstance(settings, dict):
        raise TrainingError(f"{path}: holds no settings. Give another folder.")
    return settings


def as_json(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Settings as JSON gives them back: tuples as lists, names as text."""
    made: dict[str, Any] = json.loads(json.dumps(settings, default=str))
    return made


def differences(
    before: Mapping[str, Any], now: Mapping[str, Any]
) -> Iterator[tuple[str, object, object]]:
    """Each setting that is not the same: its dotted name, what it was, what it is now."""
    known, asked = _flat(before), _flat(now)
    for name in [*known, *(name for name in asked if name not in known)]:
        if known.get(name) != asked.get(name):
            yield name, known.get(name, "unset"), asked.get(name, "unset")


def _flat(settings: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Nested settings as one level of dotted names."""
    made: dict[str, Any] = {}
    for name, value in settings.items():
        if isinstance(value, Mapping):
            made.update(_flat(value, f"{prefix}{name}."))
        else:
            made[prefix + name] = value
    return made
