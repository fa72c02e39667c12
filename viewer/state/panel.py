"""What the findings panel shows: a frozen value that can be compared, so that it is drawn once."""

from __future__ import annotations

from dataclasses import dataclass, replace

from inference.findings import LEVELS, Finding, Level, LevelState, PatientFinding
from viewer.review.review import (
    UNREAD,
    FalsePositiveReason,
    Impression,
    MissedReason,
    Review,
    Verdict,
)
from viewer.state import reading_wording as words
from viewer.state import wording
from viewer.state.app import AppState
from viewer.state.engine_words import engine_words
from viewer.state.reading_wording import ReaderState
from viewer.texts import noop, tr


@dataclass(frozen=True, slots=True)
class LevelEntry:
    """One level's row.

    Attributes
    ----------
    level : Level
    finding : Finding or None
        The model's word, where there is one to be shown.
    summary : str
        Stands where the model's word does when there is none.
    reader : ReaderState
    lines : tuple of str
        What stands below: the model's reason, the reader's words.
    enabled : bool
        Whether one can go there.
    """

    level: Level
    finding: Finding | None
    summary: str
    reader: ReaderState
    lines: tuple[str, ...]
    enabled: bool

    @property
    def sentence(self) -> str:
        """Everything about the level in one sentence: for tooltips and screen readers."""
        if self.finding is None:
            said = ", ".join((self.summary, *self.lines))
            return f"{self.level}: {said}. {self._read}"
        own = self.lines[1:] if self.finding.reason else self.lines
        return ". ".join((wording.finding_sentence(self.finding), self._read, *own))

    @property
    def _read(self) -> str:
        return (
            tr("Not read")
            if self.reader is ReaderState.UNREAD
            else tr("Reader: {state}", state=tr(words.READER_STATES[self.reader]))
        )


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the things that can be said of a level.

    Attributes
    ----------
    value : Verdict or Impression
    leads_to : ReaderState
        What the level's row shows then.
    text, tip : str
    chosen, enabled : bool
    """

    value: Verdict | Impression
    leads_to: ReaderState
    text: str
    tip: str
    chosen: bool
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class VerdictForm:
    """What can be said of the level that the walk stands at.

    Attributes
    ----------
    level : Level
    choices : tuple of Choice
        Three: yes, no, uncertain.
    reasons : tuple of FalsePositiveReason or None
        Those given; None where none can be.
    missed : tuple of MissedReason or None
        Those of the reader's own finding; None while there is no finding.
    can_miss : bool
        Whether the model may have missed something: it has spoken.
    note : str
    """

    level: Level
    choices: tuple[Choice, Choice, Choice]
    reasons: tuple[FalsePositiveReason, ...] | None
    missed: tuple[MissedReason, ...] | None
    can_miss: bool
    note: str


@dataclass(frozen=True, slots=True)
class PanelContent:
    """Everything that the findings panel shows.

    Attributes
    ----------
    patient : PatientFinding or None
        The model's word on the neck, where there is one to be shown.
    headline : str
        Stands in its place otherwise.
    explanation : str
        Below it; may be empty.
    progress : str
        How many levels are read; empty before there is anything to read.
    unsaved : str
        Why the latest change is not on disk; mostly empty.
    entries : tuple of LevelEntry
        Seven.
    form : VerdictForm or None
        None while no level is chosen.
    withheld : bool
        Whether the own read is asked for first.
    """

    patient: PatientFinding | None
    headline: str
    explanation: str
    progress: str
    unsaved: str
    entries: tuple[LevelEntry, ...]
    form: VerdictForm | None
    withheld: bool


def panel_content(state: AppState) -> PanelContent:
    """Decide what the findings panel shows."""
    shown, reading = state.shown_analysis, state.reading
    withheld = state.withheld and reading is not None
    review = UNREAD if reading is None else reading.review
    waiting = tr("No study is open") if state.study is None else tr("Not analysed yet")
    headline = tr(words.OWN_READ_FIRST) if withheld else waiting
    readable = shown is not None or withheld
    counted = 0 if reading is None else reading.own_count if withheld else reading.read_count
    progress = words.read_count_words(counted, len(LEVELS)) if readable and reading else ""
    kept = shown is None and not withheld and replace(review, blind=UNREAD.blind) != UNREAD
    return PanelContent(
        patient=None if shown is None else shown.patient,
        headline=headline,
        explanation=tr(words.WITHHELD) if withheld else tr(words.READING_KEPT) if kept else "",
        progress=progress,
        unsaved="" if reading is None else reading.unsaved,
        entries=tuple(_entry(state, review, level, withheld) for level in LEVELS),
        form=verdict_form(state),
        withheld=withheld,
    )


def _entry(state: AppState, review: Review, level: Level, withheld: bool) -> LevelEntry:
    reader = words.reader_state(review, level, withheld=withheld)
    if withheld:
        held, note = review.blind.impression(level), review.level(level).text
        summary = tr(words.IMPRESSIONS.get(held, noop("Not read yet")))
        return LevelEntry(level, None, summary, reader, (note,) if note else (), True)
    if state.shown_analysis is None:
        waiting = "–" if state.study is None else tr("No analysis yet")
        lines = words.earlier_words(review, level)
        return LevelEntry(level, None, waiting, reader, lines, False)
    finding = state.shown_analysis.finding(level)
    remarks = words.reader_remarks(review, level, finding)
    lines = (engine_words(finding.reason), *remarks) if finding.reason else remarks
    return LevelEntry(level, finding, "", reader, lines, True)


def verdict_form(state: AppState) -> VerdictForm | None:
    """Return what can be said of the chosen level; None where nothing can be."""
    level = None if state.view is None else state.view.selected
    if level is None or state.reading is None:
        return None
    review, shown = state.reading.review, state.shown_analysis
    note = review.level(level).text
    if state.withheld:
        return VerdictForm(level, _impressions(review, level), None, None, False, note)
    if shown is None:
        return None
    finding, said = shown.finding(level), review.level(level)
    doubted = finding.suspected and said.verdict in {Verdict.REJECT, Verdict.UNCERTAIN}
    own = review.findings_at(level)
    return VerdictForm(
        level,
        _verdicts(review, finding),
        said.reasons if doubted else None,
        own[0].reasons if own else None,
        True,
        note,
    )


def _verdicts(review: Review, finding: Finding) -> tuple[Choice, Choice, Choice]:
    given = review.level(finding.level).verdict
    silent = finding.state is LevelState.NOT_ANALYSED
    if silent:
        accept, reject = tr("I have read this level myself"), tr("There is nothing to reject")
    elif finding.suspected:
        accept, reject = tr("I suspect it too"), tr("I don't suspect what the model suspects")
    else:
        accept, reject = tr("I suspect nothing here either"), tr("I suspect what the model doesn't")
    first, second, third = (
        Choice(value, words.STATE_OF_VERDICT[value], text, tip, given is value, enabled)
        for value, text, tip, enabled in (
            (Verdict.ACCEPT, tr("Read") if silent else tr("Accept"), accept, True),
            (Verdict.REJECT, tr("Reject"), reject, not silent),
            (Verdict.UNCERTAIN, tr("Uncertain"), tr("I can't tell"), True),
        )
    )
    return first, second, third


def _impressions(review: Review, level: Level) -> tuple[Choice, Choice, Choice]:
    held = review.blind.impression(level)
    tips = {
        Impression.SUSPECTED: tr("I suspect a fracture here"),
        Impression.NOT_SUSPECTED: tr("I suspect nothing here"),
        Impression.UNCERTAIN: tr("I can't tell"),
    }
    first, second, third = (
        Choice(one, words.STATE_OF_IMPRESSION[one], tr(words.IMPRESSIONS[one]), tip, held is one)
        for one, tip in tips.items()
    )
    return first, second, third
