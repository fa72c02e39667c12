"""Draws by which rare fractures come up as often as common ones."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.classification import balanced
from training.rsna.balance import sampling_weights
from training.split import Split


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


def _written(folder: Path, names: list[str], levels: list[str]) -> tuple[Path, ...]:
    """Files of crops that hold no more than what is broken."""
    paths = tuple(folder / f"{name}.npz" for name in names)
    for path, broken in zip(paths, _studies(*levels), strict=True):
        np.savez(path, fractured=broken, present=np.ones(7, bool))
    return paths


def test_rsna_studies_are_drawn_by_their_chances(tmp_path: Path) -> None:
    """The rare fracture comes up as often as the common one; of phantoms all come alike."""
    levels = ["", "", "3", "7", "7", "7", "7"]
    scans = _written(tmp_path, [f"1.2.{n}" for n in range(7)], levels)
    split = Split(scans, (), balanced(scans))
    np.testing.assert_allclose(split.chances, sampling_weights(_studies(*levels)))
    rng = np.random.default_rng(0)
    drawn = [split.draw(lambda path: path, rng).name for _ in range(2000)]
    assert drawn.count("1.2.2.npz") / 2000 == pytest.approx(1 / 4, abs=0.03)
    assert balanced(_written(tmp_path, [str(n) for n in range(7)], levels)) == ()
