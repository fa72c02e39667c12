"""RSNA's studies in pools and crops: levels, fractures, and which planes are broken."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from inference.findings import LEVELS
from inference.imaging.errors import InputError
from inference.imaging.geometry import VolumeGeometry
from inference.imaging.volume import Volume
from inference.preprocessing.cropping import CropConfig, crop_vertebra
from inference.stages.segment import measure_levels
from training.crops import CrackedVoxels, StudyCrops, cut_study, fill_crops, read_crops
from training.labels import label_boxes
from training.pool import fill_pool, pool_files, read_sample
from training.rsna.layout import RsnaData, read_rsna
from training.rsna.masks import write_mask
from training.rsna.miniature import Miniature
from training.rsna.planes import BoxedSlices
from training.rsna.samples import read_case, read_sample_of, rsna_cases, rsna_samples
from training.rsna.stage1 import Prediction
from training.rsna.tables import FractureBox

COARSE = CropConfig(6, 24, 3.2, 7.2)
NOBODY = (False,) * 7
C4 = (False, False, False, True, False, False, False)


class Teacher:
    """Stands for stage 1: knows the miniature's masks, and counts how often it is asked."""

    def __init__(self, miniature: Miniature) -> None:
        self._labels = {
            phantom.volume.hu.shape: phantom.label for phantom in miniature.phantoms.values()
        }
        assert len(self._labels) == len(miniature.phantoms)
        self.asked = 0

    def __call__(self, volume: Volume) -> Prediction:
        """Give the true mask."""
        self.asked += 1
        label = self._labels[volume.hu.shape]
        return Prediction(label, measure_levels(label, volume.geometry, 0.0), {})


def nobody_asks(volume: Volume) -> Prediction:
    """Stands for stage 1 where every study has a mask."""
    raise AssertionError(volume.info.study_instance_uid)


@pytest.fixture(scope="module")
def data(miniature: Miniature) -> RsnaData:
    """The miniature's studies."""
    return read_rsna(miniature.folder)


def _middles(label: np.ndarray, geometry: VolumeGeometry) -> dict[int, np.ndarray]:
    """Centroid of each label, LPS mm."""
    return {
        int(n): geometry.index_to_lps(np.argwhere(label == n).mean(axis=0))
        for n in np.unique(label[label > 0])
    }


def test_a_pool_holds_the_studies_with_a_mask(
    miniature: Miniature, data: RsnaData, tmp_path: Path
) -> None:
    """On a grid of 2 mm, every level where it is; its truth as in train.csv."""
    filled = fill_pool(tmp_path, rsna_samples(data, 2.0))
    assert (filled.made, filled.kept, filled.skipped) == (2, 0, {})
    assert [path.stem for path in pool_files(tmp_path)] == miniature.uids[:2]
    for uid, path in zip(miniature.uids, pool_files(tmp_path), strict=False):
        sample, phantom = read_sample(path), miniature.phantoms[uid]
        assert sample.volume.geometry.spacing_kji_mm == (2.0, 2.0, 2.0)
        assert np.array_equal(sample.fractured, phantom.fractured)
        here = _middles(sample.label, sample.volume.geometry)
        there = _middles(phantom.label, phantom.volume.geometry)
        assert sorted(here) == sorted(there)
        for label, middle in here.items():
            # Half a voxel of the miniature's slices; its thin processes can get lost.
            np.testing.assert_allclose(middle, there[label], atol=2.0)
        bone = sample.volume.hu[(sample.label > 0) & (sample.label < 8)]
        assert bone.mean() > sample.volume.hu[sample.label == 0].mean() + 200


def test_a_pool_names_what_it_can_not_use(
    miniature: Miniature, data: RsnaData, tmp_path: Path
) -> None:
    """A mask on another grid costs its study, not the run."""
    bad = tmp_path / f"{miniature.uids[0]}.nii"
    matrix = np.diag([3.0, 3.0, 3.0, 1.0])
    write_mask(bad, np.ones((2, 3, 4), np.uint8), VolumeGeometry.from_matrix((2, 3, 4), matrix))
    studies = (replace(data.studies[0], mask=bad), data.studies[1])
    filled = fill_pool(tmp_path / "pool", rsna_samples(replace(data, studies=studies), 3.0))
    assert filled.made == 1
    assert "another grid than its CT" in filled.skipped[miniature.uids[0]]
    assert str(filled) == "1 study made, 0 there already, 1 skipped"
    assert [path.stem for path in pool_files(tmp_path / "pool")] == [miniature.uids[1]]


