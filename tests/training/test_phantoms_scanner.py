"""Image formation: each effect does what it says, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from inference.imaging.geometry import VolumeGeometry
from training.phantoms import artefacts
from training.phantoms.bone import Bone
from training.phantoms.course import SpineCourse
from training.phantoms.devices import Devices, add_devices
from training.phantoms.noise import slow_noise
from training.phantoms.phantom import PhantomOptions, make_phantom
from training.phantoms.scanner import (
    PADDING_HU,
    SPACING_XY_MM,
    SPACING_Z_MM,
    Acquired,
    Scanner,
    acquire,
    average_planes,
    draw_scanner,
    draw_spacing,
    finer_planes,
)
from training.phantoms.scene import grid_lines

SHAPE = (40, 60, 64)
QUIET = Scanner(kernel_mm=0.0, noise_hu=0.0)


@pytest.fixture
def geometry() -> VolumeGeometry:
    """40 planes 2 mm apart, voxels of 1.5 mm."""
    matrix = np.diag([1.5, 1.5, 2.0, 1.0])
    matrix[:3, 3] = (-47.25, -44.25, -40.0)
    return VolumeGeometry.from_matrix(SHAPE, matrix)


@pytest.fixture
def course(geometry: VolumeGeometry) -> SpineCourse:
    """A straight spine, C7 a quarter up."""
    z = grid_lines(geometry)[0]
    return SpineCourse(z, np.zeros_like(z), np.zeros_like(z), 38.0, -30.0)


def _body(geometry: VolumeGeometry) -> np.ndarray:
    """A water cylinder of radius 40 mm in air."""
    _, y, x = grid_lines(geometry)
    inside = np.hypot(y[:, None], x[None, :]) < 40
    return np.broadcast_to(np.where(inside, 40.0, -1000.0), SHAPE).astype(np.float32)


def _scan(
    geometry: VolumeGeometry,
    course: SpineCourse,
    scanner: Scanner,
    exact: np.ndarray | None = None,
) -> Acquired:
    exact = _body(geometry) if exact is None else exact
    empty = np.zeros(SHAPE, np.uint8)
    return acquire(exact, (empty, empty), geometry, course, scanner, [], np.random.default_rng(0))


def test_a_perfect_scanner_changes_nothing(geometry: VolumeGeometry, course: SpineCourse) -> None:
    """Without kernel, noise and artefacts the exact HU come out."""
    assert np.array_equal(_scan(geometry, course, QUIET).hu, _body(geometry).astype(np.int16))


def test_noise_grows_towards_the_shoulders(geometry: VolumeGeometry, course: SpineCourse) -> None:
    """At the head it has the deviation asked for, at the shoulders that times the factor."""
    scan = _scan(geometry, course, replace(QUIET, noise_hu=30.0, shoulder_noise=3.0))
    noise = scan.hu[:, 25:35, 25:39].astype(float) - 40
    assert noise[-8:].std() == pytest.approx(30, rel=0.15)
    assert noise[:4].std() == pytest.approx(30 * (1 + 2 * course.shoulders()[:4].mean()), rel=0.2)


def test_noise_is_coloured(geometry: VolumeGeometry, course: SpineCourse) -> None:
    """Neighbours in a plane agree, planes do not, and slow waves are missing."""
    scanner = replace(QUIET, noise_hu=100.0, shoulder_noise=1.0, grain_mm=1.5)
    noise = _scan(geometry, course, scanner, np.zeros(SHAPE, np.float32)).hu.astype(float)
    assert np.corrcoef(noise[:, :, 1:].ravel(), noise[:, :, :-1].ravel())[0, 1] > 0.3
    assert abs(np.corrcoef(noise[1:].ravel(), noise[:-1].ravel())[0, 1]) < 0.05
    blocks = noise[:, :60, :60].reshape(40, 4, 15, 4, 15).mean(axis=(2, 4))
    # Blurred white noise of this grain (one voxel) would leave sqrt(4 pi) / 15 of its deviation.
    assert blocks.std() < 0.6 * 100 * np.sqrt(4 * np.pi) / 15


@pytest.mark.parametrize(("width", "rows"), [(1.0, 1), (3.0, 3), (4.0, 5)], ids=str)
def test_thicker_slices_lower_the_resolution_along_z(width: float, rows: int) -> None:
    """A plane of bone spreads over as many planes as the slice is thick, its sum kept."""
    fine = np.zeros((31, 2, 2), np.float32)
    fine[15] = 100.0
    made = average_planes(fine, 1, width)[:, 0, 0]
    assert np.count_nonzero(made) == rows
    assert made.sum() == pytest.approx(100.0, rel=1e-5)


def test_thickness_does_not_depend_on_the_distance_of_planes() -> None:
    """A thin slice between wide gaps misses what lies in the gap; a thick one does not."""
    fine = np.zeros((15, 1, 1), np.float32)
    fine[6] = 90.0
    assert average_planes(fine, 3, 1.0)[2, 0, 0] == 0
    assert average_planes(fine, 3, 3.0)[2, 0, 0] == pytest.approx(30.0)


@pytest.mark.parametrize("spacing", [0.5, 1.0, 1.2, 3.0, 5.0])
def test_finer_planes_keep_the_field_of_view(spacing: float) -> None:
    """The outer faces stay, the middle plane of each group is the old plane."""
    geometry = VolumeGeometry.from_matrix((4, 3, 3), np.diag([1.0, 1.0, spacing, 1.0]))
    fine, factor = finer_planes(geometry)
    assert fine.spacing_kji_mm[0] <= 1.0 + 1e-9
    np.testing.assert_allclose(fine.bounds_lps_mm(), geometry.bounds_lps_mm())
    np.testing.assert_allclose(
        grid_lines(fine)[0][(factor - 1) // 2 :: factor], grid_lines(geometry)[0], atol=1e-5
    )


def test_a_bone_kernel_overshoots_at_edges(geometry: VolumeGeometry, course: SpineCourse) -> None:
    """The skin is brighter than tissue behind a sharp kernel, darker behind a soft one."""
    sharp = _scan(geometry, course, replace(QUIET, edge_gain=1.0, edge_mm=1.5)).hu
    soft = _scan(geometry, course, replace(QUIET, kernel_mm=2.0)).hu
    row = _body(geometry)[0, 30]
    edge = int(np.flatnonzero(row > 0)[0])
    assert sharp[0, 30, edge] > 200
    assert soft[0, 30, edge] < 0
    assert abs(int(sharp[0, 30, 32]) - 40) < 3


def test_padding_lies_outside_the_circle_only(
    geometry: VolumeGeometry, course: SpineCourse
) -> None:
    """Corners hold the padding, and no truth; within the shorter half-axis nothing is lost."""
    label = np.ones(SHAPE, np.uint8)
    scanner = replace(QUIET, padding_hu=-2000)
    scan = acquire(
        _body(geometry), (label, label), geometry, course, scanner, [], np.random.default_rng(1)
    )
    _, y, x = grid_lines(geometry)
    radius = np.hypot(y[:, None] - y.mean(), x[None, :] - x.mean())
    padded = scan.hu[0] == -2000
    assert padded[0, 0]
    assert padded[-1, -1]
    assert radius[padded].min() > radius[~padded].max() - 1e-6
    assert not padded[radius < 44].any()
    assert np.array_equal(scan.label[0] == 0, padded)
    assert np.array_equal(scan.crack[0] == 0, padded)


def test_dark_bands_lie_between_dense_bones(geometry: VolumeGeometry) -> None:
    """Between two rods water gets darker, beside them hardly, and air stays air."""
    axes = grid_lines(geometry)
    _, y, x = axes
    exact = _body(geometry).copy()
    for at in (-20, 20):
        exact[:, np.hypot(y[:, None], x[None, :] - at) < 5] = 2000.0
    loss = exact - artefacts.dark_bands(exact, axes, 100.0)
    between = loss[:, 28:32, 30:34].mean()
    beside = loss[:, 52:54, 30:34].mean()
    assert between > 50
    assert beside < between / 3
    assert np.all(loss[exact < -900] == 0)


def test_cupping_darkens_the_middle(geometry: VolumeGeometry, course: SpineCourse) -> None:
    """Most at the spine, less at the skin, nothing in air."""
    exact = _body(geometry)
    loss = exact - artefacts.cupping(exact, grid_lines(geometry), course, 30.0)
    assert loss[20, 30, 32] == pytest.approx(30, abs=1)
    assert 0 < loss[20, 30, 8] < 25
    assert loss[20, 0, 0] == 0


def test_shoulder_streaks_run_left_to_right(course: SpineCourse) -> None:
    """Along x neighbours agree, along y they hardly do; above the shoulders there are none."""
    streaks = artefacts.shoulder_streaks(SHAPE, 1.5, course.shoulders(), np.random.default_rng(2))
    along = np.corrcoef(streaks[:3, :, 4:].ravel(), streaks[:3, :, :-4].ravel())[0, 1]
    across = np.corrcoef(streaks[:3, 4:].ravel(), streaks[:3, :-4].ravel())[0, 1]
    assert along > 0.8
    assert abs(across) < 0.3
    assert np.all(streaks[-5:] == 0)


def test_metal_streaks_radiate_in_their_own_planes(geometry: VolumeGeometry) -> None:
    """Far planes are untouched; along a ray the sign stays, around the filling it changes."""
    exact = np.zeros(SHAPE, np.float32)
    site = grid_lines(geometry)
    at = np.array([site[2][32], site[1][30], site[0][20]])
    made = artefacts.metal_streaks(exact, site, [at], 500.0, np.random.default_rng(3))
    assert made[20, 30, 32] == artefacts.METAL_HU
    assert np.all(made[[0, -1]] == 0)
    circle = [made[20, 30 + int(10 * np.sin(a)), 32 + int(10 * np.cos(a))] for a in np.arange(36)]
    assert min(circle) < -20
    assert max(circle) > 20
    ray = made[20, 30, 38:50]
    assert np.all(np.sign(ray) == np.sign(ray[0]))


def test_a_shifted_block_takes_its_truth_along() -> None:
    """Image and labels move together, other planes stay."""
    array = np.zeros(SHAPE, np.uint8)
    array[:, 20:30, 20:30] = 3
    moved = artefacts.shift_planes(array, slice(5, 9), (2, -3))
    assert np.array_equal(moved[5:9, 22:32, 17:27], array[5:9, 20:30, 20:30])
    assert np.array_equal(moved[9:], array[9:])
    assert np.array_equal(moved[:5], array[:5])


def test_motion_doubles_a_contour() -> None:
    """An edge appears twice, its height shared."""
    exact = np.zeros(SHAPE, np.float32)
    exact[:, 30:] = 100.0
    row = artefacts.double_contour(exact, slice(0, 4), (3, 0), 0.4)[0, :, 0]
    assert set(np.round(row).astype(int)) == {0, 60, 100}
    assert np.count_nonzero(np.round(row) == 60) == 3


def test_devices_stay_outside_the_skin(geometry: VolumeGeometry, course: SpineCourse) -> None:
    """Couch, collar and leads change air alone."""
    exact = _body(geometry).copy()
    before = exact.copy()
    devices = Devices(couch=True, collar=True, leads=3)
    add_devices(exact, grid_lines(geometry), course, devices, np.random.default_rng(0))
    changed = exact != before
    assert changed.any()
    assert np.all(before[changed] < -500)


def test_drawn_spacings_cover_their_range() -> None:
    """From fine to thick, square in the plane, within the stated bounds."""
    drawn = np.array([draw_spacing(np.random.default_rng(n)) for n in range(400)])
    assert np.array_equal(drawn[:, 1], drawn[:, 2])
    assert drawn[:, 0].min() >= SPACING_Z_MM[0] - 1e-9
    assert drawn[:, 0].max() <= SPACING_Z_MM[1] + 1e-9
    assert drawn[:, 0].min() < 0.5
    assert drawn[:, 0].max() > 2.5
    assert SPACING_XY_MM[0] <= drawn[:, 1].min() < 0.35
    assert 0.9 < drawn[:, 1].max() <= SPACING_XY_MM[1]


def test_drawn_scanners_show_every_effect() -> None:
    """Soft and sharp kernels, motion of both kinds, all paddings occur among 300."""
    drawn = [draw_scanner(np.random.default_rng(n)) for n in range(300)]
    assert {s.motion for s in drawn} == {"", "double contour", "shifted block"}
    assert {s.padding_hu for s in drawn} == {None, *PADDING_HU}
    assert 0.3 < np.mean([s.edge_gain > 0 for s in drawn]) < 0.9
    assert 20 < max(s.noise_hu for s in drawn) <= 120


@pytest.mark.parametrize(
    ("field", "value"), [("slice_mm", 0.0), ("motion", "sneeze")], ids=["slice_mm", "motion"]
)
def test_a_scanner_refuses_what_it_can_not_do(field: str, value: object) -> None:
    """The message names the field."""
    with pytest.raises(ValueError, match=field):
        replace(QUIET, **{field: value})


def test_a_scanner_handed_in_leaves_the_patient_as_it_was(person: dict[str, Bone]) -> None:
    """Kernel and noise change the image, not the truth."""
    options = PhantomOptions(spacing_kji_mm=(4.0, 4.0, 4.0))
    one = make_phantom([person], 5, options, scanner=QUIET)
    two = make_phantom([person], 5, options, scanner=replace(QUIET, noise_hu=80.0))
    assert np.array_equal(one.label, two.label)
    assert not np.array_equal(one.volume.hu, two.volume.hu)


def test_slow_noise_has_its_grain_in_millimetres() -> None:
    """Half the spacing shows the same waves at twice the samples."""
    coarse = [np.arange(0, 80, 2.0, dtype=np.float32)] * 3
    fine = [np.arange(0, 80, 1.0, dtype=np.float32)] * 3
    a = slow_noise(coarse, (20.0, 20.0, 20.0), np.random.default_rng(0))
    b = slow_noise(fine, (20.0, 20.0, 20.0), np.random.default_rng(0))
    np.testing.assert_allclose(a, b[::2, ::2, ::2], atol=1e-4)
    assert 0.5 < a.std() < 1.6
