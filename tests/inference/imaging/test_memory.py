"""Too large a volume is refused before it is read."""

from __future__ import annotations

import os

import pytest

from inference.imaging import memory
from inference.imaging.errors import InputError


def test_small_volumes_pass():
    """A usual CT is no matter."""
    memory.refuse_if_too_large("x", (10, 10, 10))


def test_large_volumes_are_refused(monkeypatch):
    """The message has both sizes."""
    monkeypatch.setattr(memory, "machine_bytes", lambda: 4 * 1024**3)
    with pytest.raises(
        InputError, match=r"x: 1024 x 2048 x 1024 voxels need 4\.0 GiB, .* 2\.0 GiB"
    ):
        memory.refuse_if_too_large("x", (1024, 2048, 1024))


def test_a_system_that_does_not_tell(monkeypatch):
    """Without sysconf a modest machine is assumed."""
    monkeypatch.delattr(os, "sysconf")
    assert memory.machine_bytes() == memory.ASSUMED_BYTES
