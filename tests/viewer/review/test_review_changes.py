"""A review changes by what the reader says, and refuses what can't be."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pytest

from inference.findings import LEVELS, Level
from inference.preprocessing.windowing import Window
from viewer.review import changes
from viewer.review.marks import Distance
from viewer.review.plane import PatientPlane
from viewer.review.review import (
    BlindRead,
    CraniocervicalMeasurement,
    FalsePositiveReason,
    Impression,
    KeyImage,
    LevelReview,
    MeasurementState,
    MissedReason,
    OwnFinding,
    Review,
    Verdict,
)

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PLANE = PatientPlane((0.0, 0.0, 0.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0))


def line(mark_id="line", end=5.0):
    """A distance."""
    return Distance(id=mark_id, plane=PLANE, start_mm=(0.0, 0.0, 0.0), end_mm=(end, 0.0, 0.0))


def image(image_id="image", **fields):
    """A key image."""
    return KeyImage(image_id, PLANE, Window(1800, 400, "Bone"), **fields)


def test_a_verdict_takes_its_reasons_along_and_leaves_the_note():
    """A changed mind forgets the old reasons; the note and the other levels stay."""
    noted = changes.set_note(Review(), Level.C4, "see sagittal")
    rejected = changes.set_verdict(
        noted, Level.C4, Verdict.REJECT, (FalsePositiveReason.CALCIFIED_VESSEL,)
    )
    assert rejected.level(Level.C4) == LevelReview(
        Level.C4, Verdict.REJECT, (FalsePositiveReason.CALCIFIED_VESSEL,), "see sagittal"
    )
    accepted = changes.set_verdict(rejected, Level.C4, Verdict.ACCEPT)
    assert accepted.level(Level.C4) == LevelReview(Level.C4, Verdict.ACCEPT, (), "see sagittal")
    others = [level for level in LEVELS if level is not Level.C4]
    assert all(accepted.level(level) == LevelReview(level) for level in others)


def test_the_own_read_is_sealed_by_its_commit():
    """What was committed can't be changed, nor committed again."""
    review = changes.set_impression(Review(), Level.C2, Impression.SUSPECTED)
    review = changes.set_own_text(review, "odontoid")
    sealed = changes.commit_own_read(review, NOON)
    assert sealed.blind.impressions[1] is Impression.SUSPECTED
    assert (sealed.blind.text, sealed.blind.committed_at) == ("odontoid", NOON)
    for intent in (
        lambda: changes.set_impression(sealed, Level.C2, Impression.NOT_SUSPECTED),
        lambda: changes.set_own_text(sealed, "no"),
        lambda: changes.commit_own_read(sealed, NOON),
    ):
        with pytest.raises(ValueError, match="committed and can't be changed"):
            intent()


def test_no_blind_read_after_the_reveal():
    """Whoever has seen the model's word can't read blind; the first look counts."""
    seen = changes.reveal(Review(), NOON)
    with pytest.raises(ValueError, match="no longer possible"):
        changes.commit_own_read(seen, NOON)
    assert changes.reveal(seen, NOON + timedelta(hours=1)) is seen


def test_put_adds_or_changes_and_keeps_the_order():
    """A mark with a known id takes the old one's place."""
    review = changes.put_mark(changes.put_mark(Review(), line("a")), line("b"))
    review = changes.put_mark(review, line("a", end=9.0))
    assert review.marks == (line("a", end=9.0), line("b"))
    review = changes.put_key_image(changes.put_key_image(review, image()), image(caption="C2"))
    assert review.key_images == (image(caption="C2"),)
    assert changes.remove_key_image(review, "image").key_images == ()


