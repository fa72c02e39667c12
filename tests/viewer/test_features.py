"""The table of features names tests that are there, and leaves nothing out."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from viewer.state.hand_groups import GROUPS

TESTS = Path(__file__).parents[1]
TABLE = TESTS.parent / "viewer" / "FEATURES.md"
TABLES = (
    "1. What good viewers have",
    "2. What is Dens's own",
    "3. Keys and mouse as they are at first",
    "4. What readers complain of elsewhere",
)
NAMED = re.compile(r"`([^`\s]+\.py)::(test_\w+)`")
EVENTS = re.compile(r"\b(QTest\.|\w+\.(key|wheel|drag)\(|move\(|draw\()")
"""What sends events to the window: Qt's own, or the window driver's ways to send them."""


def rows_of(text):
    """Read the tables: for each heading its lines, without head and rule, as lists of cells."""
    rows, heading = {}, None
    for line in text.splitlines():
        if line.startswith("## "):
            heading = line.removeprefix("## ").strip()
            rows[heading] = []
        elif line.startswith("|"):
            rows[heading].append([cell.strip() for cell in line.strip("|").split("|")])
    return {heading: lines[2:] for heading, lines in rows.items()}


ROWS = rows_of(TABLE.read_text(encoding="utf-8"))
EVERY = [(heading, row) for heading, rows in ROWS.items() for row in rows]


@cache
def collected(file):
    """Read the tests that pytest collects of a file: functions, and those of classes."""
    path = TESTS / file
    if not (path.is_file() and path.name.startswith("test_")):
        return {}
    tree = ast.parse(path.read_text(encoding="utf-8"))
    suites = [tree, *(node for node in tree.body if isinstance(node, ast.ClassDef))]
    return {
        node.name: ast.unparse(node)
        for suite in suites
        for node in suite.body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def test_the_tables_are_there():
    """All four, and each with its lines."""
    assert tuple(ROWS) == TABLES
    assert [bool(rows) for rows in ROWS.values()] == [True] * 4
    assert len(ROWS[TABLES[1]]) == 8


@pytest.mark.parametrize(("heading", "row"), EVERY, ids=[row[0] for _, row in EVERY])
def test_every_line_names_tests_that_exist(heading, row):
    """Feature, what Dens does, and at least one test; nothing else in the last cell."""
    assert len(row) == 3, heading
    assert all(row)
    named = NAMED.findall(row[2])
    assert named
    assert NAMED.sub("", row[2]).strip() == ""
    missing = [f"{file}::{test}" for file, test in named if test not in collected(file)]
    assert missing == []


@pytest.mark.parametrize("row", ROWS[TABLES[2]], ids=lambda row: row[0])
def test_hands_are_tried_by_events(row):
    """Keys and mouse are pressed; a call of what they would call proves nothing of them."""
    sources = [collected(file)[test] for file, test in NAMED.findall(row[2])]
    assert any(EVENTS.search(source) for source in sources)


def test_the_cheat_sheet_tells_all_of_the_hands():
    """What the table says of keys and mouse, F1 says too."""
    hands = [keys for group in GROUPS for keys, _ in group.hands]
    sheet = {key.strip().casefold() for keys in hands for key in re.split(r", | \(", keys)}
    told = {
        key.strip().casefold()
        for row in ROWS[TABLES[2]]
        for key in re.sub(r" (held|without a drag)$", "", row[0]).split(", ")
    }
    assert told - sheet == {"left click"} - sheet


def test_a_table_with_a_mistake_would_be_found():
    """A test that nobody wrote, and an empty cell, are seen."""
    table = "## 1. x\n| a | b | c |\n| --- | --- | --- |\n| x |  | `test_main.py::test_nothing` |\n"
    ((_, empty, tests),) = rows_of(table)["1. x"]
    assert empty == ""
    ((file, test),) = NAMED.findall(tests)
    assert test not in collected(file)
    assert "test_window" in collected(file)
