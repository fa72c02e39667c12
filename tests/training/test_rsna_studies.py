"""RSNA's folders and slices: which studies are used, how they are read, why others aren't."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pydicom import dcmread
from pydicom.uid import RLELossless

from inference.imaging.errors import InputError
from training.rsna.layout import KNOWN_BAD, RsnaStudy, read_rsna, slice_files
from training.rsna.miniature import Miniature
from training.rsna.volumes import load_study

NO_FRACTURE = (False, False, False, False, False, False, False)


@pytest.fixture
def copy(miniature: Miniature, tmp_path: Path) -> Path:
    """The miniature, to be damaged."""
    return shutil.copytree(miniature.folder, tmp_path / "rsna")


def _study(folder: Path, uid: str) -> RsnaStudy:
    return next(study for study in read_rsna(folder).studies if study.uid == uid)


def _add_row(folder: Path, uid: str) -> None:
    with (folder / "train.csv").open("a", encoding="utf-8") as stream:
        stream.write(f"{uid},0,0,0,0,0,0,0,0\n")


def test_the_miniature_is_as_awkward_as_the_real_one(miniature: Miniature) -> None:
    """Bare headers, compressed slices, names out of order, fractures with and without boxes."""
    first, compressed = (
        slice_files(miniature.folder / "train_images" / u) for u in miniature.uids[:2]
    )
    header = dcmread(first[0])
    assert "Modality" not in header
    assert "SOPClassUID" not in header
    assert dcmread(compressed[0]).file_meta.TransferSyntaxUID == RLELossless
    heights = [
        float(dcmread(path).ImagePositionPatient[2])
        for path in sorted(first, key=lambda path: int(path.stem))
    ]
    assert heights != sorted(heights)
    assert heights != sorted(heights, reverse=True)
    data = read_rsna(miniature.folder)
    assert {bool(study.boxes) for study in data.studies if any(study.fractured)} == {True, False}


def test_all_of_the_miniature_is_used(miniature: Miniature) -> None:
    """Labels, masks and boxes reach their studies; nothing is skipped."""
    data = read_rsna(miniature.folder)
    assert data.skipped == {}
    assert [study.uid for study in data.studies] == miniature.uids
    assert [study.mask is not None for study in data.studies] == [True] * 2 + [False] * 4
    truth = np.stack([phantom.fractured for phantom in miniature.phantoms.values()])
    assert np.array_equal(data.fractured, truth)


def test_slices_are_ordered_by_position(miniature: Miniature) -> None:
    """Every voxel where the generator put it, and every file's number at its slice."""
    for uid, phantom in miniature.phantoms.items():
        read = load_study(_study(miniature.folder, uid))
        assert np.array_equal(read.volume.hu, np.clip(phantom.volume.hu, -1024, 3071))
        np.testing.assert_allclose(
            read.volume.geometry.matrix, phantom.volume.geometry.matrix, atol=1e-3
        )
        assert sorted(read.slices.values()) == list(range(len(read.volume.hu)))
        for number, k in read.slices.items():
            header = dcmread(miniature.folder / "train_images" / uid / f"{number}.dcm")
            assert float(header.ImagePositionPatient[2]) == pytest.approx(
                float(read.volume.geometry.index_to_lps([k, 0, 0])[2]), abs=1e-3
            )


def test_known_bad_studies_are_never_used(copy: Path, miniature: Miniature) -> None:
    """Even where their slices are there."""
    for uid in KNOWN_BAD:
        shutil.copytree(copy / "train_images" / miniature.uids[0], copy / "train_images" / uid)
        _add_row(copy, uid)
    data = read_rsna(copy)
    assert len(data.studies) == 6
    assert sorted(data.skipped) == sorted(
        ["1.2.826.0.1.3680043.20574", "1.2.826.0.1.3680043.29952"]
    )
    assert all(why.startswith("known to be bad") for why in data.skipped.values())