def test_a_mask_without_a_level_is_an_error(data: RsnaData, tmp_path: Path) -> None:
    """Nothing could be learned from it."""
    study = data.studies[0]
    case = read_case(study, nobody_asks)
    shape = case.sample.label.shape
    write_mask(tmp_path / "m.nii", np.zeros(shape, np.uint8), case.sample.volume.geometry)
    with pytest.raises(InputError, match=r"m\.nii marks none of C1 to C7"):
        read_sample_of(replace(study, mask=tmp_path / "m.nii"), 3.0)
    with pytest.raises(InputError, match="it has no mask"):
        read_sample_of(replace(study, mask=None), 3.0)


def test_every_study_can_be_cut(miniature: Miniature, data: RsnaData, tmp_path: Path) -> None:
    """Along its own mask where it has one; stage 1 is asked for the other four alone."""
    teacher = Teacher(miniature)
    filled = fill_crops(tmp_path, rsna_cases(data, teacher), COARSE)
    assert (filled.made, filled.skipped, teacher.asked) == (6, {}, 4)
    for path in pool_files(tmp_path):
        crops, phantom = read_crops(path), miniature.phantoms[path.stem]
        assert crops.present.all()
        assert np.array_equal(crops.fractured, phantom.fractured)
        for n in range(7):
            rows, columns = np.nonzero(crops.mask[n].max(axis=0) > 127)
            assert 4 < rows.mean() < 20, LEVELS[n]
            assert 4 < columns.mean() < 20
    again = fill_crops(tmp_path, rsna_cases(data, teacher), COARSE)
    assert (again.made, again.kept, teacher.asked) == (0, 6, 4)


def test_planes_are_unseen_where_nobody_drew_boxes(miniature: Miniature, data: RsnaData) -> None:
    """Of fractured levels in studies without boxes alone; elsewhere planes are known."""
    teacher = Teacher(miniature)
    boxed = unboxed = 0
    for study in data.studies:
        crops = cut_study(read_case(study, teacher), COARSE)
        fractured = np.array(study.fractured)
        assert crops.seen[~fractured].all()
        assert not crops.crack[~fractured].any()
        assert np.array_equal(crops.traced, crops.crack.any(axis=(1, 2, 3)) | ~fractured)
        assert not crops.broken[~fractured].any()
        if study.boxes:
            boxed += fractured.sum()
            assert np.array_equal(crops.seen & fractured, crops.broken.any(axis=1))
            assert crops.seen[fractured].any()
            assert crops.traced[fractured].any()
            assert not crops.crack[~crops.broken].any()
        else:
            unboxed += fractured.sum()
            assert not crops.crack.any()
            assert not crops.seen[fractured].any()
    assert boxed > 0
    assert unboxed > 0


def test_boxes_find_the_cracks(miniature: Miniature, data: RsnaData) -> None:
    """Planes that are called broken lie within slices that the generator broke there."""
    study = next(study for study in data.studies if study.boxes)
    phantom = miniature.phantoms[study.uid]
    case = read_case(study, Teacher(miniature))
    geometry = phantom.volume.geometry
    config = replace(COARSE, planes=12)
    for label, (low, high) in label_boxes(phantom.crack, geometry).items():
        box = label_boxes(phantom.label, geometry)[label]
        truth = case.broken(label, box, config)
        step = (box[1][2] - box[0][2]) / config.planes
        heights = box[1][2] - step * (np.arange(config.planes) + 0.5)
        assert truth.seen
        assert truth.broken[(heights > low[2]) & (heights < high[2])].any()
        traced = CrackedVoxels(phantom.volume, phantom.crack)(label, box, config).crack
        assert truth.crack is not None
        # Coarse: the boxes hold what the generator knows, and little else of the bone.
        assert truth.crack[traced].mean() > 0.7
        bone = crop_vertebra(phantom.volume.hu, phantom.label, label, geometry, box, config).mask
        assert not (truth.crack & (bone == 0)).any()
        assert truth.crack.sum() < 0.6 * (bone > 127).sum()


def test_a_study_without_a_level_is_skipped_by_name(data: RsnaData, tmp_path: Path) -> None:
    """Stage 1 may find nothing."""

    def blind(volume: Volume) -> Prediction:
        return Prediction(np.zeros(volume.hu.shape, np.uint8), {}, {})

    one = replace(data, studies=data.studies[-1:])
    filled = fill_crops(tmp_path, rsna_cases(one, blind), COARSE)
    assert filled.made == 0
    assert "stage 1 found no level in it" in filled.skipped[one.studies[0].uid]


def test_a_level_that_is_cut_off_has_no_label(miniature: Miniature, data: RsnaData) -> None:
    """Of a mask whose C1 shows but a few voxels at the edge, C1 is left out."""
    study = data.studies[-1]
    phantom = miniature.phantoms[study.uid]
    label = phantom.label.copy()
    label[label == 1] = 0
    label[-1, :3, :3] = 1

    def cut_off(volume: Volume) -> Prediction:
        return Prediction(label, measure_levels(label, volume.geometry, 0.0), {})

    crops = cut_study(read_case(study, cut_off), COARSE)
    assert crops.present.tolist() == [False, True, True, True, True, True, True]
    assert study.fractured[0]
    assert not crops.fractured[0]


