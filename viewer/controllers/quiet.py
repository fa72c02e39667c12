"""Heavy work in a thread that leaves the window awake.

Python's global lock is what a background thread and the window share. Three things hold it
for longer than a reader's patience: loading torch's shared libraries (half a second or
more), the garbage collector's walk over everything that torch's modules bring (a tenth of
a second each time), and long turns of other Python code. Measure with
``tests/viewer/measure_gap.py``.
"""

from __future__ import annotations

import ctypes
import gc
import os
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

from inference.findings import Progress

SWITCH_INTERVAL_S = 0.001
"""How long a background thread may keep the lock while the window waits for it."""

_TORCH_LIBRARIES = {
    "linux": ("libtorch_global_deps.so", "libtorch.so"),
    "darwin": ("libtorch_global_deps.dylib", "libtorch.dylib"),
}
"""In torch's own order. On Windows torch loads its libraries without the lock by itself."""

_Result = TypeVar("_Result")


def favour_the_window() -> None:
    """Hand the lock to the window soon, and spare the collector all that exists already."""
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    gc.freeze()


def load_torch_libraries() -> None:
    """Load torch's shared libraries without holding Python's lock.

    A call of the system's own ``dlopen`` through ctypes lets go of the lock, which an
    ``import`` doesn't. The import that follows finds the libraries loaded. Where torch is
    missing or laid out differently nothing happens, and the import does it all.
    """
    torch = find_spec("torch")
    names = _TORCH_LIBRARIES.get(sys.platform, ())
    if torch is None or torch.origin is None:
        return
    folder = Path(torch.origin).parent / "lib"
    system = ctypes.CDLL(None) if names else None
    for name in names:
        library = folder / name
        if system is None or not hasattr(system, "dlopen") or not library.exists():
            return
        system.dlopen.argtypes = [ctypes.c_char_p, ctypes.c_int]
        system.dlopen.restype = ctypes.c_void_p
        mode = os.RTLD_GLOBAL if "global_deps" in name else os.RTLD_LOCAL
        system.dlopen(os.fsencode(library), os.RTLD_NOW | mode)


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keep the garbage collector off."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def spared_first_step(
    steps: Generator[Progress, None, _Result],
) -> Generator[Progress, None, _Result]:
    """Pass steps on, with the garbage collector off during the first, which imports.

    What was imported stays for good, so the collector need never look at it again.
    """
    with collector_paused():
        progress = first = next(steps)
        while progress.step == first.step:
            yield progress
            progress = next(steps)
        gc.freeze()
    yield progress
    return (yield from steps)
