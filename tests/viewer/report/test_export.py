"""Everything into one folder, or nothing."""

from __future__ import annotations

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