def test_studies_without_slices_are_named(copy: Path) -> None:
    """No folder, and a folder that holds none; a folder that nobody labelled."""
    _add_row(copy, "1.2.3")
    _add_row(copy, "1.2.4")
    (copy / "train_images" / "1.2.4").mkdir()
    (copy / "train_images" / "1.2.4" / "._1.dcm").touch()
    (copy / "train_images" / "1.2.5").mkdir()
    data = read_rsna(copy)
    assert len(data.studies) == 6
    assert data.skipped == {
        "1.2.3": "no folder train_images/1.2.3",
        "1.2.4": "no .dcm file in train_images/1.2.4",
        "1.2.5": "train.csv has no row for it",
    }


def test_bad_rows_are_passed_on(copy: Path, miniature: Miniature) -> None:
    """A study whose row does not parse, and a box."""
    path = copy / "train.csv"
    rows = path.read_text(encoding="utf-8").splitlines()
    uid, _, *levels = rows[1].split(",")
    rows[1] = ",".join([uid, "?", *levels])
    path.write_text("\n".join(rows), encoding="utf-8")
    with (copy / "train_bounding_boxes.csv").open("a", encoding="utf-8") as stream:
        stream.write(f"{miniature.uids[1]},1,2,3,4,?\n")
    data = read_rsna(copy)
    assert [study.uid for study in data.studies] == miniature.uids[1:]
    assert data.studies[0].boxes == ()
    assert "patient_overall is '?'" in data.skipped[miniature.uids[0]]
    assert any("slice_number is '?'" in why for why in data.skipped.values())


def test_a_folder_without_a_usable_study_is_an_error(copy: Path) -> None:
    """It says why."""
    shutil.rmtree(copy / "train_images")
    with pytest.raises(InputError, match=r"no study can be used .*no folder train_images"):
        read_rsna(copy)


@pytest.mark.parametrize("damage", ["a slice is gone", "a slice is cut", "pixels are cut"])
def test_a_half_downloaded_study_is_refused(copy: Path, miniature: Miniature, damage: str) -> None:
    """What the viewer would open with a warning is not learned from."""
    uid = miniature.uids[0]
    study = _study(copy, uid)
    slices = load_study(study).slices
    middle = next(number for number, k in slices.items() if k == len(slices) // 2)
    path = study.images / f"{middle}.dcm"
    if damage == "a slice is gone":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[: 200 if damage == "a slice is cut" else -500])
    with pytest.raises(InputError, match=rf"{uid}: incomplete .*Download it again"):
        load_study(study)


def test_slices_of_two_volumes_are_refused(copy: Path, miniature: Miniature) -> None:
    """Another study's slices got into the folder."""
    study = _study(copy, miniature.uids[0])
    for path in slice_files(copy / "train_images" / miniature.uids[3]):
        shutil.copy(path, study.images / f"1{path.stem}00.dcm")
    with pytest.raises(InputError, match=r"incomplete \(\d+ of its \d+ files make one volume\)"):
        load_study(study)


def test_what_a_computer_leaves_in_folders_does_no_harm(copy: Path, miniature: Miniature) -> None:
    """Hidden files, and the index of a download."""
    study = _study(copy, miniature.uids[0])
    (study.images / ".DS_Store").write_bytes(b"0")
    (study.images / "index.html").write_text("a", encoding="utf-8")
    assert len(load_study(study).volume.hu) == len(slice_files(study.images))


def test_a_folder_without_a_ct_says_so(tmp_path: Path) -> None:
    """By the file that is none."""
    (tmp_path / "1.dcm").write_text("no DICOM", encoding="utf-8")
    study = RsnaStudy("1.2", tmp_path, None, NO_FRACTURE)
    with pytest.raises(InputError, match="no CT series found; 1 file is not DICOM"):
        load_study(study)


def test_a_mask_is_no_ct(miniature: Miniature) -> None:
    """A NIfTI has no slices that boxes could name."""
    study = _study(miniature.folder, miniature.uids[0])
    assert study.mask is not None
    with pytest.raises(InputError, match="holds no DICOM slices"):
        load_study(replace(study, images=study.mask))


def test_slices_without_a_number_have_no_boxes(copy: Path, miniature: Miniature) -> None:
    """They are read all the same."""
    study = _study(copy, miniature.uids[0])
    for path in slice_files(study.images):
        path.rename(path.with_name(f"slice_{path.name}"))
    read = load_study(study)
    assert read.slices == {}
    phantom = miniature.phantoms[study.uid]
    assert read.volume.hu.shape == phantom.volume.hu.shape
