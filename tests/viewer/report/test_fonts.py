"""Text split over fonts that have its letters."""

from __future__ import annotations

from viewer.report import fonts


def test_european_letters_need_one_font():
    """Latin, Greek and Cyrillic stay in the bundled font."""
    assert list(fonts.runs("Žižek Ωμέγα Иван")) == [(fonts.REGULAR, "Žižek Ωμέγα Иван")]


def test_letters_that_no_font_has_are_seen(monkeypatch):
    """A square stands where a letter can't be drawn."""
    monkeypatch.setattr(fonts, "_fallbacks", tuple)
    assert list(fonts.runs("A山")) == [(fonts.REGULAR, "A" + fonts.MISSING_GLYPH)]


def test_system_fonts_are_tried(monkeypatch):
    """A font of the system draws what the bundled one lacks."""
    fonts.register_fonts()
    monkeypatch.setattr(fonts, "_fallbacks", lambda: (fonts.BOLD,))
    monkeypatch.setattr(fonts, "_has", lambda font, c: font == fonts.BOLD or c != "山")
    assert list(fonts.runs("A山B")) == [
        (fonts.REGULAR, "A"),
        (fonts.BOLD, "山"),
        (fonts.REGULAR, "B"),
    ]


def test_damaged_system_fonts_are_passed_over(monkeypatch, tmp_path):
    """A broken or missing font of the system is no reason to fail."""
    (tmp_path / "broken.ttf").write_bytes(b"not a font")
    paths = (str(tmp_path / "broken.ttf"), str(tmp_path / "missing.ttf"))
    monkeypatch.setattr(fonts, "SYSTEM_FONTS", paths)
    fonts._fallbacks.cache_clear()
    try:
        assert fonts._fallbacks() == ()
    finally:
        fonts._fallbacks.cache_clear()


def test_markup_is_escaped():
    """A header can't smuggle in markup, nor control characters."""
    assert fonts.markup("<b>A&B\x00\n") == "&lt;b&gt;A&amp;B  "
