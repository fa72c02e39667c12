"""Fractures planted into scans: broken at one level, untouched elsewhere, true to millimetres."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from inference.findings import Level
from inference.imaging.geometry import VolumeGeometry
from inference.imaging.volume import Volume
from training.phantoms.bone import Bone
from training.phantoms.fracture_kinds import FractureMaker, kinds_of
from training.phantoms.fractures import Fracture
from training.phantoms.patient import AVERAGE
from training.phantoms.phantom import Phantom, phantom_of_scene
from training.phantoms.plant import (
    DRAWS,
    FADE_MM,
    REACH_MM,
    RIM_MM,
    bone_of_mask,
    plant_fracture,
    plant_visible,
)
from training.phantoms.pose import PoseRange
from training.phantoms.scanner import Scanner
from training.phantoms.scene import SceneOptions, draw_scene
from training.phantoms.tissue import Look

POSE = PoseRange(whole_deg=3.0, scale=0.0)


@pytest.fixture(scope="module")
def scan(person: dict[str, Bone]) -> Phantom:
    """An unbroken neck that stands for a scan."""
    options = SceneOptions(fracture_rate=0.0, pose=POSE, patient=AVERAGE)
    scene = draw_scene(person, np.random.default_rng(1), options)
    matrix = np.diag([1.0, 1.0, 1.25, 1.0])
    matrix[:3, 3] = scene.pivot_mm("C4") - (50, 35, 60)
    geometry = VolumeGeometry.from_matrix((96, 105, 100), matrix)
    return phantom_of_scene(
        scene, geometry, np.random.default_rng(2), Look(), Scanner(noise_hu=20.0)
    )


CASES = [
    ("C1", "jefferson"), ("C2", "dens type II"), ("C2", "hangman"), ("C4", "burst"),
    ("C5", "wedge"), ("C5", "facet"), ("C6", "spinous process"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "kind"), CASES, ids=["-".join(c) for c in CASES])
def test_a_level_breaks_and_all_else_stays(scan: Phantom, name: str, kind: str) -> None:
    """Far from the level no voxel differs; other levels keep voxels and labels."""
    level, number = Level(name), int(name[1])
    made, truth = plant_fracture(scan.volume, scan.label, level, kind, np.random.default_rng(3))
    assert truth.fractures == {level: kind}
    assert set(np.unique(truth.crack)) == {0, number}
    changed = made.hu != scan.volume.hu
    assert changed.any()
    where = np.argwhere(scan.label == number)
    spacing = np.array(scan.volume.geometry.spacing_kji_mm)
    margin = (RIM_MM + REACH_MM + FADE_MM) / spacing + 3
    low = np.maximum(where.min(axis=0) - margin, 0).astype(int)
    high = (where.max(axis=0) + margin + 1).astype(int)
    away = np.ones(changed.shape, bool)
    away[low[0] : high[0], low[1] : high[1], low[2] : high[2]] = False
    assert not changed[away].any()
    other = (scan.label > 0) & (scan.label != number)
    assert not changed[other].any()
    assert np.array_equal(truth.label[other], scan.label[other])
    assert {box.level for box in truth.boxes} == {number}


def thin(fracture: Fracture, gap_mm: float) -> Fracture:
    """The same cracks so wide, and nothing displaced."""
    cracks = tuple(replace(crack, gap_mm=gap_mm, shift_mm=np.zeros(3)) for crack in fracture.cracks)
    return replace(fracture, cracks=cracks, compression=None)


def test_a_planted_crack_is_held_to_what_the_scan_shows(
    scan: Phantom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A narrow one is lost in the voxels; a wider or displaced one is not."""
    make, level = FractureMaker.make, Level.C5

    def shown(volume: Volume, gap_mm: float | None) -> bool:
        monkeypatch.setattr(
            FractureMaker,
            "make",
            lambda maker, kind: (
                make(maker, kind) if gap_mm is None else thin(make(maker, kind), gap_mm)
            ),
        )
        rng = np.random.default_rng(3)
        return plant_fracture(volume, scan.label, level, "teardrop", rng)[1].visible

    assert [shown(scan.volume, gap) for gap in (0.1, 0.5, None)] == [False, True, True]


