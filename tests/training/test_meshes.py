"""Meshes that are no closed surface are refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.errors import TrainingError
from training.phantoms.meshes import read_mesh
from training.phantoms.people import load_people

EMPTY = (
    b"ply\nformat ascii 1.0\nelement vertex 0\nproperty float x\nproperty float y\n"
    b"property float z\nelement face 0\nproperty list uchar int vertex_indices\nend_header\n"
)


@pytest.mark.parametrize("content", [b"", b"version https://example.org/spec/v1\n", EMPTY])
def test_a_file_without_a_surface_is_named(tmp_path: Path, content: bytes) -> None:
    """Half a download, a pointer to the file, a mesh of nothing."""
    path = tmp_path / "C1.ply"
    path.write_bytes(content)
    with pytest.raises(TrainingError, match=r"C1\.ply: no surface can be read"):
        read_mesh(path)


def test_a_folder_without_mesh_sets_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before minutes are spent on procedural people."""
    monkeypatch.setattr("training.phantoms.people.spread_over", lambda *_: 1 / 0)
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "C1.ply").write_bytes(EMPTY)
    with pytest.raises(TrainingError, match=rf"{tmp_path.name}: no sub-folder.*leave --meshes"):
        load_people(tmp_path, 15)
