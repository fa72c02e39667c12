"""What a measurement was taken on, in words that name no folder and no host."""

from __future__ import annotations

import os
import platform
from pathlib import Path

import torch

CPU_INFO = Path("/proc/cpuinfo")
"""Where Linux names its processor; other systems tell ``platform``."""


def machine_words(device: str) -> str:
    """Name the processor that a device is: ``NVIDIA H100 80GB HBM3``, ``... CPU, 16 cores``."""
    if torch.device(device).type == "cuda":
        return torch.cuda.get_device_name(device)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{_processor()}, {cores} cores" + ("" if device == "cpu" else f", {device}")


def _processor() -> str:
    if CPU_INFO.is_file():
        for line in CPU_INFO.read_text(encoding="utf-8", errors="replace").splitlines():
            name, _, value = line.partition(":")
            if name.strip() == "model name":
                return value.strip()
    return platform.processor() or platform.machine()
