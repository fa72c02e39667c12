"""Keeps analyses without end, each dated a second later, and tells of each one that is kept.

Run as a program with the folder, and killed by the test that started it.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path

from tests.viewer.conftest import make_neck
from tests.viewer.evidence_analysis import with_evidence
from viewer.review.kept_analysis import keep_analysis
from viewer.review.key import session_key


def main() -> None:
    """Go on until killed."""
    volume, plain = make_neck()
    analysis, key = with_evidence(plain), session_key(volume)
    for second in count():
        later = replace(analysis, made=analysis.made + timedelta(seconds=second))
        keep_analysis(Path(sys.argv[1]), key, later)
        sys.stdout.write(f"{later.made.isoformat()}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
