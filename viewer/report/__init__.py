"""From an analysis to what is kept: PDF, findings, masks. No Qt, no torch."""

VERSION = "0.1.0"
"""Of Dens; ``pyproject.toml`` reads it from here."""
