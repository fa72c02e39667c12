"""No two kinds of phantoms share a seed, and none is trained on that is measured on."""

from __future__ import annotations

import itertools

import pytest

from training.errors import TrainingError
from training.evaluate import FIRST_CALIBRATION_SEED
from training.seeds import SEEDS, Kind, seeds_of


def test_each_kind_has_its_own() -> None:
    """Without a first seed; all below calibration's."""
    assert [seeds_of(kind, 3).start for kind in Kind] == [0, 50_000, 100_000, 150_000]
    for one, other in itertools.combinations(SEEDS.values(), 2):
        assert not set(one) & set(other)
    assert max(seeds.stop for seeds in SEEDS.values()) < FIRST_CALIBRATION_SEED


def test_seeds_that_are_nobodys_may_be_taken() -> None:
    """More of a kind than fit into its own."""
    assert seeds_of(Kind.TORSOS, 2, 300_000) == range(300_000, 300_002)
    assert seeds_of(Kind.NECKS, 1, 799_999) == range(799_999, 800_000)


@pytest.mark.parametrize(
    ("kind", "count", "first", "message"),
    [
        (Kind.TORSOS, 5, 0, "seeds 0 to 49999 are those of necks. Take some from 50000 to 99999"),
        (Kind.UNBROKEN, 5, 100_000, "are those of necks to cut"),
        (Kind.NECKS, 50_001, None, "seeds 50000 to 99999 are those of torsos"),
        (Kind.NECKS, 2, 799_999, "from 800000 on belong to calibration and evaluation"),
        (Kind.NECKS, 1, 900_000, "from 800000 on belong to calibration and evaluation"),
        (Kind.NECKS, 1, -1, "must not be negative"),
    ],
    ids=["torsos", "unbroken", "many", "calibration", "evaluation", "negative"],
)
def test_seeds_of_another_kind_are_refused(
    kind: Kind, count: int, first: int | None, message: str
) -> None:
    """They would find their files there already, and make nothing; or spoil a measurement."""
    with pytest.raises(TrainingError, match=r"--first-seed .*, --count .*") as caught:
        seeds_of(kind, count, first)
    assert message in str(caught.value)
