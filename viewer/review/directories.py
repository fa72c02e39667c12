"""Where reading sessions are kept: with the user's own data, never beside the images."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_data_path


def sessions_folder() -> Path:
    """Return the folder of the reading sessions; it need not exist."""
    return user_data_path("Dens", appauthor=False) / "sessions"