def _boxed(
    fractured: tuple[bool, ...], boxes: tuple[FractureBox, ...], geometry: VolumeGeometry
) -> BoxedSlices:
    slices = {7: 8, 2: 3, 4: 10}
    label = np.full(geometry.shape_kji, 4, np.uint8)
    return BoxedSlices(fractured, boxes, slices, geometry, label)  # type: ignore[arg-type]


IDENTITY = VolumeGeometry.from_matrix((20, 20, 20), np.eye(4))
LEVEL_BOX = (np.array([5.0, 5.0, 3.5]), np.array([10.0, 10.0, 13.5]))
"""Ten planes through it lie at z = 13, 12, ... 4."""


@pytest.mark.parametrize(
    ("fractured", "boxes", "broken", "seen"),
    [
        (C4, (FractureBox(6, 6, 2, 2, 7),), [5], True),
        (C4, (FractureBox(6, 6, 2, 2, 7), FractureBox(9, 9, 8, 8, 4)), [3, 5], True),
        (C4, (FractureBox(15, 6, 2, 2, 7),), [], False),
        (C4, (FractureBox(6, 11, 2, 2, 7),), [], False),
        (C4, (FractureBox(6, 6, 2, 2, 2),), [], False),
        (C4, (FractureBox(6, 6, 2, 2, 99),), [], False),
        (C4, (), [], False),
        (NOBODY, (FractureBox(6, 6, 2, 2, 7),), [], True),
    ],
    ids=[
        "one slice", "two slices", "beside it", "behind it", "another level's slice",
        "a file that is not there", "no boxes", "a whole level",
    ],
)  # fmt: skip
def test_planes_within_boxed_slices_are_broken(
    fractured: tuple[bool, ...], boxes: tuple[FractureBox, ...], broken: list[int], seen: bool
) -> None:
    """Plane n lies at z = 13 - n: by hand."""
    truth = _boxed(fractured, boxes, IDENTITY)(4, LEVEL_BOX, CropConfig(10, 8, 1.0, 0.0))
    assert np.flatnonzero(truth.broken).tolist() == broken
    assert truth.seen == seen


def test_a_box_stands_for_the_crack_in_it() -> None:
    """Its pixels on its own plane, of the level's own bone alone: by hand."""
    truth = _boxed(C4, (FractureBox(6.5, 7.5, 2, 1, 7),), IDENTITY)
    config = CropConfig(10, 8, 1.0, 0.0)
    crack = truth(4, LEVEL_BOX, config).crack
    assert crack is not None
    # Pixel n of a row or column lies at 4 + n mm; the box from x 6 to 8, y 7 to 8.
    assert np.argwhere(crack).tolist() == [[5, j, i] for j in (3, 4) for i in (2, 3, 4)]
    elsewhere = replace(truth, label=np.full((20, 20, 20), 5, np.uint8))(4, LEVEL_BOX, config)
    assert elsewhere.broken.any()
    assert elsewhere.crack is None


def test_boxes_follow_a_mirrored_image() -> None:
    """Columns that run to the right: the box at column 2 lies at x = 17."""
    matrix = np.diag([-1.0, 1.0, 1.0, 1.0])
    matrix[0, 3] = 19.0
    mirrored = VolumeGeometry.from_matrix((20, 20, 20), matrix)
    config = CropConfig(10, 8, 1.0, 0.0)
    low, high = LEVEL_BOX
    right = (np.array([15.0, 5, 3.5]), np.array([19.0, 10, 13.5]))
    where = _boxed(C4, (FractureBox(2, 6, 1, 1, 7),), mirrored)
    assert where(4, right, config).seen
    assert not where(4, (low, high), config).seen


def test_crops_keep_what_is_seen(tmp_path: Path) -> None:
    """Written and read field by field."""
    rng = np.random.default_rng(0)

    def flags(*shape: int) -> NDArray[np.bool_]:
        return np.asarray(rng.random(shape) < 0.5)

    crops = StudyCrops(
        rng.integers(-5, 5, (7, 2, 3, 3)).astype(np.int16),
        rng.integers(0, 255, (7, 2, 3, 3)).astype(np.uint8),
        flags(7, 2), flags(7), flags(7, 2, 3, 3), flags(7), flags(7), flags(7),
    )  # fmt: skip
    np.savez(tmp_path / "a.npz", **{name: getattr(crops, name) for name in StudyCrops.__slots__})
    again = read_crops(tmp_path / "a.npz")
    for name in StudyCrops.__slots__:
        assert np.array_equal(getattr(again, name), getattr(crops, name)), name
