"""A reader who never stops: says something, and tells its number once it is shown as saved.

Run as a program with the folder of the sessions, and killed by the test that started it.
"""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

import numpy as np

from inference.findings import LEVELS, Level
from viewer.review.key import SessionKey
from viewer.review.review import Verdict
from viewer.review.session import ReadingSession

GRID = ((0.4, 0.0, 0.0, 1.0), (0.0, 0.4, 0.0, 2.0), (0.0, 0.0, 1.0, 3.0), (0.0, 0.0, 0.0, 1.0))
KEY = SessionKey("1.2", "1.2.3", "1", (30, 200, 200), GRID, "")
MASK = np.zeros((30, 200, 200), np.uint8)
VERDICTS = (Verdict.ACCEPT, Verdict.REJECT, Verdict.UNCERTAIN)


def say(session: ReadingSession, number: int) -> None:
    """Say one thing of several kinds; the note on C7 is the number."""
    session.set_verdict(LEVELS[number % 6], VERDICTS[number % 3])
    rng = np.random.default_rng(number)
    session.paint_mask(MASK, rng.integers(0, MASK.size, 500), LEVELS[number % 7])
    session.set_note(Level.C7, str(number))


def main() -> None:
    """Go on from the last number until killed."""
    with ReadingSession.open(Path(sys.argv[1]), KEY) as session:
        first = int(session.review.level(Level.C7).text or "0") + 1
        for number in count(first):
            say(session, number)
            if session.save_error is not None:
                raise session.save_error
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
