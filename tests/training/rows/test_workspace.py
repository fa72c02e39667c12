"""What is cut from the studies holds what they hold."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from inference.imaging.geometry import VolumeGeometry
from tests.training.small_rows import COARSE, COUNTS, SIZES
from training.augment import move_planes, patch_of, spread
from training.crops import read_crops
from training.errors import TrainingError
from training.phantoms.bone import Bone
from training.phantoms.phantom import make_phantom
from training.pool import as_sample, at_spacing, pool_files, read_sample, save_sample
from training.rows.catalogue import SEGMENTER
from training.rows.levels import shown_levels, side_px
from training.rows.segmenters import read_masks
from training.rows.studies import Part, make_studies, read_study, read_truth
from training.rows.workspace import Cut, Workspace, whole_slices


def test_studies_are_pools_that_know_their_cracks(space: Workspace) -> None:
    """Each part has its own; the truth is that of the samples."""
    for part, count in COUNTS.items():
        files = space.files(part)
        assert len(files) == count
        truth = read_truth(space.studies / part)
        for number, path in enumerate(files):
            study = read_study(path)
            broken = truth.fractured[number]
            assert set(np.unique(study.crack)) - {0} <= set(np.flatnonzero(broken[:7]) + 1)
            assert broken[7] == broken[:7].any()


def test_an_ordinary_pool_is_refused(tmp_path: Path, space: Workspace) -> None:
    """A file without cracks is named, and the remedy."""
    path = tmp_path / "0000001.npz"
    with path.open("wb") as stream:
        save_sample(stream, read_sample(space.files(Part.TEST)[0]))
    with pytest.raises(TrainingError, match=r"'crack' is missing.*training reproduce"):
        read_study(path)


def test_a_study_at_another_spacing_keeps_its_levels(person: dict[str, Bone]) -> None:
    """Volumes in mm3 and middles in mm stay, whatever the grid."""
    sample = as_sample(make_phantom([person], 3, replace(COARSE, spacing_kji_mm=(2.0, 2.0, 2.0))))
    coarse = at_spacing(sample, 3.0)
    assert coarse.volume.geometry.spacing_kji_mm == pytest.approx((3.0, 3.0, 3.0))
    assert coarse.label.shape == coarse.volume.hu.shape
    for level in range(1, 8):
        fine, kept = (np.argwhere(one.label == level) for one in (sample, coarse))
        volumes = len(fine) * 8.0, len(kept) * 27.0
        assert volumes[1] == pytest.approx(volumes[0], rel=0.25)
        middles = [
            one.volume.geometry.index_to_lps(voxels.mean(axis=0))
            for one, voxels in ((sample, fine), (coarse, kept))
        ]
        # Less than half a coarse voxel.
        assert np.linalg.norm(middles[0] - middles[1]) < 1.5


def test_boxes_of_a_detector_are_a_little_off(space: Workspace) -> None:
    """The same levels, cut by another box; the same box in every run."""
    true, off = (
        read_crops(pool_files(space.crops(Part.TEST, cut))[0]) for cut in (Cut.MASK, Cut.BOXES)
    )
    assert np.array_equal(true.present, off.present)
    assert not np.array_equal(true.hu, off.hu)
    again = Workspace(space.studies, space.derived.parent / "again", SIZES)
    once_more = read_crops(pool_files(again.crops(Part.TEST, Cut.BOXES))[0])
    assert np.array_equal(once_more.hu, off.hu)
    assert space.seconds(space.crops(Part.TEST, Cut.BOXES)) > 0
    # The studies were made, not read from a scan: their masks cost nothing.
    assert space.seconds(space.studies / Part.TEST) == 0


def test_crops_of_other_sizes_are_never_mixed(space: Workspace) -> None:
    """Neither kept as if they were asked for, nor added to."""
    space.crops(Part.TEST, Cut.MASK)
    finer = replace(SIZES, crop=replace(SIZES.crop, size_px=96))
    with pytest.raises(TrainingError, match=r"crop\.size_px = 64, not 96\. Give another folder"):
        replace(space, sizes=finer).crops(Part.TEST, Cut.MASK)


def test_whole_slices_show_the_neck_from_top_to_bottom(space: Workspace) -> None:
    """As many as asked for; the mask is every cervical level's."""
    sample = read_study(space.files(Part.TEST)[0]).sample
    hu, mask = whole_slices(sample, SIZES.slices)
    assert hu.shape == mask.shape == (4, 64, 64)
    marked = mask.astype(float).sum(axis=(1, 2)) > 0
    # A few voxels are no level that is shown, but a mask all the same.
    cervical = ((sample.label > 0) & (sample.label < 8)).any(axis=(1, 2))
    shown = np.array_split(cervical[::-1], 4)
    assert not (marked & [not part.any() for part in shown]).any()
    assert marked.any()


