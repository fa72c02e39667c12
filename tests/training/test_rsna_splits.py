"""Folds without leakage, and draws by which rare fractures come up as often as common ones."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.rsna.balance import sampling_weights
from training.rsna.splits import Split, split_of, stratified_folds

PATIENTS = {f"1.2.{n}": n % 3 == 0 for n in range(60)}
"""20 of 60 have a fracture."""


def test_every_study_is_in_one_fold() -> None:
    """None is lost, none is twice there."""
    folds = stratified_folds(PATIENTS)
    assert len(folds) == 5
    assert sorted(key for fold in folds for key in fold) == sorted(PATIENTS)


def test_folds_have_the_same_share_of_fractures() -> None:
    """4 of 12 in each."""
    for fold in stratified_folds(PATIENTS):
        assert (len(fold), sum(PATIENTS[key] for key in fold)) == (12, 4)


def test_the_seed_alone_decides() -> None:
    """The order of the studies does not; another seed parts otherwise."""
    backwards = dict(reversed(PATIENTS.items()))
    assert stratified_folds(PATIENTS, seed=3) == stratified_folds(backwards, seed=3)
    assert stratified_folds(PATIENTS, seed=3) != stratified_folds(PATIENTS, seed=4)


def test_nothing_leaks() -> None:
    """What is measured on is never trained on, whichever fold it is; all is used."""
    folds = stratified_folds(PATIENTS)
    for n in range(5):
        split = split_of(folds, n)
        assert not set(split.train) & set(split.validation)
        assert len(split.train) + len(split.validation) == 60
        assert split.validation == folds[n]


def test_a_leak_is_an_error() -> None:
    """A study on both sides is named."""
    with pytest.raises(ValueError, match=r"both sides of the split: \['1\.2'\]"):
        Split(("1.2", "1.3"), ("1.2",))


@pytest.mark.parametrize(
    ("patients", "folds"),
    [({}, 2), ({"a": True, "b": False, "c": False}, 2), (PATIENTS, 1)],
    ids=["nobody", "one fracture", "one fold"],
)
def test_too_few_studies_are_an_error(patients: dict[str, bool], folds: int) -> None:
    """It says how many the rarer kind has."""
    with pytest.raises(ValueError, match=rf"{folds} folds need .* the rarer kind has"):
        stratified_folds(patients, folds)


def _studies(*levels: str) -> np.ndarray:
    return np.array([[str(n + 1) in fractured for n in range(7)] for fractured in levels])


def test_weights_by_hand() -> None:
    """Two whole necks share a half; C1's one study and C2's two share the other.

    C1: study 2 alone, so 1/2 of 1/2; C2: studies 2 and 3, 1/2 of 1/2 of 1/2 each.
    """
    weights = sampling_weights(_studies("", "", "12", "2"))
    np.testing.assert_allclose(weights, [1 / 4, 1 / 4, 1 / 4 + 1 / 8, 1 / 8])


def test_a_rare_level_is_drawn_as_often_as_a_common_one() -> None:
    """One C3 among nine C7: each level gets a quarter of the draws."""
    weights = sampling_weights(_studies(*[""] * 10, "3", *["7"] * 9))
    assert weights[10] == pytest.approx(1 / 4)
    assert weights[11:].sum() == pytest.approx(1 / 4)


def test_the_share_of_whole_necks_can_be_chosen() -> None:
    """A fifth goes to the one whole neck."""
    np.testing.assert_allclose(sampling_weights(_studies("", "5"), 0.2), [0.2, 0.8])


@pytest.mark.parametrize(
    ("levels", "expected"),
    [(["", ""], [0.5, 0.5]), (["1", "1", "2"], [0.25, 0.25, 0.5])],
    ids=["no fracture", "fractures alone"],
)
def test_studies_of_one_kind_get_all_draws(levels: list[str], expected: list[float]) -> None:
    """Nothing is kept for a kind that is not there."""
    np.testing.assert_allclose(sampling_weights(_studies(*levels)), expected)


@given(st.lists(st.lists(st.booleans(), min_size=7, max_size=7), min_size=1, max_size=30))
def test_weights_are_chances(rows: list[list[bool]]) -> None:
    """Positive for every study, one in all."""
    weights = sampling_weights(np.array(rows))
    assert weights.sum() == pytest.approx(1)
    assert (weights > 0).all()


@pytest.mark.parametrize(
    ("fractured", "share"), [(np.zeros((0, 7), bool), 0.5), (np.zeros((2, 7), bool), 1.5)]
)
def test_nonsense_is_an_error(fractured: np.ndarray, share: float) -> None:
    """No study; more than all draws."""
    with pytest.raises(ValueError, match=r"wanted|must be"):
        sampling_weights(fractured, share)
