"""Files of results: Markdown in which each command owns one section."""

from __future__ import annotations

from pathlib import Path

from inference.imaging.files import replace_file, writing
from training.rows.markdown import update_section


def write_section(path: Path, name: str, section: str) -> None:
    """Put a section into a file, in place of its old one; the rest stays as it is.

    Parameters
    ----------
    path : Path
        Made with its folder if it is not there.
    name : str
        Of the section, unique in the file.
    section : str
        Markdown that ends with a newline.

    Raises
    ------
    TrainingError
        If the old section has no end.
    OutputError
        If the file can't be written; what it held is still there.
    """
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, update_section(text, name, section).encode())