@pytest.mark.parametrize(("spacing_mm", "pixels"), [(1.5, 128), (3.0, 64), (9.0, 64)])
def test_a_training_image_shows_as_much_at_any_spacing(
    space: Workspace, spacing_mm: float, pixels: int
) -> None:
    """Its side is so many mm, in whole steps of the networks' stride."""
    sample = read_sample(pool_files(space.volumes(Part.TEST))[0])
    geometry = VolumeGeometry.from_matrix(
        sample.volume.hu.shape, np.diag([spacing_mm, spacing_mm, spacing_mm, 1.0])
    )
    other = replace(sample, volume=replace(sample.volume, geometry=geometry))
    assert side_px(SEGMENTER.side_mm, other) == pixels


def test_masks_are_read_voxel_by_voxel(space: Workspace) -> None:
    """The truth itself scores one; a slice shows a level from twelve pixels on."""
    sample = read_sample(pool_files(space.volumes(Part.TEST))[0])
    truth = np.moveaxis(np.eye(9, dtype=np.float32)[sample.label], -1, 0)
    reading = read_masks(truth, sample)
    assert reading.accuracy == 1.0
    assert np.nanmin(reading.dice) == np.nanmin(reading.jaccard) == 1.0
    assert np.array_equal(reading.score == 1.0, reading.shown)
    label = np.zeros((2, 5, 5), np.uint8)
    label[0, :3, :4], label[1, 0, :] = 3, 3
    assert np.argwhere(shown_levels(label)).tolist() == [[0, 2]]


def test_planes_are_drawn_one_from_each_stretch() -> None:
    """In order and over the whole vertebra, not always the same."""
    starts = np.arange(12) * 2.5
    drawn = [spread(30, 12, np.random.default_rng(seed)) for seed in range(20)]
    for chosen in drawn:
        assert (np.floor(starts) <= chosen).all()
        assert (chosen < starts + 2.5).all()
    assert len({tuple(chosen) for chosen in drawn}) == 20


def test_a_mask_moves_with_its_image() -> None:
    """Mirrored, shifted or cut: bone stays under its label."""
    label = np.zeros((48, 48), np.uint8)
    label[14:30, 20:26] = 4
    hu = np.where(label > 0, 3000, -1000).astype(np.int16)
    for seed in range(6):
        rng = np.random.default_rng(seed)
        images, masks = move_planes(rng, hu[None], label[None])
        assert np.array_equal(images > 0, masks > 0)
        cube, cut = patch_of(np.stack([hu] * 48), np.stack([label] * 48), 32, rng)
        assert np.array_equal(cube > 1000, cut > 0)
        assert (cut > 0).any()


def test_several_processes_make_and_cut_the_same(space: Workspace, tmp_path: Path) -> None:
    """Voxel by voxel, and the time of each study is known."""
    studies = tmp_path / "studies"
    lines = list(make_studies(studies, COUNTS, None, COARSE, people=1, processes=2))
    assert lines == [f"{part}: 2 studies" for part in Part]
    again = replace(space, studies=studies, derived=tmp_path / "cut", processes=2)
    for alone, together in (
        (space.studies / Part.TEST, studies / Part.TEST),
        (space.crops(Part.TEST, Cut.BOXES), again.crops(Part.TEST, Cut.BOXES)),
        (space.slices(Part.TEST), again.slices(Part.TEST)),
        (space.volumes(Part.TEST), again.volumes(Part.TEST)),
    ):
        for path in pool_files(alone):
            with np.load(path) as one, np.load(together / path.name) as other:
                assert all(np.array_equal(one[name], other[name]) for name in one)
    assert again.seconds(tmp_path / "cut" / "slices" / Part.TEST) > 0
