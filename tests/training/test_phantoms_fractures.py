"""Fractures, lookalikes and their truth: broken where it says so, and nowhere else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from inference.findings import LEVELS
from inference.imaging.geometry import VolumeGeometry
from training.phantoms.bone import Bone
from training.phantoms.boxes import MARGIN_PX, FractureBox, fracture_boxes
from training.phantoms.dicom_series import write_series
from training.phantoms.epidemiology import (
    LEVEL_COUNTS,
    NEXT_TOO,
    STUDIES,
    broken_levels,
    level_rates,
)
from training.phantoms.fracture_kinds import (
    KINDS,
    MAKERS,
    SUBAXIAL_KINDS,
    FractureMaker,
    hairline,
    kinds_of,
)
from training.phantoms.landmarks import measure
from training.phantoms.lookalikes import LOOKALIKES, add_lookalikes
from training.phantoms.patient import AVERAGE, Patient
from training.phantoms.phantom import PhantomOptions, make_phantom
from training.phantoms.pose import PoseRange
from training.phantoms.scene import Scene, SceneOptions, draw_scene, voxelise
from training.phantoms.tissue import Look, add_bone

CALM = SceneOptions(
    fracture_rate=0.0,
    elastic_mm=0.1,
    pose=PoseRange(whole_deg=0.5, scale=0.0, atlas_turn_deg=1.0),
    patient=AVERAGE,
)
LEVEL_OF = {kind: level for level in ("C7", "C5", "C2", "C1") for kind in kinds_of(level)}


@pytest.fixture(scope="module")
def scene(person: dict[str, Bone]) -> Scene:
    """A whole neck."""
    return draw_scene(person, np.random.default_rng(0), CALM)


def _around(scene: Scene, level: str, spacing: float = 1.5) -> VolumeGeometry:
    count = int(110 / spacing)
    matrix = np.diag([spacing, spacing, spacing, 1.0])
    matrix[:3, 3] = scene.pivot_mm(level) - (55, 40, 55)
    return VolumeGeometry.from_matrix((count, count, count), matrix)


@pytest.mark.parametrize("kind", MAKERS)
def test_each_kind_breaks_its_own_level_only(scene: Scene, kind: str) -> None:
    """The crack and all that moves belong to that level; boxes hold every cracked voxel."""
    level = LEVEL_OF[kind]
    fracture = FractureMaker(scene.bones[level], np.random.default_rng(2)).make(kind)
    assert fracture.name == kind
    broken = replace(scene, fractures={level: fracture})
    geometry = _around(scene, level)
    before, after = voxelise(scene, geometry), voxelise(broken, geometry)
    number = int(level[1])
    assert set(np.unique(after.crack)) == {0, number}
    for other in set(range(1, 9)) - {number}:
        lost = (before.label == other) & (after.label != other)
        # A displaced fragment may come to lie nearer than its neighbour, no more.
        assert lost.sum() <= 0.02 * max((before.label == other).sum(), 1), other
    in_a_box = np.zeros(after.crack.shape, bool)
    for box in fracture_boxes(after.crack):
        assert box.level == number
        in_a_box[box.slice_number - 1, box.y : box.y + box.height, box.x : box.x + box.width] = True
    missed = (after.crack > 0) & ~in_a_box
    assert missed.sum() <= 0.05 * (after.crack > 0).sum()


def test_every_level_has_kinds_with_a_maker() -> None:
    """The published kinds are there, each under one name that can be made."""
    named = {kind for kinds in (*KINDS.values(), SUBAXIAL_KINDS) for kind in kinds}
    assert named == set(MAKERS)
    assert {"jefferson", "hangman", "dens type I", "dens type II", "dens type III"} < named
    assert kinds_of("C2")["dens type II"] > kinds_of("C2")["hangman"] > kinds_of("C2")["lamina"]


def test_a_hairline_is_narrow_and_not_displaced(scene: Scene) -> None:
    """It takes less bone away than the same fracture wide open, and moves nothing."""
    fracture = FractureMaker(scene.bones["C5"], np.random.default_rng(4)).make("burst")
    thin = hairline(fracture)
    geometry = _around(scene, "C5")
    whole, *broken = (
        voxelise(replace(scene, fractures=f), geometry).label == 5
        for f in ({}, {"C5": thin}, {"C5": fracture})
    )
    changed = [np.count_nonzero(whole ^ mask) for mask in broken]
    assert 0 < changed[0] < 0.5 * changed[1]
    assert all(np.all(crack.shift_mm == 0) for crack in thin.cracks)


def test_a_fresh_crack_has_no_cortex(scene: Scene) -> None:
    """Beside it lies cancellous bone; a healed one's edges are as bright as the surface."""
    fracture = FractureMaker(scene.bones["C5"], np.random.default_rng(4)).make("burst")
    broken = replace(scene, fractures={"C5": fracture})
    geometry = _around(scene, "C5", 0.8)
    anatomy = voxelise(broken, geometry)
    look = Look(texture_hu=0.0)
    edge = (anatomy.surface_mm < -3.0) & (anatomy.distance_mm > -1.0) & (anatomy.distance_mm < -0.5)
    found = []
    for shown in (anatomy, replace(anatomy, surface_mm=anatomy.distance_mm)):
        hu = np.zeros(geometry.shape_kji, np.float32)
        add_bone(hu, broken, shown, geometry, look, np.random.default_rng(0))
        found.append(float(hu[edge].mean()))
    assert edge.sum() > 20
    assert found[0] < 0.65 * found[1]


