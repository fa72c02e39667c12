"""What was opened lately: short, private, and never in the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from viewer.state.recent import KEPT, Recent, load_recent, look_after, remember, save_recent


def test_last_comes_first_and_once(tmp_path):
    """A path that is opened again moves up; the list stays short."""
    recent = ()
    for name in "abcdefghijk":
        recent = remember(recent, [tmp_path / name])
    recent = remember(recent, [tmp_path / "f"])
    assert len(recent) == KEPT
    assert [entry.name for entry in recent] == list("fkjihged")


def test_paths_become_absolute(tmp_path, monkeypatch):
    """The next window may start elsewhere."""
    monkeypatch.chdir(tmp_path)
    (entry,) = remember((), [Path("study")])
    assert entry.paths == (tmp_path / "study",)
    assert entry.place == str(tmp_path)


def test_several_files_are_one_entry():
    """Named by their number and folder; a choice of very many is not remembered."""
    (entry,) = remember((), [Path(f"/ct/{n}.dcm") for n in range(3)])
    assert entry.name == "3 files in ct"
    assert remember((entry,), [Path(f"/ct/{n}") for n in range(5000)]) == (entry,)


def test_written_and_read_again(tmp_path):
    """The folder is made; what was missing is looked for anew; only the owner can read it."""
    file = tmp_path / "state" / "recent.json"
    recent = (Recent((tmp_path / "ä b",)), Recent((tmp_path / "x", tmp_path / "y"), missing=True))
    save_recent(file, recent)
    assert [entry.paths for entry in load_recent(file)] == [entry.paths for entry in recent]
    assert not any(entry.missing for entry in load_recent(file))
    assert file.stat().st_mode & 0o077 == 0
    assert [path.name for path in file.parent.iterdir()] == ["recent.json"]


@pytest.mark.parametrize(
    "content", [None, b"", b"{", b"3", b"[3]", b'["abc", {"a": 1}, [5]]', b"\xff"], ids=repr
)
def test_a_list_that_is_none(tmp_path, content):
    """An odd file is an empty list, never an error."""
    file = tmp_path / "recent.json"
    if content is not None:
        file.write_bytes(content)
    assert load_recent(file) == ()


def test_what_is_gone_is_marked(tmp_path):
    """A name longer than any disk takes is gone as well."""
    here, gone = Recent((tmp_path,)), Recent((tmp_path, tmp_path / "gone"))
    odd = Recent((tmp_path / ("x" * 5000),))
    assert [entry.missing for entry in look_after((here, gone, odd))] == [False, True, True]
