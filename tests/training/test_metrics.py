"""Metrics against values known by hand or by another library."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.metrics import (
    accuracy,
    auc,
    bootstrap,
    box_figures,
    competition_loss,
    competition_loss_pooled,
    dice,
    expected_calibration_error,
    identified,
    jaccard,
    log_loss,
    match_boxes,
    sensitivity,
    specificity,
    tally,
    tally_by_name,
    youden_threshold,
)


def test_dice_and_jaccard_of_half_an_overlap() -> None:
    """Two of four voxels shared: Dice 2*2/(3+3), Jaccard 2/4."""
    a = np.array([1, 1, 1, 0], bool)
    b = np.array([0, 1, 1, 1], bool)
    assert dice(a, b) == pytest.approx(4 / 6)
    assert jaccard(a, b) == pytest.approx(2 / 4)


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=50))
def test_dice_follows_from_jaccard(pairs: list[tuple[bool, bool]]) -> None:
    """Dice = 2J / (1 + J), whatever the masks."""
    a, b = (np.array(side) for side in zip(*pairs, strict=True))
    j = jaccard(a, b)
    assert dice(a, b) == pytest.approx(2 * j / (1 + j))


def test_auc_counts_ties_half() -> None:
    """One pair right, one tied, one wrong, one right: 2.5 of 4."""
    scores = np.array([0.9, 0.4, 0.4, 0.8])
    labels = np.array([True, True, False, False])
    assert auc(scores, labels) == pytest.approx((1 + 1 + 0.5 + 0) / 4)


def test_auc_of_one_class_is_not_a_number() -> None:
    """Without negatives there is no curve."""
    assert np.isnan(auc(np.array([0.2, 0.4]), np.array([True, True])))


def test_half_everywhere_scores_ln_two() -> None:
    """The competition's anchor: 0.5 on all eight labels gives 0.693."""
    truth = np.zeros((3, 8), bool)
    truth[0, [1, 7]] = True
    assert competition_loss(np.full((3, 8), 0.5), truth) == pytest.approx(np.log(2))


def test_patient_weighs_seven_times_a_level() -> None:
    """One wrong patient costs as much as seven equally wrong negative levels."""
    truth = np.zeros((1, 8), bool)
    patient = np.full((1, 8), 1e-7)
    patient[0, 7] = 0.9
    levels = np.full((1, 8), 0.9)
    levels[0, 7] = 1e-7
    assert competition_loss(patient, truth) == pytest.approx(competition_loss(levels, truth))


def test_absent_levels_do_not_count() -> None:
    """A level out of view adds neither loss nor weight."""
    truth = np.zeros((1, 8), bool)
    probability = np.full((1, 8), 0.1)
    present = np.ones((1, 8), bool)
    present[0, 3] = False
    before = competition_loss(probability, truth, present)
    probability[0, 3] = 0.99
    assert competition_loss(probability, truth, present) == before


def test_a_level_is_found_near_its_own_truth_only() -> None:
    """Within 20 mm and nearest to its own truth: an exchanged pair is not found."""
    truth = {1: np.array([0.0, 0, 40]), 2: np.array([0.0, 0, 24]), 3: np.array([0.0, 0, 8])}
    found = {1: np.array([0.0, 0, 25]), 2: np.array([0.0, 0, 26])}
    assert identified(found, truth) == {1: False, 2: True, 3: False}


def test_sensitivity_and_specificity_at_a_threshold() -> None:
    """The threshold itself counts as positive."""
    scores = np.array([0.5, 0.4, 0.5, 0.1])
    labels = np.array([True, True, False, False])
    assert sensitivity(scores, labels, 0.5) == 0.5
    assert specificity(scores, labels, 0.5) == 0.5


def test_bootstrap_interval_holds_the_figure() -> None:
    """The mean of many studies lies in its own interval, which is narrower than the range."""
    values = np.random.default_rng(1).normal(0, 1, 60)
    made = bootstrap(60, lambda i: float(values[i].mean()), np.random.default_rng(2))
    assert made.low < made.value < made.high
    assert made.high - made.low < 1.0


def test_the_threshold_of_the_greatest_youden_index() -> None:
    """Between the two scores that part the classes best, by hand."""
    scores = np.array([0.1, 0.2, 0.3, 0.4, 0.8, 0.9])
    labels = np.array([False, False, True, False, True, True])
    # At 0.25: 3/3 + 2/3; at 0.6: 2/3 + 3/3; the first of two equals is taken.
    assert youden_threshold(scores, labels) == pytest.approx(0.25)
    assert youden_threshold(np.array([0.2, 0.7]), np.array([False, True])) == pytest.approx(0.45)
    with pytest.raises(ValueError, match="positives and negatives"):
        youden_threshold(scores, np.ones(6, dtype=bool))


def test_cases_are_counted_by_name_in_the_order_asked_for() -> None:
    """Names without a case are left out; no case at all has no share."""
    cases = [("b", True), ("a", False), ("b", False), ("b", True)]
    made = tally_by_name(cases, ("a", "b", "c"))
    assert list(made) == ["a", "b"]
    assert (made["b"].count, made["b"].hits) == (3, 2)
    assert made["b"].share == pytest.approx(2 / 3)
    assert np.isnan(tally([]).share)


SCORES = np.array([0.05, 0.15, 0.1, 0.35, 0.62, 0.95, 0.91, 0.5])
LABELS = np.array([False, False, True, False, True, True, True, False])