def test_what_nobody_could_see_is_drawn_again(
    scan: Phantom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So often and no more; the first that the scan shows is planted."""
    make, gaps, drawn = FractureMaker.make, [0.05] * DRAWS, []

    def one_of(maker: FractureMaker, kind: str) -> Fracture:
        drawn.append(kind)
        return thin(make(maker, kind), gaps[len(drawn) - 1])

    monkeypatch.setattr(FractureMaker, "make", one_of)
    asked = (scan.volume, scan.label, Level.C4, "lateral mass")
    assert plant_visible(*asked, np.random.default_rng(1)) is None
    assert len(drawn) == DRAWS
    gaps[2] = 1.5
    drawn.clear()
    planted = plant_visible(*asked, np.random.default_rng(1))
    assert drawn == ["lateral mass"] * 3
    assert planted is not None
    assert planted[1].visible
    assert planted[1].fractures == {Level.C4: "lateral mass"}


def test_the_gap_holds_blood_with_the_scans_noise(scan: Phantom) -> None:
    """In the middle of a wide crack HU are those of blood, and no smoother than the scan."""
    made, truth = plant_fracture(
        scan.volume, scan.label, Level.C2, "dens type II", np.random.default_rng(3)
    )
    opened = (truth.crack == 2) & (truth.label == 0)
    before, after = scan.volume.hu[opened].astype(float), made.hu[opened].astype(float)
    assert opened.sum() > 30
    assert after.mean() < before.mean() - 80
    assert 0 < np.percentile(after, 20) < 250
    assert after.std() > 8


def test_a_wedge_lowers_the_front(scan: Phantom) -> None:
    """The mask of the body is lower in front, as the HU are."""
    _, truth = plant_fracture(scan.volume, scan.label, Level.C5, "wedge", np.random.default_rng(1))
    body = np.argwhere(scan.label == 5)
    front = int(np.percentile(body[:, 1], 6))
    middle = int(np.median(body[:, 2]))
    columns = np.s_[:, front : front + 4, middle - 3 : middle + 4]
    after = np.count_nonzero((truth.label == 5)[columns] | (truth.crack == 5)[columns])
    assert after < 0.93 * np.count_nonzero((scan.label == 5)[columns])


def test_it_works_in_patient_millimetres(scan: Phantom) -> None:
    """The same scan stored with other axes gets the same fracture in the same place."""
    flipped_matrix = scan.volume.geometry.matrix
    count = scan.volume.hu.shape[0]
    flipped_matrix[:3, 3] += flipped_matrix[:3, 2] * (count - 1)
    flipped_matrix[:3, 2] *= -1
    geometry = VolumeGeometry.from_matrix(scan.volume.hu.shape, flipped_matrix)
    flipped = Volume(np.ascontiguousarray(scan.volume.hu[::-1]), geometry)
    _, one = plant_fracture(scan.volume, scan.label, Level.C4, "burst", np.random.default_rng(5))
    _, two = plant_fracture(flipped, scan.label[::-1], Level.C4, "burst", np.random.default_rng(5))
    both = (one.crack > 0) & (two.crack[::-1] > 0)
    assert both.sum() > 0.85 * max((one.crack > 0).sum(), (two.crack > 0).sum())


def test_the_same_seed_plants_the_same_fracture(scan: Phantom) -> None:
    """Kind, place and voxels follow from the generator; another seed differs."""
    one, two, other = (
        plant_fracture(scan.volume, scan.label, Level.C6, None, np.random.default_rng(seed))
        for seed in (1, 1, 2)
    )
    assert np.array_equal(one[0].hu, two[0].hu)
    assert one[1].fractures == two[1].fractures
    assert not np.array_equal(one[0].hu, other[0].hu)


def test_a_bone_of_a_mask_has_its_volume_and_place(scan: Phantom) -> None:
    """The signed distance encloses what the mask encloses."""
    mask = scan.label == 4
    bone = bone_of_mask(mask, scan.volume.geometry, "C4")
    volume = (bone.distance_mm < 0).sum() * bone.spacing_mm**3
    assert volume == pytest.approx(mask.sum() * scan.volume.geometry.voxel_volume_mm3, rel=0.1)
    inside = scan.volume.geometry.index_to_lps(np.argwhere(mask)).T.astype(np.float32)
    assert (bone.sample(inside) < 0.6).mean() > 0.97


@pytest.mark.parametrize("level", list(Level)[1:])
def test_kinds_find_their_places_about_a_masks_body(scan: Phantom, level: Level) -> None:
    """The pivot lies within the body, though pillars may be as thick; so do a body's cracks."""
    mask = scan.label == level.label
    bone = bone_of_mask(mask, scan.volume.geometry, level.value)
    assert bone.sample(bone.pivot_mm[:, None].astype(np.float32))[0] < -2.0
    canal = scan.volume.geometry.index_to_lps(np.argwhere(mask)).mean(axis=0)[1]
    assert bone.pivot_mm[1] < canal
    maker = FractureMaker(bone, np.random.default_rng(1))
    made = {kind: maker.make(kind) for kind in kinds_of(level.value)}
    for kind in {"teardrop", "burst", "wedge"} & made.keys():
        assert all(crack.center_mm[1] < canal for crack in made[kind].cracks), kind


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"level": Level.C1, "kind": "hangman"}, "C1 has no fracture 'hangman'; choose from jeff"),
        ({"level": Level.C7, "empty": True}, "0 mm3 of C7"),
        ({"level": Level.C4, "short": True}, "mask has shape"),
    ],
    ids=["kind", "level", "shape"],
)
def test_what_can_not_be_planted_is_refused(
    scan: Phantom, change: dict[str, object], message: str
) -> None:
    """The message says what is wrong and what would do."""
    mask = scan.label
    if change.get("empty"):
        mask = np.where(mask == 7, 0, mask).astype(np.uint8)
    if change.get("short"):
        mask = mask[1:]
    kind = str(change["kind"]) if "kind" in change else None
    with pytest.raises(ValueError, match=message):
        plant_fracture(scan.volume, mask, Level(change["level"]), kind, np.random.default_rng(0))


def test_the_scan_itself_is_not_written_to(scan: Phantom) -> None:
    """A copy is broken."""
    before = scan.volume.hu.copy()
    made, _ = plant_fracture(scan.volume, scan.label, Level.C5, None, np.random.default_rng(0))
    assert np.array_equal(scan.volume.hu, before)
    assert replace(made, hu=scan.volume.hu).geometry == scan.volume.geometry
