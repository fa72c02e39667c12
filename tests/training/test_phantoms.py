"""Phantoms: reproducible, true to their truth, and really broken where they say so."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from inference.findings import LEVELS, Level
from inference.imaging.geometry import VolumeGeometry
from inference.imaging.loading import open_volume
from training.phantoms.bone import Bone, from_occupancy
from training.phantoms.demonstration import BROKEN
from training.phantoms.dicom_series import write_series, write_truth
from training.phantoms.fracture_kinds import FractureMaker, kinds_of
from training.phantoms.fractures import sample_fractured
from training.phantoms.phantom import Phantom, PhantomOptions, make_phantom
from training.phantoms.pose import draw_pose
from training.phantoms.scene import SceneOptions, draw_scene, grid_lines, voxelise
from training.phantoms.shapes import capsule, cut, ellipsoid, union

COARSE = PhantomOptions(
    spacing_kji_mm=(3.0, 3.0, 3.0), scene=SceneOptions(fracture_rate=0.5), cut_rate=0.0
)


@pytest.fixture(scope="module")
def phantom(person: dict[str, Bone]) -> Phantom:
    """One coarse phantom with fractures."""
    return make_phantom([person], 3, COARSE)


def test_the_same_seed_makes_the_same_phantom(person: dict[str, Bone], phantom: Phantom) -> None:
    """Voxels, truth and geometry are a function of the seed."""
    again = make_phantom([person], 3, COARSE)
    other = make_phantom([person], 4, COARSE)
    assert np.array_equal(again.volume.hu, phantom.volume.hu)
    assert np.array_equal(again.label, phantom.label)
    assert again.fractures == phantom.fractures
    assert other.volume.hu.shape != phantom.volume.hu.shape or not np.array_equal(
        other.volume.hu, phantom.volume.hu
    )


def test_every_level_is_there_and_in_order(phantom: Phantom) -> None:
    """C1..C7 have plausible volumes and descend."""
    voxel_cm3 = phantom.volume.geometry.voxel_volume_mm3 / 1000
    heights = []
    for level in LEVELS:
        voxels = np.argwhere(phantom.label == level.label)
        assert 3 < len(voxels) * voxel_cm3 < 35, level
        heights.append(voxels[:, 0].mean())
    assert heights == sorted(heights, reverse=True)


def test_bone_is_denser_than_what_surrounds_it(phantom: Phantom) -> None:
    """The truth lies on bone: the labelled voxels are brighter than the neck by far."""
    hu = phantom.volume.hu
    assert hu[phantom.label > 0].mean() > 250
    assert hu[phantom.label == 0].mean() < 0


def test_a_cut_view_says_how_much_is_left(person: dict[str, Bone]) -> None:
    """Some phantoms end inside the cervical spine, and know the share in view."""
    options = PhantomOptions(spacing_kji_mm=(4.0, 4.0, 4.0), cut_rate=1.0)
    shares = [min(make_phantom([person], seed, options).whole.values()) for seed in range(4)]
    assert min(shares) < 0.5


@pytest.mark.parametrize("level", ["C1", "C2", "C5"])
def test_each_kind_of_fracture_changes_the_bone(person: dict[str, Bone], level: str) -> None:
    """A crack takes bone away and a displacement moves it: the surface differs."""
    bone = person[level]
    inside = np.argwhere(bone.distance_mm < 0)[::3, ::-1] * bone.spacing_mm + bone.origin_mm
    points = inside.T.astype(np.float32)
    for kind in kinds_of(level):
        fracture = FractureMaker(bone, np.random.default_rng(1)).make(kind)
        assert fracture.name == kind
        broken, _, crack = sample_fractured(bone, fracture, points)
        opened = (broken > 0).mean()
        assert 0.002 < opened < 0.6, kind
        assert crack.any(), kind


def test_a_dens_fracture_lies_at_the_base_of_the_dens(person: dict[str, Bone]) -> None:
    """Type II goes through the base, not the tip: 10 to 20 mm below it."""
    bone = person["C2"]
    top = (np.argwhere(bone.distance_mm < 0)[:, 0].max() * bone.spacing_mm) + bone.origin_mm[2]
    for seed in range(5):
        crack = FractureMaker(bone, np.random.default_rng(seed)).make("dens type II").cracks[0]
        assert 10 < top - crack.center_mm[2] < 20


def test_poses_keep_the_levels_apart(person: dict[str, Bone]) -> None:
    """Neighbouring pivots stay 8 to 32 mm from each other in any pose."""
    for seed in range(10):
        poses = draw_pose(person, np.random.default_rng(seed))
        pivots = [(poses[n] @ np.append(person[n].pivot_mm, 1))[:3] for n in LEVELS]
        steps = np.linalg.norm(np.diff(pivots, axis=0), axis=1)
        assert steps.min() > 8
        assert steps.max() < 32


def test_displacement_is_the_field_between_its_nodes(person: dict[str, Bone]) -> None:
    """The separable interpolation equals scipy's at arbitrary points."""
    from scipy import ndimage

    from training.phantoms.scene import ELASTIC_GRID_MM, ELASTIC_REACH_MM

    scene = draw_scene(person, np.random.default_rng(0), SceneOptions())
    matrix = np.diag([7.0, 5.0, 9.0, 1.0])
    matrix[:3, 3] = (-20, -30, -40)
    geometry = VolumeGeometry.from_matrix((6, 5, 4), matrix)
    field = scene.displacement(geometry)
    grid = np.stack(np.meshgrid(*grid_lines(geometry), indexing="ij"))
    index = (grid + ELASTIC_REACH_MM) / ELASTIC_GRID_MM
    for n in range(3):
        expected = ndimage.map_coordinates(scene.elastic[n], index, order=1, mode="nearest")
        np.testing.assert_allclose(field[n], expected, atol=1e-3)


