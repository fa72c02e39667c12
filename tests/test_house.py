"""What every module of the program keeps to, whatever it is about."""

from __future__ import annotations

from pathlib import Path

import main

REPOSITORY = Path(main.__file__).parent
MODULE_LINES = 400
"""A module that is longer holds more than one concept: divide it where they meet."""


def test_no_module_is_longer_than_one_concept():
    """No module of the program is over the limit; the message names those that are."""
    modules = [
        path
        for folder in ("viewer", "inference", "training")
        for path in (REPOSITORY / folder).rglob("*.py")
    ]
    lines = {
        path.relative_to(REPOSITORY).as_posix(): len(path.read_text("utf-8").splitlines())
        for path in modules
    }
    assert "viewer/app.py" in lines
    assert {name: count for name, count in lines.items() if count > MODULE_LINES} == {}
