"""What the findings panel is told to show, and what it must not show yet."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inference.findings import LEVELS, Level
from viewer.review import changes
from viewer.review.checks import utc_now
from viewer.review.key import session_key
from viewer.review.review import (
    UNREAD,
    FalsePositiveReason,
    Impression,
    MissedReason,
    OwnFinding,
    Verdict,
)
from viewer.state.app import set_reading
from viewer.state.panel import panel_content, verdict_form
from viewer.state.planes import Plane
from viewer.state.reading import Reading, differences
from viewer.state.reading_wording import (
    READING_KEPT,
    ReaderState,
    reader_words,
    revealed_words,
)
from viewer.state.resolve import resolve


def with_review(state, review, **fields):
    """Put a review into a state."""
    return set_reading(state, Reading(session_key(state.study.volume), review, **fields))


def select(state, level):
    """Stand at a level."""
    return replace(state, view=replace(state.view, selected=level))


@pytest.fixture
def mixed():
    """Of every kind of word one."""
    review = changes.set_verdict(UNREAD, Level.C1, Verdict.ACCEPT)
    review = changes.set_verdict(
        review, Level.C2, Verdict.REJECT, (FalsePositiveReason.VASCULAR_CHANNEL,)
    )
    review = changes.set_note(review, Level.C3, "only a note")
    finding = OwnFinding("f", Level.C6, (MissedReason.TRANSVERSE_PROCESS,))
    review = changes.put_finding(review, finding)
    return changes.set_verdict(review, Level.C7, Verdict.ACCEPT)


def test_rows_say_how_far_the_reading_is(analysed, mixed):
    """Each level has its state, and its words beyond that; a note alone is no verdict."""
    content = panel_content(with_review(analysed, mixed, unsaved="disk full"))
    assert [entry.reader for entry in content.entries] == [
        ReaderState.ACCEPTED,
        ReaderState.REJECTED,
        ReaderState.UNREAD,
        ReaderState.UNREAD,
        ReaderState.UNREAD,
        ReaderState.OWN_FINDING,
        ReaderState.ACCEPTED,
    ]
    assert content.progress == "4 of 7 read"
    assert content.unsaved == "disk full"
    lines = [entry.lines for entry in content.entries]
    assert lines[0] == ()
    assert lines[1] == ("Rejected: vascular channel",)
    assert lines[2] == ("only a note",)
    assert lines[5][1] == "Own finding: transverse process"
    assert lines[6] == ("outside the field of view",)


def test_rows_are_sentences_for_screen_readers(analysed, mixed):
    """The model's word, the reading state and the reader's words are all said."""
    entries = panel_content(with_review(analysed, mixed)).entries
    assert entries[1].sentence == (
        "C2: Suspected, probability of a fracture 71 %, threshold 50 %. Reader: rejected. "
        "Rejected: vascular channel"
    )
    assert entries[6].sentence.startswith("C7: Not analysed (outside the field of view). Reader")
    assert "Not read" in entries[4].sentence


def test_each_remark_has_a_line_of_its_own(analysed, mixed):
    """In one line the last ones would be cut off."""
    review = changes.set_note(mixed, Level.C2, "left foramen")
    entry = panel_content(with_review(analysed, review)).entries[1]
    assert entry.lines == ("Rejected: vascular channel", "left foramen")
    review = changes.set_note(mixed, Level.C6, "doubtful")
    reason, *remarks = panel_content(with_review(analysed, review)).entries[5].lines
    assert reason == "the lower end plate lies outside the volume"
    assert remarks == ["Own finding: transverse process", "doubtful"]


def test_the_form_fits_the_level(analysed, mixed):
    """Reasons go with doubted suspicions; what was not analysed can be read, not rejected."""
    state = with_review(analysed, mixed)
    suspected = verdict_form(select(state, Level.C2))
    assert suspected.reasons == (FalsePositiveReason.VASCULAR_CHANNEL,)
    assert [choice.chosen for choice in suspected.choices] == [False, True, False]
    assert verdict_form(select(state, Level.C5)).reasons is None
    own = verdict_form(select(state, Level.C6))
    assert own.missed == (MissedReason.TRANSVERSE_PROCESS,)
    silent = verdict_form(select(state, Level.C7))
    assert [choice.enabled for choice in silent.choices] == [True, False, True]
    assert silent.choices[0].text == "Read"
    assert verdict_form(state) is None
    assert verdict_form(select(analysed, Level.C2)) is None


def test_nothing_of_the_model_is_shown_before_the_own_read(analysed):
    """No probability, no suspicion, no box, in no text that anyone could see or hear."""
    review = changes.ask_blind(UNREAD, True)
    review = changes.set_impression(review, Level.C2, Impression.SUSPECTED)
    state = select(with_review(replace(analysed, blind_first=True), review), Level.C2)
    content = panel_content(state)
    assert content.patient is None
    assert content.withheld
    assert all(entry.finding is None for entry in content.entries)
    everything = " ".join(entry.sentence for entry in content.entries)
    assert "%" not in everything
    assert "field of view" not in everything
    assert content.entries[1].summary == "Suspected"
    assert content.entries[4].summary == "Not read yet"
    assert content.progress == "1 of 7 read"
    assert content.form.choices[0].value is Impression.SUSPECTED
    for plane in Plane:
        assert resolve(state, plane).boxes == ()
    shown = with_review(state, changes.commit_own_read(review, utc_now()))
    assert resolve(shown, Plane.SAGITTAL).boxes
    assert panel_content(shown).entries[1].lines == ("Own read: suspected",)


def test_nothing_is_shown_before_the_session_is_known(analysed):
    """With blind first asked for, a reading that is not known yet withholds."""
    assert replace(analysed, blind_first=True).shown_analysis is None


def test_an_earlier_reading_is_told_before_the_analysis(opened, mixed):
    """A study that is opened again shows what was said of it, and what to do to go on."""
    content = panel_content(with_review(opened, mixed))
    assert content.explanation == READING_KEPT
    lines = [entry.lines for entry in content.entries]
    assert lines[:3] == [("Accepted",), ("Rejected: vascular channel",), ("only a note",)]
    assert lines[5] == ("Own finding: transverse process",)
    assert not any(entry.enabled for entry in content.entries)
    assert content.entries[1].sentence.endswith("Reader: rejected")
    seen = replace(UNREAD, blind=replace(UNREAD.blind, revealed_at=utc_now()))
    assert panel_content(with_review(opened, seen)).explanation == ""


def test_differences_need_two_clear_words(analysed):
    """Opposites count; what is uncertain, unread or not analysed contradicts nothing."""
    review = UNREAD
    for level, held in zip(
        LEVELS,
        (
            Impression.NOT_SUSPECTED,
            Impression.NOT_SUSPECTED,
            Impression.SUSPECTED,
            Impression.UNCERTAIN,
            Impression.SUSPECTED,
            Impression.NONE,
            Impression.SUSPECTED,
        ),
        strict=True,
    ):
        review = changes.set_impression(review, level, held)
    analysis = analysed.study.analysis
    assert differences(review, analysis) == ()
    sealed = changes.commit_own_read(review, utc_now())
    assert differences(sealed, analysis) == (Level.C2, Level.C3)
    assert "2 levels: C2, C3" in revealed_words(differences(sealed, analysis), 6)
    assert "no level" in revealed_words((), 6)
    assert "nothing" in revealed_words((), 0)


def test_the_report_says_that_a_level_is_unread(analysed, mixed):
    """Every level has a word: a verdict, an own finding, or that it was not read."""
    analysis = analysed.study.analysis
    said = {level: reader_words(mixed, level, analysis.finding(level)) for level in LEVELS}
    assert said[Level.C1] == ("Accepted",)
    assert said[Level.C2] == ("Rejected: vascular channel",)
    assert said[Level.C3] == ("Not read", "only a note")
    assert said[Level.C6] == ("Own finding: transverse process",)
    assert said[Level.C7] == ("Read, not analysed",)