def test_voxelising_finer_keeps_the_volume(person: dict[str, Bone]) -> None:
    """A bone's volume does not depend on the grid it is put on."""
    scene = draw_scene(person, np.random.default_rng(5), SceneOptions(fracture_rate=0.0))
    center = scene.pivot_mm("C4")
    volumes = []
    for spacing in (1.0, 2.0):
        count = int(110 / spacing)
        matrix = np.diag([spacing, spacing, spacing, 1.0])
        matrix[:3, 3] = center - 55
        label = voxelise(scene, VolumeGeometry.from_matrix((count,) * 3, matrix)).label
        volumes.append((label == 4).sum() * spacing**3)
    assert volumes[0] == pytest.approx(volumes[1], rel=0.05)


def test_a_written_series_reads_back_voxel_by_voxel(phantom: Phantom, tmp_path: Path) -> None:
    """The DICOM series holds the same HU in the same place."""
    write_series(tmp_path / "ct", phantom.volume, "seed")
    volume = open_volume(tmp_path / "ct")
    expected = np.clip(phantom.volume.hu, -1024, 3071)
    assert np.array_equal(volume.hu, expected)
    np.testing.assert_allclose(volume.geometry.matrix, phantom.volume.geometry.matrix, atol=1e-3)
    assert volume.info.patient_name.startswith("PHANTOM")


def test_the_written_truth_says_what_is_broken_and_where(phantom: Phantom, tmp_path: Path) -> None:
    """Levels, kinds and boxes are those of the phantom."""
    write_truth(tmp_path, phantom)
    truth = json.loads((tmp_path / "truth.json").read_text(encoding="utf-8"))
    assert truth["fractures"] == {level.value: kind for level, kind in phantom.fractures.items()}
    assert len(truth["boxes"]) == len(phantom.boxes) > 0
    assert set(truth["boxes"][0]) == {"level", "x", "y", "width", "height", "slice_number"}
    assert np.array_equal(np.load(tmp_path / "truth.npz")["label"], phantom.label)


def test_the_demonstration_breaks_two_levels() -> None:
    """Two fractures, as the README says."""
    assert {Level(name) for name in BROKEN} == {Level.C2, Level.C6}


def test_an_occupancy_grid_becomes_a_signed_distance() -> None:
    """The ball's distance is right to half a voxel inside and outside, its pivot the centre."""
    grid = np.mgrid[-12:13, -12:13, -12:13]
    ball = (grid**2).sum(axis=0) < 8**2
    bone = from_occupancy("ball", ball, np.array([-12.0, -12, -12]), 1.0)
    probe = np.array([[0, 5, 0], [0, 0, 11], [4, 0, 0]], dtype=np.float32).T
    np.testing.assert_allclose(bone.sample(probe), [-2.5, 3.5, -3.5], atol=0.5)
    np.testing.assert_allclose(bone.pivot_mm, 0, atol=0.1)


def test_shapes_have_true_distances() -> None:
    """Capsule and ball at points whose distance is known; union and cut behave as sets."""
    points = np.array([[0, 0, 5], [3, 0, 0], [0, 0, 0]], dtype=np.float32).T
    rod = capsule(points, (0, 0, -2), (0, 0, 2), 1.0, 1.0)
    np.testing.assert_allclose(rod, [2, 2, -1], atol=1e-5)
    ball = ellipsoid(points, (0, 0, 0), (2, 2, 2))
    np.testing.assert_allclose(ball[:2], [3, 1], atol=1e-4)
    assert union(rod, ball)[2] <= min(rod[2], ball[2])
    assert cut(ball, rod)[2] > 0
