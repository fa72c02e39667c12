"""The window with a pinned font and a neck without noise, and the pictures that were kept."""

from __future__ import annotations

import sys
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from tests.viewer.conftest import make_neck

HERE = Path(__file__).parent
REFERENCE = HERE / "reference"
OUT = HERE.parents[2] / "out" / "visual"
"""Ignored by git: new pictures and differences of what failed."""

FONTS = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
"""Those of the report: the same on every machine."""

FAMILY, POINTS = "DejaVu Sans", 9.0

SIZE_PX = (1280, 800)

STEP_HU = 500
"""A neck of few values makes a small picture."""

RENEW_COMMAND = "QT_QPA_PLATFORM=offscreen python -m pytest tests/viewer/visual --renew"


def pytest_addoption(parser) -> None:
    """Let pictures be renewed: where this folder is named on the command line."""
    parser.addoption("--renew", action="store_true", help="keep the pictures as they are now")


def pytest_collection_modifyitems(items) -> None:
    """Leave out what would be drawn by other means than those that the pictures were."""
    unlike = pytest.mark.skip(reason="the pictures were drawn by Qt on Linux")
    for item in items:
        if HERE in item.path.parents and not sys.platform.startswith("linux"):
            item.add_marker(unlike)


def quiet_neck():
    """Build the crude neck without noise."""
    volume, analysis = make_neck()
    steps = np.round(volume.hu / STEP_HU) * STEP_HU
    return replace(volume, hu=steps.astype(np.int16)), analysis


@pytest.fixture(scope="session")
def neck():
    """Share it in the place of the noisy one."""
    return quiet_neck()


# Asked for by other tests before, the outer ones would be shared on, noise and all.
@pytest.fixture(scope="session")
def volume(neck):
    """Share the neck without noise."""
    return neck[0]


@pytest.fixture(scope="session")
def analysis(neck):
    """Share its analysis."""
    return neck[1]


@pytest.fixture(autouse=True)
def look(qapp, monkeypatch):
    """Dress the application as it is for readers, in the pinned font; undress it afterwards."""
    from PySide6.QtGui import QFont, QFontDatabase

    from viewer.launch import make_application
    from viewer.widgets import theme

    style, palette, sheet, font = (
        qapp.style().objectName(), qapp.palette(), qapp.styleSheet(), qapp.font(),
    )  # fmt: skip
    numbers = [
        QFontDatabase.addApplicationFontFromData(
            files("resources").joinpath("fonts", name).read_bytes()
        )
        for name in FONTS
    ]
    assert -1 not in numbers
    pinned = QFont(FAMILY)
    pinned.setPointSizeF(POINTS)
    pinned.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    monkeypatch.setattr(theme, "QFontDatabase", SystemFonts(pinned))
    qapp.setFont(pinned)
    make_application()
    yield
    qapp.setStyleSheet(sheet)
    qapp.setStyle(style)
    qapp.setPalette(palette)
    qapp.setFont(font)
    for number in numbers:
        QFontDatabase.removeApplicationFont(number)


class SystemFonts:
    """A system whose own font is the pinned one."""

    class SystemFont:
        """The kinds that the theme asks for."""

        GeneralFont = 0

    def __init__(self, font) -> None:
        self._font = font

    def systemFont(self, _kind):  # noqa: N802  # Qt's name
        """Return it, whatever it is for."""
        return type(self._font)(self._font)


@pytest.fixture
def looks_as_kept(request):
    """Give the check of a widget against the picture of a name."""
    from tests.viewer.visual.pictures import compare, grab, load, save

    renew = request.config.getoption("--renew", default=False)

    def check(name: str, widget) -> None:
        kept, now = REFERENCE / f"{name}.png", grab(widget)
        if renew:
            save(kept, now)
            return
        assert kept.is_file(), f"{kept} is missing; make it with: {RENEW_COMMAND}"
        difference = compare(load(kept), now)
        if not difference.seen:
            return
        save(OUT / f"{name}.png", now)
        save(OUT / f"{name}-difference.png", difference.picture)
        pytest.fail(
            f"{name} looks different in {difference.pixels} pixels: see {OUT / name}.png and "
            f"{name}-difference.png beside it. If that is meant: {RENEW_COMMAND}"
        )

    return check
