"""The parts of the report's body, each a list of what reportlab lays out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.lib.colors import black
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Paragraph, Spacer

from inference.findings import LEVELS, Analysis, Finding, LevelState, PatientFinding
from inference.imaging.volume import SeriesInfo, Volume
from inference.preprocessing.windowing import Window, bone_windows
from viewer.rendering.compose import Plane
from viewer.report.drawing import FigureFlowable
from viewer.report.figures import Subject, level_figure, overview_figure
from viewer.report.fonts import BOLD, REGULAR, markup
from viewer.report.pages import CONTENT_WIDTH_PT, QUIET_COLOUR
from viewer.report.tables import headed_table, plain_table
from viewer.review.review import Review
from viewer.state import wording
from viewer.state.reading_wording import is_mask_corrected, reader_words

SUSPECTED_MARK = "▲"
"""A shape beside the word, so that a suspected level is seen without colour too."""

CAVEAT = (
    "Dens names what its networks suspect. Not suspected at the working threshold is not a finding "
    "of normality: the networks miss fractures, and levels that were not analysed were not looked "
    "at. Every image has to be read by a radiologist."
)

TABLE_NOTE = (
    "Below threshold: not suspected at the working threshold; this is not a finding of normality. "
    "Centre: x, y, z of the level's mask in DICOM patient coordinates (LPS)."
)

FIGURE_GAP_PT = 6.0

BODY = ParagraphStyle("body", fontName=REGULAR, fontSize=8.5, leading=11.5, textColor=black)
QUIET = ParagraphStyle("quiet", parent=BODY, fontSize=7.5, leading=10, textColor=QUIET_COLOUR)
CELL = ParagraphStyle("cell", parent=BODY, fontSize=8, leading=10)
HEADING = ParagraphStyle(
    "heading", parent=BODY, fontName=BOLD, fontSize=11, leading=14, spaceBefore=9, spaceAfter=4
)
RESULT = ParagraphStyle("result", parent=BODY, fontName=BOLD, fontSize=11, leading=15)


def heading(text: str) -> Flowable:
    """Return a section's heading."""
    return Paragraph(markup(text, BOLD), HEADING)


def paragraph(text: str, style: ParagraphStyle = BODY) -> Flowable:
    """Return a paragraph of any text."""
    return Paragraph(markup(text, style.fontName), style)


def study_block(info: SeriesInfo) -> list[Flowable]:
    """Tell which patient, study and series was analysed."""
    number = f"{info.series_number}: " if info.series_number else ""
    left = [
        ("Patient", wording.person_name(info.patient_name) or "not named"),
        ("Patient ID", info.patient_id),
        ("Birth date", wording.date(info.patient_birth_date)),
        ("Sex", info.patient_sex),
        ("Institution", info.institution),
    ]
    right = [
        ("Study", info.study_description),
        ("Study date", wording.date(info.study_date)),
        ("Accession no.", info.accession_number),
        ("Series", f"{number}{info.series_description}"),
        ("Scanner", info.manufacturer),
    ]
    wide = [
        ("Study UID", info.study_instance_uid),
        ("Series UID", info.series_instance_uid),
        ("Read from", info.source),
    ]
    return [
        heading("Study"),
        _pairs(left, right),
        _key_values(wide),
    ]


def result_block(analysis: Analysis, reader: str) -> list[Flowable]:
    """Say what is suspected, what the reader holds of that, and what it does not mean.

    Parameters
    ----------
    analysis : Analysis
    reader : str
        The reader's word on what is suspected, in one sentence.
    """
    return [
        heading("Result"),
        paragraph(result_sentence(analysis), RESULT),
        paragraph(reader, bold(BODY)),
        paragraph(patient_sentence(analysis.patient)),
        Spacer(1, 4),
        paragraph(CAVEAT, QUIET),
    ]


def result_sentence(analysis: Analysis) -> str:
    """Name the suspected levels, most suspected first."""
    levels = [finding.level.value for finding in analysis.suspected]
    if levels:
        return f"{SUSPECTED_MARK} Fracture suspected at {listed(levels)}."
    if analysis.patient.suspected:
        return f"{SUSPECTED_MARK} {wording.NECK_ALONE_SUSPECTED}"
    if all(finding.state is LevelState.NOT_ANALYSED for finding in analysis.findings):
        return "No level could be analysed."
    return "No level is suspected at the working threshold; this is not a finding of normality."


