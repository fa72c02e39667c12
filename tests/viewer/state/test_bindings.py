"""Which keys do what, and what the cheat sheet says of it."""

from dataclasses import replace

import pytest

from viewer.state.bindings import Command, bind, bindings, holder_of, present_keys, present_text
from viewer.state.gestures import DragAction, Gestures, WheelAction
from viewer.state.hand_groups import HandGroup
from viewer.state.pane_keys import FIRST_PANE_KEYS, PANE_KEYS
from viewer.state.planes import Plane
from viewer.state.pointer import Button, Pointer
from viewer.state.settings import Settings
from viewer.state.sheet import balanced, bound_now, is_sought

MASKS = Command("masks", "Masks", "Show the masks", ("G",))
BOXES = Command("boxes", "Boxes", "Show the boxes", ("B",))
REDO = Command("redo", "Redo", "Once more", ("Ctrl+Y", "Ctrl+Shift+Z"))
MIP = Command("mip", "MIP", "Greatest value")
ALL = (MASKS, BOXES, REDO, MIP)


def test_at_first_every_command_has_its_own_keys():
    """Nothing given, nothing changed."""
    assert bindings(ALL, {}) == {command.name: command.keys for command in ALL}


def test_a_given_key_takes_it_from_the_command_whose_own_it_is():
    """No key is bound twice; what is given comes first, whatever the order."""
    given = bind(REDO, ("G", "J"), {})
    assert given == {"redo": ("G", "J")}
    bound = bindings(ALL, given)
    assert (bound["redo"], bound["masks"]) == (("G", "J"), ())
    assert holder_of("G", ALL, given, MASKS) is REDO
    assert holder_of("G", ALL, given, REDO) is None


def test_a_given_key_is_taken_from_the_command_that_it_was_given_to():
    """The one that gave it up keeps its other keys."""
    given = bind(MIP, ("J",), bind(REDO, ("J", "L"), {}))
    assert given == {"redo": ("L",), "mip": ("J",)}
    assert bind(MIP, (), given) == {"redo": ("L",)}


def test_a_commands_own_keys_need_no_word():
    """Going back to them leaves nothing in the settings."""
    assert bind(BOXES, ("B",), {"boxes": ("Q",)}) == {}


@pytest.mark.parametrize(
    ("now", "text"),
    [
        (("Ctrl+Y", "Ctrl+Shift+Z"), "Ctrl+Y"),
        (("J",), "J"),
        (("Ctrl+Y", "J"), "Ctrl+Y"),
        ((), "no key"),
    ],
)
def test_the_sheet_tells_what_is_bound(now, text):
    """A key that was exchanged is exchanged, one that is gone is gone."""
    assert present_text("Ctrl+Y", present_keys(REDO.keys, now)) == text


def test_the_sheets_own_spelling_stays():
    """What is as at first reads as it was written; the rest of a line is left alone."""
    present = {"PgUp": ("PgUp",), "Return": (), "Space": ("Q",), ".": (".",), ",": (";",)}
    assert present_text("PageUp, Left click", present) == "PageUp, Left click"
    assert present_text("Enter, X", present) == "X"
    assert present_text("Space (held)", present) == "Q (held)"
    assert present_text(". and ,", present) == ". and ;"


def test_bound_gestures_stand_on_the_sheet():
    """What a gesture means now, also where nothing did that at first."""
    gestures = replace(
        Gestures(),
        left_drag=DragAction.PAN,
        middle_drag=DragAction.WINDOW,
        alt_wheel=WheelAction.TEN_SLICES,
    )
    bound = bound_now(ALL, Settings(gestures=gestures, keys={"mip": ("J",)}))
    hands = (("Left-drag", "window"), ("Middle-drag", "pan"), ("Alt+wheel", "slab"))
    first, more = bound.groups([HandGroup("Mouse", hands)])
    assert first == HandGroup(
        "Mouse", (("Middle-drag", "window"), ("Left-drag", "pan"), ("no key", "slab"))
    )
    assert more == HandGroup("Bound by you", (("J", "MIP"), ("Alt+wheel", "Ten slices")))


def test_nothing_bound_besides_has_no_heading():
    """Only the groups that were there."""
    groups = (HandGroup("Layers", (("G", "Masks"), ("B", "Boxes"))),)
    assert bound_now(ALL, Settings()).groups(groups) == groups


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", True),
        ("mask", True),
        ("MASKS ctrl+g", True),
        ("g", True),
        ("m", True),
        ("k", False),
        ("ask", True),
        ("mask brush", False),
        ("(", False),
    ],
)
def test_what_is_typed_is_sought_in_all_texts(typed, found):
    """Every word, in any order; one or two letters only where a key or word begins."""
    assert is_sought(typed, "Ctrl+G", "Show the masks") is found


@pytest.mark.parametrize(
    ("heights", "columns", "shared"),
    [
        ([5, 5, 5], 3, [[0], [1], [2]]),
        ([9, 1, 1, 1], 2, [[0], [1, 2, 3]]),
        ([4, 4, 4, 4, 4], 2, [[0, 1], [2, 3, 4]]),
        ([1, 2, 3, 4, 5, 6], 3, [[0, 1, 2], [3, 4], [5]]),
        ([7, 7], 1, [[0, 1]]),
    ],
)
def test_groups_share_the_columns(heights, columns, shared):
    """In their order, the highest column as low as can be."""
    assert [list(numbers) for numbers in balanced(heights, columns)] == shared


def test_the_wheel_with_keys():
    """Ctrl before Alt before Shift; and buttons that mean nothing do nothing."""
    gestures = Gestures(shift_wheel=WheelAction.TEN_SLICES)

    def turn(**held):
        pointer = Pointer(Plane.AXIAL, Button.NONE, (0, 0), (0, 0), (0, 0), 1.0, **held)
        return gestures.turn(pointer)

    assert turn() is WheelAction.SLICE
    assert turn(shift=True) is WheelAction.TEN_SLICES
    assert turn(shift=True, alt=True) is WheelAction.SLAB
    assert turn(alt=True, control=True) is WheelAction.ZOOM
    assert gestures.drag(Button.NONE) is DragAction.NOTHING


def test_no_key_of_a_pane_is_there_twice():
    """Every key of the table leads to the command that names it."""
    assert len(FIRST_PANE_KEYS) == sum(len(key.keys) for key in PANE_KEYS.values())
