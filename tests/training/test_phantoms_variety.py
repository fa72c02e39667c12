"""Variety of persons and of contrast: what is asked for is what comes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.findings import LEVELS
from training.phantoms.bone import Bone
from training.phantoms.contrast import Contrast, bend_contrast, draw_contrast
from training.phantoms.landmarks import measure
from training.phantoms.patient import AVERAGE, WORN_MOST, Patient, age_bones, draw_patient
from training.phantoms.phantom import PhantomOptions, make_phantom
from training.phantoms.pose import PoseRange, draw_pose
from training.phantoms.scene import SceneOptions
from training.phantoms.tissue import draw_look

STIFF = PoseRange(
    flexion_deg=0.0, bend_deg=0.0, turn_deg=0.0, atlas_turn_deg=0.0, curve_deg=0.0, disc_mm=0.0,
    whole_deg=0.0, scale=0.0, jaw_deg=0.0,
)  # fmt: skip
LINES = [np.arange(0, 30, 3.0, dtype=np.float32)] * 3


def _pivots(bones: dict[str, Bone], limits: PoseRange) -> np.ndarray:
    poses = draw_pose(bones, np.random.default_rng(0), limits)
    return np.array([(poses[n] @ np.append(bones[n].pivot_mm, 1))[:3] for n in LEVELS])


def _with(limits: PoseRange, **changes: float) -> PoseRange:
    return replace(limits, **changes)


def test_curves_are_lordotic_or_kyphotic(person: dict[str, Bone]) -> None:
    """The middle of a lordotic neck lies in front of the line C2..C7, of a kyphotic one behind."""

    def bow(mean: float) -> float:
        at = _pivots(person, _with(STIFF, curve_mean_deg=mean))
        share = (at[4, 2] - at[1, 2]) / (at[6, 2] - at[1, 2])
        return float(at[4, 1] - (at[1, 1] + share * (at[6, 1] - at[1, 1])))

    assert bow(-5.0) < bow(0.0) - 1 < bow(5.0) - 2


def test_scoliosis_bends_to_the_side(person: dict[str, Bone]) -> None:
    """Bodies leave the midline; without it they stay on it."""
    assert np.ptp(_pivots(person, STIFF)[1:, 0]) < 0.5
    assert np.ptp(_pivots(person, _with(STIFF, scoliosis_deg=8.0))[1:, 0]) > 3


def test_a_child_is_smaller_in_all_directions(person: dict[str, Bone]) -> None:
    """Distances between levels shrink with the size."""
    grown = np.diff(_pivots(person, STIFF), axis=0)
    small = np.diff(_pivots(person, _with(STIFF, size=0.7)), axis=0)
    np.testing.assert_allclose(small, 0.7 * grown, atol=0.2)


def test_worn_discs_are_lower(person: dict[str, Bone]) -> None:
    """C3 to C7 come closer, C1 and C2 don't."""
    normal, worn = (
        np.linalg.norm(np.diff(_pivots(person, _with(STIFF, disc_mean_mm=d)), axis=0), axis=1)
        for d in (0.0, -2.0)
    )
    np.testing.assert_allclose((normal - worn)[2:], 2.0, atol=0.25)
    assert abs((normal - worn)[0]) < 0.1


def test_wear_grows_spurs_on_the_worn_levels(person: dict[str, Bone]) -> None:
    """Bone is added at C3..C7; C1, C2 and the skull are the same objects."""
    worn = age_bones(person, Patient(wear=1.0), np.random.default_rng(3))
    assert list(worn) == list(person)
    assert all((worn[n] is person[n]) == (n not in WORN_MOST) for n in person)
    grown = [((worn[n].distance_mm < 0) & (person[n].distance_mm > 1.0)).sum() for n in WORN_MOST]
    assert sum(grown) > 30


def test_the_average_patient_keeps_the_bones(person: dict[str, Bone]) -> None:
    """Nothing is copied, nothing is drawn."""
    assert age_bones(person, AVERAGE, np.random.default_rng(0)) is person


