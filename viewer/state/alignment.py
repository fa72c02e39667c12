"""What the list of proposed measurements says: a frozen value, never a diagnosis."""

from __future__ import annotations

from dataclasses import dataclass

from inference.findings import Point
from inference.spine.proposals import MEASURANDS, Line, Measurand, Proposal, Standing
from viewer.review.marks import AnyMark, Distance
from viewer.review.measure import measured_mm
from viewer.review.plane import PatientPlane
from viewer.review.review import UNREAD, CraniocervicalMeasurement, MeasurementState, Review
from viewer.state.app import AppState
from viewer.state.engine_words import engine_words
from viewer.state.reading_wording import WITHHELD
from viewer.state.whose import own_masks_note
from viewer.texts import noop, tr

EXPLANATION = noop(
    "Taken from masks and HU, and no diagnosis. Click a row to see its line; confirm what you hold "
    "to be right."
)
NEEDS_ANALYSIS = noop("Distances are proposed from the masks of the levels: analyse first.")
MEASURING = noop("Measuring…")
PLACING = noop("{name}: click its two ends in one plane. Esc gives up.")

STANDINGS = {
    Standing.WITHIN: noop("within"),
    Standing.BETWEEN: noop("between limits"),
    Standing.BEYOND: noop("▲ beyond"),
}
"""Said of a value and its limit, never of the patient."""

STATES = {
    MeasurementState.PROPOSED: noop("proposed"),
    MeasurementState.CONFIRMED: noop("confirmed"),
    MeasurementState.REJECTED: noop("rejected"),
}


@dataclass(frozen=True, slots=True)
class AlignmentRow:
    """One measurement.

    Attributes
    ----------
    name, value, limit, standing, state : str
        As shown; value, standing and state are empty where nothing was measured.
    remark : str
        Why it was not measured, or what is to be known of it.
    source : str
        Who published the limit.
    beyond, chosen : bool
    can_confirm, can_reject, can_reopen : bool
    """

    name: str
    value: str
    limit: str
    standing: str
    state: str
    remark: str
    source: str
    beyond: bool
    chosen: bool
    can_confirm: bool
    can_reject: bool
    can_reopen: bool

    @property
    def sentence(self) -> str:
        """All of it, for tooltips and screen readers."""
        value = f"{self.value}, {self.standing}" if self.value else ""
        parts = (
            engine_words(self.name),
            value,
            tr("limit {limit} ({source})", limit=self.limit, source=self.source),
            self.state,
            self.remark,
        )
        return ". ".join(part.rstrip(".") for part in parts if part)


@dataclass(frozen=True, slots=True)
class AlignmentContent:
    """Everything that the list shows.

    Attributes
    ----------
    message : str
        Why there are no rows, else how to go on.
    rows : tuple of AlignmentRow
    """

    message: str
    rows: tuple[AlignmentRow, ...] = ()

    @property
    def chosen(self) -> AlignmentRow | None:
        """The row that is looked at."""
        return next((row for row in self.rows if row.chosen), None)


@dataclass(frozen=True, slots=True)
class ShownLine:
    """The line that is drawn over the planes.

    Attributes
    ----------
    start_mm, end_mm : Point
    text : str
    confirmed : bool
    mark_id : str or None
        The reader's mark that it is; None while there is none.
    """

    start_mm: Point
    end_mm: Point
    text: str
    confirmed: bool
    mark_id: str | None = None


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A measurement that the reader stands behind, as reports tell it.

    Attributes
    ----------
    measurand : Measurand
    value_mm : float
    mark : Distance or None
        None where the reader took it away.
    """

    measurand: Measurand
    value_mm: float
    mark: Distance | None

    @property
    def title(self) -> str:
        """Its name, and what the reader says of its mark beyond that."""
        mark = self.mark
        level = "" if mark is None or mark.level is None else mark.level.value
        label = "" if mark is None or mark.label == self.measurand.name else mark.label
        return ", ".join(part for part in (self.measurand.name, level, label.strip()) if part)


def alignment_content(state: AppState) -> AlignmentContent:
    """Decide what the list shows."""
    study = state.study
    if study is None or study.labels is None:
        return AlignmentContent(tr(NEEDS_ANALYSIS))
    if state.withheld:
        # What lies beyond a limit is a suspicion, too.
        return AlignmentContent(tr(WITHHELD))
    if study.proposals is None or study.reading is None:
        return AlignmentContent(tr(MEASURING))
    review, view = study.reading.review, state.alignment
    message = tr(EXPLANATION)
    if view.placing and view.chosen is not None:
        message = tr(PLACING, name=engine_words(view.chosen))
    if note := own_masks_note(state):
        message = f"{note}\n{message}"
    rows = tuple(_row(one, review, view.chosen) for one in study.proposals)
    return AlignmentContent(message, rows)


def decided(review: Review, name: str) -> CraniocervicalMeasurement | None:
    """Return what the reader holds of a measurement; None while nothing is decided."""
    known = {m.name: m for m in review.measurements if m.state is not MeasurementState.PROPOSED}
    return known.get(name)


def confirmed_measurements(review: Review) -> tuple[Confirmed, ...]:
    """Return the confirmed measurements in the order of reading."""
    said = [(one, decided(review, one.name)) for one in MEASURANDS]
    return tuple(
        Confirmed(one, measured_mm(review, held), _mark(review, held.mark_id))
        for one, held in said
        if held is not None and held.state is MeasurementState.CONFIRMED
    )


def other_marks(review: Review) -> tuple[AnyMark, ...]:
    """Return the marks that reports list as such: not those of confirmed measurements."""
    told = [one.mark.id for one in confirmed_measurements(review) if one.mark is not None]
    return tuple(mark for mark in review.marks if mark.id not in told)


def mark_of(review: Review, name: str) -> Distance | None:
    """Return the reader's mark of a measurement; None where there is none."""
    said = decided(review, name)
    return None if said is None else _mark(review, said.mark_id)