def test_a_mark_that_goes_is_pointed_to_no_longer():
    """Finding and measurement outlive the mark that showed them."""
    finding = OwnFinding("f", Level.C6, (MissedReason.LOW_LEVEL,), "lamina", "line")
    review = changes.put_finding(changes.put_mark(Review(), line()), finding)
    review = changes.propose(
        review, [CraniocervicalMeasurement("BDI", 7.0, mark_id="basion")], [line("basion")]
    )
    review = changes.remove_mark(changes.remove_mark(review, "line"), "basion")
    assert review.findings[0].mark_id is None
    assert review.measurements[0].mark_id is None
    assert changes.remove_finding(review, "f").findings == ()


@pytest.mark.parametrize(
    "remove", [changes.remove_mark, changes.remove_finding, changes.remove_key_image]
)
def test_what_is_not_there_can_not_be_taken_away(remove):
    """An unknown id is an error, not silence."""
    with pytest.raises(ValueError, match="nothing with the id 'x'"):
        remove(Review(), "x")


def test_proposals_never_overrule_the_reader():
    """A new analysis renews proposals; what was confirmed or rejected stays."""
    old = [CraniocervicalMeasurement("BDI", 7.0), CraniocervicalMeasurement("ADI", 2.0)]
    review = changes.propose(Review(), old)
    review = changes.decide(review, "BDI", MeasurementState.CONFIRMED, 7.4)
    new = [
        CraniocervicalMeasurement("BDI", 9.0, mark_id="x"),
        CraniocervicalMeasurement("ADI", 3.0),
    ]
    review = changes.propose(review, new, [line("x")])
    assert review.measurements == (
        CraniocervicalMeasurement("BDI", 7.4, MeasurementState.CONFIRMED),
        CraniocervicalMeasurement("ADI", 3.0),
    )
    assert review.marks == ()
    rejected = changes.decide(review, "ADI", MeasurementState.REJECTED)
    assert rejected.measurements[1].value_mm == 3.0
    with pytest.raises(ValueError, match="no measurement 'PADI'"):
        changes.decide(review, "PADI", MeasurementState.CONFIRMED)


def test_painting_and_painting_back():
    """The edits are there as long as something differs."""
    mask = np.zeros((2, 3, 4), np.uint8)
    painted = changes.paint_mask(Review(), mask, [5, 6], Level.C2)
    assert painted.mask_edits is not None
    assert painted.mask_edits.of_level(Level.C2).index.tolist() == [5, 6]
    assert changes.paint_mask(painted, mask, [5, 6], None) == Review()


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (lambda: LevelReview(Level.C1, Verdict.ACCEPT, (FalsePositiveReason.ARTEFACT,)), "go with"),
        (lambda: LevelReview(Level.C1, text="\udc00"), "note on C1 holds half a character"),
        (lambda: OwnFinding("", Level.C1), "id must not be empty"),
        (lambda: OwnFinding("f", Level.C1, (MissedReason.LOW_LEVEL,) * 2), "there twice"),
        (lambda: image(zoom=0.0), "zoom must be positive"),
        (lambda: image(zoom=float("inf")), "zoom must be positive"),
        (lambda: BlindRead(impressions=()), "seven impressions, got 0"),
        (lambda: BlindRead(committed_at=datetime(2026, 1, 1)), "must be in UTC"),  # noqa: DTZ001
        (
            lambda: BlindRead(revealed_at=NOON.astimezone(timezone(timedelta(hours=1)))),
            "must be in UTC",
        ),
        (lambda: CraniocervicalMeasurement("BDI", float("nan")), "BDI must be finite"),
        (lambda: Review(levels=()), "C1..C7"),
        (lambda: Review(marks=(line(), line())), "the id line is there twice"),
        (lambda: Review(findings=(OwnFinding("f", Level.C1, mark_id="x"),)), "mark x is pointed"),
        (
            lambda: Review(measurements=(CraniocervicalMeasurement("BDI", 1.0),) * 2),
            "measurement BDI is there twice",
        ),
    ],
)
def test_what_nobody_can_have_said_is_refused(make, word):
    """Reviews are valid from construction on."""
    with pytest.raises(ValueError, match=word):
        make()
