"""What keeps the window awake leaves Python as it was found."""

import gc
import subprocess
import sys

import pytest

from inference.findings import Progress
from viewer.controllers.quiet import collector_paused, load_torch_libraries, spared_first_step


def steps():
    """Yield two steps and tell of each whether the collector was on."""
    seen = []
    for step in ("weights", "weights", "masks", "boxes"):
        seen.append(gc.isenabled())
        yield Progress(step, 0.0, step)
    return seen


def drain(generator):
    """Exhaust a generator and return its result."""
    while True:
        try:
            next(generator)
        except StopIteration as end:
            return end.value


@pytest.fixture
def unfrozen():
    """Let the collector see everything again."""
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("unfrozen")
def test_collector_rests_during_the_first_step():
    """While the first step imports, the collector is off; afterwards it is on again."""
    assert drain(spared_first_step(steps())) == [False, False, False, True]
    assert gc.isenabled()


def test_cancelled_first_step_leaves_the_collector_on():
    """A job that is dropped while it imports leaves nothing behind."""
    generator = spared_first_step(steps())
    next(generator)
    assert not gc.isenabled()
    generator.close()
    assert gc.isenabled()


def test_collector_stays_off_where_it_was():
    """Who has switched the collector off keeps it off."""
    gc.disable()
    try:
        with collector_paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_torch_imports_after_its_libraries():
    """An import of torch finds the libraries that were loaded ahead, and works."""
    code = (
        "from viewer.controllers.quiet import load_torch_libraries as load; load(); "
        "import torch; print(int(torch.ones(3).sum()))"
    )
    done = subprocess.run(  # noqa: S603  # our own interpreter
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "3"


def test_without_torch_nothing_happens(monkeypatch):
    """Where torch is missing, the import is left to say so."""
    monkeypatch.setattr("viewer.controllers.quiet.find_spec", lambda _name: None)
    load_torch_libraries()
