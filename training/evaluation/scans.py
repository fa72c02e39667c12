"""Real scans to measure on: where they lie, and where their vertebrae are."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.findings import LEVELS, Level
from inference.imaging.loading import open_volume
from inference.imaging.volume import Volume
from inference.imaging.wording import reason
from training.errors import TrainingError

BODY = "body_centre_lps_mm"

FORMAT = (
    f"it holds 'levels', each with '{BODY}' or 'ring_centre' (x, y, z) and 'in_view' "
    "(0 to 1), and may hold the 'series_uid' of its scan"
)


@dataclass(frozen=True, slots=True, eq=False)
class Centers:
    """Where somebody placed the vertebrae of one scan.

    Attributes
    ----------
    lps_mm : mapping of Level to ndarray, shape (3,)
    of_body : mapping of Level to bool
        Whether that is the middle of the vertebral body; if not, of the whole vertebra, which
        is a ring in C1.
    in_view : mapping of Level to float
        Share of each level in view; 0 for one that the file doesn't name.
    series_uid : str
        Of the scan; empty where the file doesn't say.
    """

    lps_mm: Mapping[Level, NDArray[np.float64]]
    of_body: Mapping[Level, bool]
    in_view: Mapping[Level, float]
    series_uid: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class ScanSource:
    """A scan that can be opened.

    Attributes
    ----------
    name : str
        How it is called in the results, which tell no path.
    path : Path
        A folder, a ZIP, a DICOM file or a NIfTI.
    centers : Centers or None
        None where nobody placed them.
    """

    name: str
    path: Path
    centers: Centers | None = None

    def open(self) -> Volume:
        """Read the scan as inference does.

        Raises
        ------
        InputError
            If there is no CT volume.
        TrainingError
            If the centres are those of another series.
        """
        volume = open_volume(self.path)
        uid = volume.info.series_instance_uid
        if self.centers is not None and self.centers.series_uid not in {"", uid}:
            raise TrainingError(
                f"--centers {self.name}: placed in series {self.centers.series_uid}, but --scan "
                f"{self.name} is series {uid}"
            )
        return volume


def scan_sources(scans: Sequence[str], centers: Sequence[str]) -> list[ScanSource]:
    """Read the command line's ``NAME=PATH`` and ``NAME=FILE``.

    Raises
    ------
    TrainingError
        If there is no scan, if one of them is malformed or named twice, if centres belong to
        no scan, or if their file is not of the format.
    """
    paths = _named("--scan", scans)
    if not paths:
        raise TrainingError("--scan NAME=PATH: name at least one scan")
    files = _named("--centers", centers)
    for name in files:
        if name not in paths:
            raise TrainingError(f"--centers {name}: no such --scan; there is {', '.join(paths)}")
    placed = {name: read_centers(path) for name, path in files.items()}
    return [ScanSource(name, path, placed.get(name)) for name, path in paths.items()]


def _named(option: str, values: Sequence[str]) -> dict[str, Path]:
    paths: dict[str, Path] = {}
    for value in values:
        name, _, path = value.partition("=")
        if not name or not path:
            raise TrainingError(f"{option} {value}: must be NAME=PATH")
        if name in paths:
            raise TrainingError(f"{option} {value}: '{name}' is named twice")
        paths[name] = Path(path).expanduser()
    return paths


def read_centers(path: Path) -> Centers:
    """Read a file of centres.

    Raises
    ------
    TrainingError
        If it can't be read, or is not of the format.
    """
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        levels = {Level(name): entry for name, entry in fields["levels"].items()}
        in_view = {level: float(entry["in_view"]) for level, entry in levels.items()}
        places = {level: _place(entry) for level, entry in levels.items()}
        of_body = {level: bool(entry.get(BODY)) for level, entry in levels.items()}
        uid = str(fields.get("series_uid", ""))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise TrainingError(
            f"{path}: no file of vertebrae's centres ({reason(error)}): {FORMAT}"
        ) from error
    return Centers(places, of_body, dict.fromkeys(LEVELS, 0.0) | in_view, uid)


def _place(entry: Mapping[str, Any]) -> NDArray[np.float64]:
    x, y, z = entry.get(BODY) or entry["ring_centre"]
    return np.array([x, y, z], dtype=np.float64)
