"""Writing files whole or not at all."""

from __future__ import annotations

import errno
import os

import pytest

from inference.imaging.errors import OutputError
from viewer.report.files import make_folder, output_error, write_files


def _writer(data: bytes):
    return lambda stream: stream.write(data)


def test_writes_all_files(tmp_path):
    """Every file lies under its name, and nothing else is left."""
    paths = write_files({tmp_path / "a": _writer(b"1"), tmp_path / "b": _writer(b"2")})
    assert [path.read_bytes() for path in paths] == [b"1", b"2"]
    assert sorted(tmp_path.iterdir()) == [tmp_path / "a", tmp_path / "b"]


@pytest.mark.usefixtures("full_disk")
def test_no_room_keeps_the_earlier_files(tmp_path):
    """A full device costs neither the earlier export nor leaves a part of the new one."""
    (tmp_path / "a").write_bytes(b"old")
    with pytest.raises(OutputError, match=r"a: can't be written: no room left") as caught:
        write_files({tmp_path / "a": _writer(b"new")})
    assert "\n" not in str(caught.value)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]


def test_second_file_failing_keeps_the_first_as_it_was(tmp_path):
    """Files that belong together never come from two exports."""
    (tmp_path / "a").write_bytes(b"old")

    def fail(_stream):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(OutputError, match="b: can't be written"):
        write_files({tmp_path / "a": _writer(b"new"), tmp_path / "b": fail})
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a", b"old")]


def test_defect_in_a_writer_leaves_nothing(tmp_path):
    """An error that is no device's passes through, and no part is left."""

    def fail(_stream):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_files({tmp_path / "a": fail})
    assert not list(tmp_path.iterdir())


def test_folder_in_a_files_place(tmp_path):
    """A folder of the file's name is told before anything is replaced."""
    (tmp_path / "b").mkdir()
    with pytest.raises(OutputError, match="there is a folder of that name"):
        write_files({tmp_path / "a": _writer(b"1"), tmp_path / "b": _writer(b"2")})
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


def test_missing_folder(tmp_path):
    """A folder that does not exist is named."""
    with pytest.raises(OutputError, match="nowhere"):
        write_files({tmp_path / "nowhere" / "a": _writer(b"1")})


def test_makes_a_folder_with_its_parents(tmp_path):
    """A new folder is made and stays empty."""
    make_folder(tmp_path / "x" / "y")
    assert not list((tmp_path / "x" / "y").iterdir())


def test_file_in_the_folders_place(tmp_path):
    """A file where the folder should be is told with the remedy."""
    (tmp_path / "x").write_text("")
    with pytest.raises(OutputError, match="choose another folder"):
        make_folder(tmp_path / "x")
    with pytest.raises(OutputError, match="part of the path is a file"):
        make_folder(tmp_path / "x" / "y")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_folder_without_permission(tmp_path):
    """A folder that one may not write to is told before the analysis."""
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(OutputError, match="permission denied"):
            make_folder(tmp_path)
    finally:
        tmp_path.chmod(0o700)


@pytest.mark.parametrize("code", [errno.EROFS, errno.EACCES, errno.EIO, errno.ENAMETOOLONG])
def test_every_reason_is_one_line(tmp_path, code):
    """Whatever the device says becomes one line with the path."""
    text = str(output_error(tmp_path, OSError(code, os.strerror(code))))
    assert text.startswith(str(tmp_path))
    assert text.endswith(".")
    assert "\n" not in text
