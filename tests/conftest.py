"""Fixtures that every test may use."""

from __future__ import annotations

import os

import typer
from hypothesis import settings


def _first_command(number: int = 0) -> int:
    return number


# Typer imports pydantic in the first command that is run. Once PySide6 has begun to look into every
# module that is imported, that fails: pydantic's can't be looked into before they are whole.
_app = typer.Typer()
_app.command()(_first_command)
_app([], standalone_mode=False)

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# A busy machine is no defect: time is measured in tests that say so.
settings.register_profile("dens", deadline=None)
settings.load_profile("dens")
