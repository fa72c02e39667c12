"""Fixtures that every test may use."""

from __future__ import annotations

import os

from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# A busy machine is no defect: time is measured in tests that say so.
settings.register_profile("dens", deadline=None)
settings.load_profile("dens")