def test_a_wedge_loses_height_in_front(scene: Scene) -> None:
    """The body's front gets lower, its back stays."""
    fracture = FractureMaker(scene.bones["C5"], np.random.default_rng(3)).make("wedge")
    geometry = _around(scene, "C5", 1.0)
    center = np.rint(geometry.lps_to_index(scene.pivot_mm("C5"))).astype(int)

    def heights(which: Scene) -> tuple[int, int]:
        label = voxelise(which, geometry).label == 5
        columns = label[:, center[1] - 7 : center[1] + 8, center[2] - 2 : center[2] + 3]
        tall = columns.any(axis=2)
        return int(tall[:, 2].sum()), int(tall[:, 13].sum())

    before, after = heights(scene), heights(replace(scene, fractures={"C5": fracture}))
    assert before[0] - after[0] >= 2
    assert abs(before[1] - after[1]) <= 2


@pytest.mark.parametrize("name", LOOKALIKES)
def test_lookalikes_cut_bone_without_a_crack(scene: Scene, name: str) -> None:
    """Bone is missing at that level, and truth says there is no fracture."""
    level = {"dens synchondrosis": "C2", "arch cleft": "C1"}.get(name, "C6")
    bone = scene.bones[level]
    changed = LOOKALIKES[name](bone, measure(bone), np.random.default_rng(1))
    gone = (bone.distance_mm < 0) & (changed.distance_mm > 0)
    assert gone.sum() * bone.spacing_mm**3 > 5
    assert np.all(changed.distance_mm >= bone.distance_mm)
    anatomy = voxelise(
        replace(scene, bones={**scene.bones, level: changed}), _around(scene, level, 3.0)
    )
    assert not anatomy.crack.any()


def test_hard_negatives_have_no_fracture_label(person: dict[str, Bone]) -> None:
    """Children's spines are full of gaps, and none of them counts."""
    child = Patient(size=0.8, child=True)
    options = PhantomOptions(
        spacing_kji_mm=(3.0, 3.0, 3.0), scene=SceneOptions(fracture_rate=0.0, patient=child)
    )
    made = make_phantom([person], 8, options)
    assert len(made.lookalikes) >= 4
    assert not made.fractures
    assert not made.fractured.any()
    assert not made.crack.any()
    assert made.boxes == []


def test_lookalikes_touch_their_own_level(person: dict[str, Bone]) -> None:
    """All other bones are the same objects."""
    bones, names = add_lookalikes(person, Patient(child=True), np.random.default_rng(0))
    assert names
    assert list(bones) == list(person)
    for name, bone in person.items():
        assert (bones[name] is bone) == (name not in names)


def test_levels_break_as_often_as_published() -> None:
    """At the published mean rate each level has its frequency, and its neighbour's company."""
    published = np.array(LEVEL_COUNTS) / STUDIES
    np.testing.assert_allclose(level_rates(float(published.mean())), published, atol=1e-6)
    rng = np.random.default_rng(0)
    drawn = np.array([broken_levels(rng.random(7), float(published.mean())) for _ in range(12000)])
    np.testing.assert_allclose(drawn.mean(axis=0), published, atol=0.012)
    together = [drawn[drawn[:, n], n + 1].mean() for n in range(6)]
    np.testing.assert_allclose(together, NEXT_TOO, atol=0.06)


@pytest.mark.parametrize("rate", [0.0, 0.05, 0.35, 0.8, 1.0], ids=str)
def test_any_mean_rate_can_be_asked_for(rate: float) -> None:
    """Rates between 0 and 1 hold on average; C7 breaks more often than C3."""
    rng = np.random.default_rng(1)
    drawn = np.array([broken_levels(rng.random(7), rate) for _ in range(3000)])
    assert drawn.mean() == pytest.approx(rate, abs=0.02)
    assert drawn[:, 6].mean() >= drawn[:, 2].mean()


def test_a_rate_above_one_is_refused() -> None:
    """The message names the option."""
    with pytest.raises(ValueError, match="fracture_rate"):
        level_rates(1.2)


def test_boxes_are_rows_of_the_table() -> None:
    """A crack's box in pixels from the top-left, slices counted from 1."""
    crack = np.zeros((5, 40, 50), np.uint8)
    crack[2, 10:14, 20:30] = 6
    crack[2, 10:14, 31:33] = 6
    crack[3, 0:3, 47:50] = 1
    m = MARGIN_PX
    assert fracture_boxes(crack) == [
        FractureBox(6, 20 - m, 10 - m, 13 + 2 * m, 4 + 2 * m, 3),
        FractureBox(1, 47 - m, 0, 3 + m, 3 + m, 4),
    ]


def test_slice_numbers_are_those_of_the_written_series(
    person: dict[str, Bone], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A box's slice number is the instance number of the file that shows it."""
    import pydicom

    options = PhantomOptions(
        spacing_kji_mm=(4.0, 3.0, 3.0), cut_rate=0.0, scene=replace(CALM, fracture_rate=1.0)
    )
    made = make_phantom([person], 3, options)
    assert list(made.fractures) == list(LEVELS)
    files = write_series(tmp_path_factory.mktemp("boxes"), made.volume, "boxes")
    box = made.boxes[len(made.boxes) // 2]
    data = pydicom.dcmread(files[box.slice_number - 1])
    assert data.InstanceNumber == box.slice_number
    k = made.volume.geometry.lps_to_index([float(v) for v in data.ImagePositionPatient])[0]
    assert (made.crack[round(k), box.y : box.y + box.height, box.x : box.x + box.width]).any()