def _mark(review: Review, mark_id: str | None) -> Distance | None:
    known = (mark for mark in review.marks if isinstance(mark, Distance))
    return next((mark for mark in known if mark.id == mark_id), None)


def _line(mark: Distance | None) -> Line | None:
    if mark is None:
        return None
    x, y, z = mark.plane.down_lps
    return Line(mark.start_mm, mark.end_mm, mark.plane.right_lps, (-x, -y, -z))


def _row(one: Proposal, review: Review, chosen: str | None) -> AlignmentRow:
    said = decided(review, one.name)
    value = one.value_mm if said is None else measured_mm(review, said)
    standing = None if value is None else one.measurand.standing(value)
    state = MeasurementState.PROPOSED if said is None else said.state
    remark = (
        tr("Not measurable: {reason}", reason=engine_words(one.reason))
        if one.reason
        else engine_words(one.remark)
    )
    return AlignmentRow(
        name=one.name,
        value="" if value is None else mm_words(value),
        limit=limit_words(one.measurand),
        standing="" if standing is None else tr(STANDINGS[standing]),
        state="" if value is None else tr(STATES[state]),
        remark="" if said is not None else remark,
        source=one.measurand.source,
        beyond=standing is Standing.BEYOND,
        chosen=one.name == chosen,
        can_confirm=value is not None and state is not MeasurementState.CONFIRMED,
        can_reject=value is not None and state is not MeasurementState.REJECTED,
        can_reopen=said is not None,
    )


def mm_words(value_mm: float) -> str:
    """Write a length as window and report do."""
    return f"{value_mm:.1f} mm"


def limit_words(one: Measurand) -> str:
    """Write the published limits."""
    low, high = one.limits_mm
    return (
        mm_words(high) if low == high else tr("{low:.1f} to {high}", low=low, high=mm_words(high))
    )


def proposal_of(state: AppState, name: str) -> Proposal | None:
    """Return a proposal by its name."""
    known = () if state.study is None or state.withheld else state.study.proposals or ()
    return next((one for one in known if one.name == name), None)


def line_of(state: AppState, name: str) -> Line | None:
    """Return the line of a measurement: the reader's where there is one, else the proposed."""
    review = UNREAD if state.reading is None else state.reading.review
    said = decided(review, name)
    if said is not None and said.mark_id is not None:
        return _line(_mark(review, said.mark_id))
    one = proposal_of(state, name)
    return None if one is None else one.line


def plane_of(line: Line) -> PatientPlane:
    """Return the plane in which a line is looked at: as a sagittal one, the head on top."""
    middle = [(a + b) / 2 for a, b in zip(line.start_mm, line.end_mm, strict=True)]
    return PatientPlane.spanned(middle, line.back_lps, [-v for v in line.head_lps])


def shown_line(state: AppState) -> ShownLine | None:
    """Return what is drawn over the planes; None while nothing is looked at."""
    view = state.alignment
    if not view.shown or view.chosen is None or state.withheld:
        return None
    if view.placing:
        first = view.first_mm
        return None if first is None else ShownLine(first, first, "", confirmed=False)
    line = line_of(state, view.chosen)
    if line is None:
        return None
    said = None if state.reading is None else decided(state.reading.review, view.chosen)
    held = MeasurementState.PROPOSED if said is None else said.state
    text = f"{mm_words(line.length_mm)}, {tr(STATES[held])}"
    confirmed = held is MeasurementState.CONFIRMED
    mark_id = None if said is None else said.mark_id
    return ShownLine(line.start_mm, line.end_mm, text, confirmed, mark_id)