def patient_sentence(patient: PatientFinding) -> str:
    """Tell the whole neck's probability."""
    if patient.probability is None:
        return "Whole neck: not analysed."
    chance, limit = wording.percent(patient.probability), wording.percent(patient.threshold)
    word = "suspected" if patient.suspected else "below the working threshold"
    return f"Whole neck: {word} (probability of a fracture {chance}, threshold {limit})."


def listed(names: Sequence[str]) -> str:
    """Write names as a sentence lists them: "C2, C5 and C6"."""
    if len(names) == 1:
        return names[0]
    return f"{', '.join(names[:-1])} and {names[-1]}"


def level_table(analysis: Analysis) -> list[Flowable]:
    """Tabulate the seven levels: always seven rows."""
    head = (
        "Level",
        "Finding",
        "Probability",
        "Threshold",
        "State",
        "Reason",
        "Centre (mm)",
    )
    widths = (34, 94, 62, 56, 66, 110, 0)
    rows = [[paragraph(text, bold(CELL)) for text in head]]
    rows += [_level_row(finding) for finding in analysis.findings]
    rest = CONTENT_WIDTH_PT - sum(widths)
    marked = [row for row, finding in enumerate(analysis.findings, start=1) if finding.suspected]
    table = headed_table(rows, [*widths[:-1], rest], marked)
    return [heading("Levels"), table, Spacer(1, 2), paragraph(TABLE_NOTE, QUIET)]


def _level_row(finding: Finding) -> list[Flowable]:
    style = bold(CELL) if finding.suspected else CELL
    chance = "—" if finding.probability is None else wording.percent(finding.probability)
    texts = (
        finding.level.value,
        finding_words(finding),
        chance,
        wording.percent(finding.threshold),
        finding.state.value.replace("_", " "),
        finding.reason or "—",
        _position(finding.centroid_lps_mm),
    )
    return [paragraph(text, style if column < 3 else CELL) for column, text in enumerate(texts)]


def finding_words(finding: Finding) -> str:
    """Say what is held of a level, in the window's words."""
    mark = f"{SUSPECTED_MARK} " if finding.suspected else ""
    return mark + wording.finding_summary(finding)


def _position(point: Sequence[float] | None) -> str:
    return "—" if point is None else ", ".join(f"{value:.1f}" for value in point)


def trust_block(volume: Volume) -> list[Flowable]:
    """Tell what the volume is like, and what was found wrong with it."""
    k_mm, j_mm, i_mm = volume.geometry.spacing_kji_mm
    slices, rows, columns = volume.geometry.shape_kji
    ratio = volume.info.lossy_ratio
    pairs = [
        ("Grid", f"{slices} slices of {rows} × {columns}"),
        ("Spacing", f"{k_mm:.3f} mm between slices, pixels {j_mm:.3f} × {i_mm:.3f} mm"),
        ("Compression", "no lossy compression recorded" if ratio is None else _lossy(ratio)),
    ]
    if volume.warnings:
        pairs += [(w.code.value.replace("_", " ").capitalize(), w.text) for w in volume.warnings]
    else:
        pairs.append(("Warnings", "none raised while reading"))
    return [KeepTogether([heading("Volume: how far it may be trusted"), _key_values(pairs)])]


def _lossy(ratio: float) -> str:
    return f"lossy, ratio {ratio:g} : 1: fine lines may be lost"


def model_block(analysis: Analysis) -> list[Flowable]:
    """Name the networks that spoke."""
    head = [paragraph(t, bold(CELL)) for t in ("Network", "Version", "SHA-256", "Trained on")]
    rows = [
        [paragraph(text, CELL) for text in (m.name, m.version, m.sha256[:16], m.trained_on)]
        for m in analysis.models
    ]
    widths = [110, 45, 96, CONTENT_WIDTH_PT - 251]
    table = headed_table([head, *rows], widths)
    return [KeepTogether([heading("Model and weights"), table])]


