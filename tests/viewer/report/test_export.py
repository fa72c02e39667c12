"""Everything into one folder, or nothing."""

from __future__ import annotations

import errno
import os
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from inference.imaging.errors import OutputError
from inference.preprocessing.windowing import Window
from viewer.report.export import export_all
from viewer.report.key_images import is_own_picture
from viewer.review.plane import PatientPlane
from viewer.review.review import KeyImage, Review

NAMES = ["findings.json", "masks.nii.gz", "report.pdf"]
PLANE = PatientPlane((0.0, 5.0, 225.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0))


def test_writes_three_files(tmp_path, volume, weighed):
    """A new folder holds the three files and nothing else."""
    written = export_all(tmp_path / "new" / "folder", volume, weighed)
    assert sorted(path.name for path in written) == NAMES
    assert sorted(path.name for path in (tmp_path / "new" / "folder").iterdir()) == NAMES


@pytest.mark.usefixtures("full_disk")
def test_no_room_keeps_the_earlier_export(tmp_path, volume, weighed):
    """A full device leaves all three earlier files as they were."""
    for name in NAMES:
        (tmp_path / name).write_text("earlier")
    with pytest.raises(OutputError, match="no room left"):
        export_all(tmp_path, volume, weighed)
    assert sorted(path.name for path in tmp_path.iterdir()) == NAMES
    assert {path.read_text() for path in tmp_path.iterdir()} == {"earlier"}


@pytest.mark.parametrize("name", ["masks.nii.gz", ""], ids=["the file", "the folder"])
def test_the_study_is_never_written_over(tmp_path, volume, weighed, name):
    """A study that lies where a result would go stays as it is, and is named."""
    study = tmp_path / name
    if name:
        study.write_bytes(b"a CT")
    odd = replace(volume, info=replace(volume.info, source=str(study)))
    with pytest.raises(OutputError, match="choose another folder"):
        export_all(tmp_path, odd, weighed)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == ([b"a CT"] if name else [])


def with_key_images(count):
    """A reading with so many key images."""
    images = (KeyImage(f"k{n}", PLANE, Window(1800, 400)) for n in range(count))
    return Review(key_images=tuple(images))


def test_whose_picture_it_is_tells_the_file_alone(tmp_path, monkeypatch):
    """Ultralytics, once imported, asks for another library where a file is no picture."""
    monkeypatch.setattr(Image, "open", lambda *_, **__: pytest.fail("was asked"))
    (tmp_path / "key_image_1.png").write_text("no picture")
    assert not is_own_picture(tmp_path / "key_image_1.png")


def test_a_smaller_export_leaves_only_its_own_key_images(tmp_path, volume, weighed):
    """Key images of the export before go; those of others, or with a name of their own, stay."""
    export_all(tmp_path, volume, weighed, review=with_key_images(3))
    (tmp_path / "key_image_C5.png").write_bytes((tmp_path / "key_image_2.png").read_bytes())
    Image.new("L", (4, 4)).save(tmp_path / "key_image_7.png")
    (tmp_path / "key_image_8.png").write_text("no picture")
    (tmp_path / "key_image_9.png").mkdir()
    export_all(tmp_path, volume, weighed, review=with_key_images(1))
    left = sorted(path.name for path in tmp_path.iterdir())
    others = ["key_image_C5.png", "key_image_7.png", "key_image_8.png", "key_image_9.png"]
    assert left == sorted([*NAMES, "key_image_1.png", *others])


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_failed_export_keeps_the_earlier_key_images(tmp_path, volume, weighed, monkeypatch, step):
    """Whether it fails before or while the names are taken, all of them are there."""
    export_all(tmp_path, volume, weighed, review=with_key_images(3))
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def fail(*_):
        raise OSError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(*(os, "fsync", fail) if step == "fsync" else (Path, "replace", fail))
    with pytest.raises(OutputError, match="permission denied"):
        export_all(tmp_path, volume, weighed, review=with_key_images(1))
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