def test_persons_of_all_ages_are_drawn() -> None:
    """Children are small and unworn, the old porous and worn; some necks are kyphotic."""
    drawn = [draw_patient(np.random.default_rng(n)) for n in range(400)]
    children = [p for p in drawn if p.child]
    old = [p for p in drawn if p.wear > 0.3]
    assert 20 < len(children) < 90
    assert all(p.size < 0.95 and p.wear == 0 for p in children)
    assert len(old) > 80
    assert np.mean([p.density for p in old]) < 0.8
    assert 0.2 < np.mean([p.curve_deg > 0 for p in drawn]) < 0.7
    assert any(p.scoliosis_deg for p in drawn)


def test_porous_bone_is_darker() -> None:
    """The same draw for half the density has half the cancellous HU."""
    dense, porous = (draw_look(np.random.default_rng(5), Patient(density=d)) for d in (1.0, 0.5))
    assert porous.cancellous_hu == pytest.approx(0.5 * dense.cancellous_hu)
    assert porous.cortex_mm < dense.cortex_mm
    assert porous.muscle_hu == dense.muscle_hu


@given(st.integers(0, 2**31), st.floats(0.1, 3.0))
def test_bent_contrast_keeps_the_order_of_tissues(seed: int, curve: float) -> None:
    """What was denser stays at least as dense; air stays air."""
    hu = np.linspace(-1000, 3071, 1000, dtype=np.float32).reshape(10, 10, 10)
    bent = bend_contrast(hu, LINES, Contrast(curve=curve), np.random.default_rng(seed))
    assert np.all(np.diff(bent.ravel()) >= 0)
    assert bent.ravel()[0] == -1000


def test_no_contrast_is_no_change() -> None:
    """The neutral setting returns the same HU."""
    hu = np.random.default_rng(0).normal(0, 300, (10, 10, 10)).astype(np.float32)
    assert np.array_equal(bend_contrast(hu, LINES, Contrast(), np.random.default_rng(1)), hu)
    assert sum(draw_contrast(np.random.default_rng(n)) == Contrast() for n in range(100)) > 30


def test_a_bias_field_is_smooth() -> None:
    """Neighbours change by nearly the same; the whole changes by several per cent."""
    hu = np.full((10, 10, 10), 100.0, np.float32)
    lines = [np.arange(0, 200, 20.0, dtype=np.float32)] * 3
    field = bend_contrast(hu, lines, Contrast(bias=0.08), np.random.default_rng(2)) - hu
    assert np.ptp(field) > 30
    assert np.abs(np.diff(field, axis=0)).max() < 0.6 * np.ptp(field)


def test_landmarks_are_those_of_the_published_sizes(person: dict[str, Bone]) -> None:
    """C5: body about 24 x 17 x 11 mm at its rims, the spinous process behind it."""
    marks = measure(person["C5"])
    assert 4.0 < marks.half_height < 7.5
    assert 8.5 < marks.half_width < 15.0
    assert 11.0 < marks.back - marks.front < 20.0
    assert marks.tip > marks.back + 20


def test_spacing_is_drawn_where_none_is_given(person: dict[str, Bone]) -> None:
    """Two seeds have two spacings, the same seed has one."""
    options = PhantomOptions(
        spacing_kji_mm=None, scene=SceneOptions(fracture_rate=0.0), tight_rate=0.0,
        head_rate=0.0, half_width_mm=(15, 20), front_mm=(8, 10), back_mm=(8, 10),
    )  # fmt: skip
    made = [make_phantom([person], seed, options).volume.geometry for seed in (1, 1, 2)]
    assert made[0] == made[1]
    assert made[0].spacing_kji_mm != made[2].spacing_kji_mm


def test_contrast_stays_that_of_scanners_where_it_must(person: dict[str, Bone]) -> None:
    """Over some seeds HU are bent in some scans, in none without ``bent_contrast``."""
    options = PhantomOptions(
        spacing_kji_mm=(4.0, 4.0, 4.0), scene=SceneOptions(fracture_rate=0.0), tight_rate=0.0,
        head_rate=0.0, half_width_mm=(15, 20), front_mm=(8, 10), back_mm=(8, 10),
    )  # fmt: skip
    straight = replace(options, bent_contrast=False)
    differ = 0
    for seed in range(6):
        bent, kept, given = (
            make_phantom([person], seed, chosen, contrast=contrast).volume.hu
            for chosen, contrast in ((options, None), (straight, None), (options, Contrast()))
        )
        assert np.array_equal(kept, given)
        differ += not np.array_equal(bent, kept)
    assert 0 < differ < 6