def timing_block(analysis: Analysis) -> list[Flowable]:
    """Tell when the analysis was made, and how long each step took."""
    steps = ", ".join(f"{step} {seconds:.1f} s" for step, seconds in analysis.timing_s.items())
    total = sum(analysis.timing_s.values())
    ended = analysis.made.astimezone().strftime("%Y-%m-%d %H:%M %z")
    said = f"Analysed on {ended}. Time of the analysis: {total:.1f} s ({steps})."
    return [Spacer(1, 6), paragraph(said, QUIET)]


def overview_block(subject: Subject, review: Review) -> list[Flowable]:
    """Show the whole neck with every level's outline, and say which the reader corrected."""
    window = bone_windows()[0]
    width = (CONTENT_WIDTH_PT - FIGURE_GAP_PT) / 2
    figures = [
        FigureFlowable(overview_figure(subject, plane, window), width, 170 * mm)
        for plane in (Plane.SAGITTAL, Plane.CORONAL)
    ]
    corrected = [level.value for level in LEVELS if is_mask_corrected(review, level)]
    text = (
        f"Outlines and names of the levels as the segmentation network saw them. {_named(window)}."
    )
    if corrected:
        text += f" Corrected by the reader: {', '.join(corrected)}."
    parts = [heading("Overview"), _figure_rows([figures], [width] * 2), paragraph(text, QUIET)]
    return [KeepTogether(parts)]


def level_page(subject: Subject, finding: Finding, review: Review) -> list[Flowable]:
    """Show the key images of a suspected level: three planes in the three bone windows."""
    limit = wording.percent(finding.threshold)
    title = f"{SUSPECTED_MARK} {finding.level}: fracture suspected"
    chance = wording.percent(finding.probability or 0.0)
    text = f"Probability of a fracture {chance}, working threshold {limit}, {_state(finding)}."
    reader = f"Reader: {'; '.join(reader_words(review, finding.level, finding))}."
    parts: list[Flowable] = [CondPageBreak(230 * mm), heading(title), paragraph(text)]
    parts.append(paragraph(reader))
    width = (CONTENT_WIDTH_PT - 2 * FIGURE_GAP_PT) / 3
    for window in bone_windows():
        figures = [level_figure(subject, finding, plane, window) for plane in Plane]
        shown = [FigureFlowable(figure, width, width) for figure in figures if figure is not None]
        if not shown:
            return [*parts, paragraph("No image: the level's place is not known.")]
        parts += [paragraph(_named(window), bold(QUIET)), _figure_rows([shown], [width] * 3)]
    through = THROUGH_CENTRE if finding.evidence_lps_mm is None else THROUGH_EVIDENCE
    return [*parts, paragraph(f"{through} {LEGEND}", QUIET)]


THROUGH_EVIDENCE = (
    "All images go through the strongest evidence: where, on the plane that weighed most in the "
    "decision, the network's map of cracks is highest."
)

THROUGH_CENTRE = (
    "Axial: the plane that weighed most in the decision, where planes were weighed; sagittal and "
    "coronal: through the centre of the level's mask."
)

LEGEND = (
    "Thin outlines: masks. Rectangle: the detected box. Pixels are interpolated for print; "
    "positions are LPS millimetres."
)


def _state(finding: Finding) -> str:
    state = finding.state.value.replace("_", " ")
    return f"{state} ({finding.reason})" if finding.reason else state


def _named(window: Window) -> str:
    return f"Bone window: {wording.window_text(window)}"


def bold(style: ParagraphStyle) -> ParagraphStyle:
    """Return a style's bold twin."""
    return ParagraphStyle(f"{style.name}-bold", parent=style, fontName=BOLD)


def _figure_rows(rows: list[list[Any]], widths: list[float]) -> Flowable:
    padded = [width + FIGURE_GAP_PT for width in widths[:-1]] + widths[-1:]
    return plain_table(rows, padded[: len(rows[0])], top=1, bottom=3)


def _key_values(pairs: Sequence[tuple[str, str]], width: float = CONTENT_WIDTH_PT) -> Flowable:
    rows = [[paragraph(key, bold(CELL)), paragraph(value or "—", CELL)] for key, value in pairs]
    return plain_table(rows, [88, width - 88], right=6, top=1, bottom=1)


def _pairs(left: Sequence[tuple[str, str]], right: Sequence[tuple[str, str]]) -> Flowable:
    half = CONTENT_WIDTH_PT / 2
    cells = [[_key_values(left, half), _key_values(right, half)]]
    return plain_table(cells, [half, half])
