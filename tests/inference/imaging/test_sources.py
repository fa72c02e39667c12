"""Folders and ZIPs: what is listed, what is left out, what is refused."""

from __future__ import annotations

import os
import zipfile

import pytest

from inference.imaging import sources
from inference.imaging.errors import InputError
from inference.imaging.sources import FileSource, Reader, list_folder, list_zip


def write_zip(path, members):
    """Write a ZIP with the given names and contents."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def texts(inventory):
    """Return the inventory's warnings as text."""
    return [warning.text for warning in inventory.warnings]


def test_folder_is_listed_with_its_subfolders(tmp_path):
    """Files of all depths, sorted by path."""
    (tmp_path / "b" / "c").mkdir(parents=True)
    for name in ("z", "b/y", "b/c/x"):
        (tmp_path / name).write_bytes(b"")
    names = [source.name for source in list_folder(tmp_path).sources]
    assert names == ["x", "y", "z"]
    flat = [source.name for source in list_folder(tmp_path, recursive=False).sources]
    assert flat == ["z"]


def test_hidden_and_special_files_are_left_out_with_a_word(tmp_path):
    """What a file manager strews about is no part of a study; a pipe would block."""
    for name in (".DS_Store", "Thumbs.db", "a"):
        (tmp_path / name).write_bytes(b"")
    os.mkfifo(tmp_path / "pipe")
    inventory = list_folder(tmp_path)
    assert [source.name for source in inventory.sources] == ["a"]
    assert texts(inventory) == [
        "2 files left out, hidden: .DS_Store, Thumbs.db",
        "1 file left out, not regular files: pipe",
    ]


def test_linked_folders_are_not_entered(tmp_path):
    """A link to a parent would never end."""
    (tmp_path / "a").write_bytes(b"")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert len(list_folder(tmp_path).sources) == 1


def test_unreadable_folder_is_named(tmp_path):
    """The message names the folder and what to check."""
    with pytest.raises(InputError, match=r"gone: the folder can't be read .* permissions"):
        list_folder(tmp_path / "gone")


def test_a_whole_disk_is_refused(tmp_path, monkeypatch):
    """Too many files are no study."""
    monkeypatch.setattr(sources, "MAX_FILES", 2)
    for name in "abc":
        (tmp_path / name).write_bytes(b"")
    with pytest.raises(InputError, match="more than 2 files"):
        list_folder(tmp_path)


def test_zip_members_are_read_in_memory(tmp_path):
    """A member's bytes come back, and nothing appears on disk."""
    path = write_zip(tmp_path / "s.zip", {"study/a": b"one", "study/b": b"two"})
    inventory = list_zip(path)
    with Reader() as reader:
        contents = [reader.open(source).read() for source in inventory.sources]
    assert contents == [b"one", b"two"]
    assert [p.name for p in tmp_path.iterdir()] == ["s.zip"]


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("../evil", "unsafe names"),
        ("a/../../evil", "unsafe names"),
        ("/etc/passwd", "unsafe names"),
        ("C:/evil", "unsafe names"),
        ("..\\evil", "unsafe names"),
        ("__MACOSX/a", "hidden"),
        ("a/.DS_Store", "hidden"),
        ("inner.zip", "archives inside the ZIP"),
        ("inner.tar.gz", "archives inside the ZIP"),
    ],
    ids=str,
)
def test_zip_members_left_out(tmp_path, name, word):
    """Unsafe, hidden and nested members are named and not read."""
    inventory = list_zip(write_zip(tmp_path / "s.zip", {name: b"x", "good": b"y"}))
    assert [source.member for source in inventory.sources] == ["good"]
    assert len(inventory.warnings) == 1
    assert word in inventory.warnings[0].text


def test_zip_members_with_a_password_or_too_large(tmp_path, monkeypatch):
    """What can't or mustn't be unpacked is named."""
    path = write_zip(tmp_path / "s.zip", {"a": b"x", "big": b"y" * 100})
    raw = path.read_bytes().replace(
        b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01", 1
    )
    path.write_bytes(raw)
    monkeypatch.setattr(sources, "MAX_MEMBER_BYTES", 99)
    assert texts(list_zip(path)) == [
        "1 file left out, password-protected: a",
        "1 file left out, too large: big",
    ]


@pytest.mark.parametrize(
    ("constant", "value"),
    [("MAX_ZIP_BYTES", 10), ("BOMB_BYTES", 10), ("MAX_FILES", 0)],
    ids=["sum", "ratio", "count"],
)
def test_zip_bombs_are_refused(tmp_path, monkeypatch, constant, value):
    """Sum, ratio and count are bounded by the ZIP's own directory."""
    path = write_zip(tmp_path / "s.zip", {"a": bytes(1_000_000)})
    list_zip(path)
    monkeypatch.setattr(sources, constant, value)
    with pytest.raises(InputError, match=r"would unpack to .* GiB in 1 files"):
        list_zip(path)


def test_broken_zip_is_named(tmp_path):
    """Half a ZIP has no directory."""
    path = write_zip(tmp_path / "s.zip", {"a": b"x" * 1000})
    path.write_bytes(path.read_bytes()[:60])
    with pytest.raises(InputError, match=r"s\.zip: the ZIP can't be read .* Copy it again"):
        list_zip(path)


def test_sources_sort_and_name_themselves(tmp_path):
    """A member is called by its name in the ZIP."""
    assert FileSource(tmp_path / "s.zip", "x/a").name == "x/a"
    assert FileSource(tmp_path / "a").name == "a"
