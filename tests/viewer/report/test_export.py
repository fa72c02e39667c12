"""Everything into one folder, or nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inference.imaging.errors import OutputError
from viewer.report.export import export_all

NAMES = ["findings.json", "masks.nii.gz", "report.pdf"]


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