def test_accuracy_log_loss_and_auc_are_scikit_learns() -> None:
    """Three well-known figures against another library's."""
    from sklearn import metrics as sklearn_metrics

    assert accuracy(SCORES, LABELS) == sklearn_metrics.accuracy_score(LABELS, SCORES >= 0.5)
    assert accuracy(SCORES, LABELS, 0.95) == sklearn_metrics.accuracy_score(LABELS, SCORES >= 0.95)
    assert log_loss(SCORES, LABELS) == pytest.approx(sklearn_metrics.log_loss(LABELS, SCORES))
    assert auc(SCORES, LABELS) == pytest.approx(sklearn_metrics.roc_auc_score(LABELS, SCORES))


def test_a_sure_error_costs_much_but_not_everything() -> None:
    """Probability 0 of what is true: -log(1e-7)."""
    assert log_loss(np.array([0.0]), np.array([True])) == pytest.approx(-np.log(1e-7))


def test_calibration_error_by_hand() -> None:
    """Two bins: 0.1 and 0.3 announce 0.2 and hold 1 of 2; 0.9 announces 0.9 and holds 0."""
    scores = np.array([0.1, 0.3, 0.9])
    labels = np.array([True, False, False])
    expected = 2 / 3 * abs(0.5 - 0.2) + 1 / 3 * abs(0.0 - 0.9)
    assert expected_calibration_error(scores, labels, 2) == pytest.approx(expected)


@pytest.mark.parametrize(("score", "bin_mates"), [(0.0, 0.1), (0.1, 0.05), (1.0, 0.95)])
def test_a_bin_holds_its_upper_edge(score: float, bin_mates: float) -> None:
    """Of ten bins an edge belongs to the lower one, 0 to the first and 1 to the last."""
    scores, labels = np.array([score, bin_mates]), np.array([True, False])
    assert expected_calibration_error(scores, labels) == pytest.approx(
        abs(1 - score - bin_mates) / 2
    )


def test_calibration_error_of_true_probabilities_is_small() -> None:
    """Drawn from what they announce, many labels are calibrated; turned round they are not."""
    rng = np.random.default_rng(0)
    scores = rng.random(20_000)
    labels = rng.random(20_000) < scores
    assert expected_calibration_error(scores, labels) < 0.02
    assert expected_calibration_error(1 - scores, labels) > 0.4


def test_the_two_competition_losses_by_hand() -> None:
    """A negative study weighs 14, one with one broken level 1*6 + 2 + 14 = 22."""
    truth = np.zeros((2, 8), bool)
    truth[1, [0, 7]] = True
    probability = np.full((2, 8), 0.2)
    right, wrong = -np.log(0.8), -np.log(0.2)
    studies = right, (6 * right + 16 * wrong) / 22
    assert competition_loss(probability, truth) == pytest.approx(np.mean(studies))
    assert competition_loss_pooled(probability, truth) == pytest.approx(
        (14 * studies[0] + 22 * studies[1]) / 36
    )


def test_the_two_competition_losses_agree_for_one_study() -> None:
    """And neither counts a label that isn't there."""
    truth = np.array([[0, 1, 0, 0, 0, 0, 0, 1]], bool)
    present = np.array([[1, 1, 0, 1, 1, 1, 1, 1]], bool)
    probability = np.linspace(0.1, 0.8, 8)[None]
    one = competition_loss(probability, truth, present)
    assert competition_loss_pooled(probability, truth, present) == pytest.approx(one)
    probability[0, 2] = 0.99
    assert competition_loss_pooled(probability, truth, present) == pytest.approx(one)


def test_the_training_prior_of_rsna_scores_its_anchor() -> None:
    """Constants of the public label table's shares score 0.564 on labels drawn from them.

    The patient's prior is 961 of 2,019; the levels' positives are 146 to 393.
    """
    counts = np.array([146, 285, 73, 108, 162, 277, 393, 961])
    truth = np.zeros((2019, 8), bool)
    for label, count in enumerate(counts):
        truth[:count, label] = True
    prior = np.broadcast_to(counts / 2019, truth.shape)
    assert log_loss(prior[:, :7].ravel(), truth[:, :7].ravel()) == pytest.approx(0.315, abs=0.001)
    assert competition_loss(prior, truth) == pytest.approx(0.564, abs=0.02)
    nothing = np.zeros(2019 * 7)
    assert accuracy(nothing, truth[:, :7].ravel()) == pytest.approx(0.898, abs=0.0005)


def test_boxes_are_matched_once_and_only_where_they_overlap() -> None:
    """Two found for one true: the better one counts; 0.4 is no match."""
    matches = match_boxes(np.array([[0.6, 0.9, 0.0], [0.0, 0.0, 0.4]]))
    assert matches.overlaps == (0.9,)
    assert (matches.true, matches.found) == (2, 3)


def test_figures_of_boxes_by_hand() -> None:
    """TP 3, FP 2, FN 1: recall 3/4, precision 3/5, PQ (0.9 + 0.6 + 0.6) / (3 + 1 + 0.5)."""
    figures = box_figures(
        [
            match_boxes(np.array([[0.6, 0.9, 0.0], [0.0, 0.0, 0.4]])),
            match_boxes(np.array([[0.6, 0.0], [0.0, 0.6]])),
        ]
    )
    assert figures.recall == pytest.approx(3 / 4)
    assert figures.precision == pytest.approx(3 / 5)
    assert figures.mean_iou == pytest.approx(0.7)
    assert figures.panoptic_quality == pytest.approx(2.1 / 4.5)


def test_figures_of_no_boxes() -> None:
    """Nothing found is no precision but a quality of nought; nothing there is no quality."""
    missed = box_figures([match_boxes(np.zeros((3, 0)))])
    assert (missed.recall, missed.panoptic_quality) == (0.0, 0.0)
    assert np.isnan(missed.precision)
    assert np.isnan(box_figures([match_boxes(np.zeros((0, 0)))]).panoptic_quality)
