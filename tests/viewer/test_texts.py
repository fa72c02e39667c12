"""The one seam of translation: what it looks up, fills in, counts, and leaves in English."""

import threading

import pytest

from viewer.state.engine_words import SENTENCES, engine_words
from viewer.texts import english, in_english, noop, ntr, tr, use_lookup


@pytest.fixture
def shouting():
    """Speak a language that is English in capitals, with one plural for all numbers but two."""

    def lookup(text, plural, count):
        return (f"PAIR OF {text}" if count == 2 else plural or text).replace("slice", "SLICE")

    use_lookup(lookup)
    yield
    use_lookup(english)


def test_without_a_lookup_texts_are_english():
    """Values stand in their places; a text without values keeps its braces."""
    assert tr("Open {name}", name="x") == "Open x"
    assert tr("{mm:.1f} mm", mm=2.04) == "2.0 mm"
    assert tr("{name}: go on") == "{name}: go on"
    assert noop("kept") == "kept"


@pytest.mark.parametrize(("count", "said"), [(0, "0 slices"), (1, "1 slice"), (2, "2 slices")])
def test_english_has_two_plurals(count, said):
    """One, and everything else."""
    assert ntr("{n} slice", "{n} slices", count) == said


@pytest.mark.usefixtures("shouting")
def test_a_lookup_finds_its_own_plurals():
    """By the number, which the text still gets."""
    assert ntr("{n} slice", "{n} slices", 2) == "PAIR OF 2 SLICE"
    assert ntr("{n} slice", "{n} slices", 5) == "5 SLICEs"
    assert tr("slice {n}", n=3) == "SLICE 3"


@pytest.mark.usefixtures("shouting")
def test_in_english_counts_for_its_own_thread_alone():
    """A report that is written beside the window leaves the window's language as it is."""
    heard = []
    with in_english():
        thread = threading.Thread(target=lambda: heard.append(tr("slice")))
        thread.start()
        thread.join()
        assert tr("slice") == "slice"
    assert heard == ["SLICE"]
    assert tr("slice") == "SLICE"


@pytest.mark.usefixtures("shouting")
def test_what_the_engine_says_is_recognised():
    """Its values are kept, also after a level's name; what is not known stays as it is."""
    said = engine_words("slices lie 0.50 to 1.00 mm apart; resampled along their normal to 0.5 mm")
    assert said.startswith("SLICEs lie 0.50 to 1.00 mm")
    assert engine_words("C7 outside the field of view") == "C7 outside the field of view"
    assert engine_words("slice that nobody knows") == "slice that nobody knows"
    assert engine_words("") == ""


def test_no_sentence_of_the_engine_hides_another():
    """Each is recognised as itself, not as one with a wider place before it."""
    for sentence in SENTENCES:
        heard = []
        use_lookup(lambda text, *_, heard=heard: heard.append(text) or text)
        try:
            engine_words(sentence)
        finally:
            use_lookup(english)
        assert heard[0] == sentence
