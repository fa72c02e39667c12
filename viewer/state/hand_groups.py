"""The window's hands as they are at first: every key and mouse gesture, by what one is doing."""

from __future__ import annotations

from dataclasses import dataclass

from viewer.texts import noop

Hand = tuple[str, str]
"""Keys and gestures, any of which will do, and what they do."""


@dataclass(frozen=True, slots=True)
class HandGroup:
    """Hands that are used together.

    Attributes
    ----------
    title : str
    hands : tuple of Hand
        Keys with ", ", " and " or " … " between them (:mod:`viewer.state.hands`).
    """

    title: str
    hands: tuple[Hand, ...]


GROUPS = (
    HandGroup(
        noop("Slices and crosshair"),
        (
            ("Wheel, Up, Down", noop("One slice")),
            ("PageUp, PageDown, Shift+Up, Shift+Down", noop("Ten slices")),
            ("Home, End", noop("First, last slice")),
            ("Left click", noop("Set the crosshair")),
            ("Shift+move", noop("Live crosshair")),
            ("C", noop("Cine: play the slices; any click, wheel or Esc stops")),
        ),
    ),
    HandGroup(
        noop("Windowing, zoom, flips"),
        (
            ("Left-drag", noop("Window and level: right is wider, up is brighter")),
            ("1, 2, 3", noop("Bone windows")),
            ("4", noop("Soft tissue window")),
            ("0", noop("The file's own window")),
            ("I", noop("Exchange black and white")),
            ("Right-drag, Ctrl+wheel", noop("Zoom")),
            ("Middle-drag", noop("Pan")),
            ("H", noop("Flip left and right")),
            ("V", noop("Flip top and bottom")),
            (".", noop("Rotate by 90 degrees clockwise")),
            (",", noop("Rotate by 90 degrees back")),
            ("R", noop("Reset the view")),
        ),
    ),
    HandGroup(
        noop("Slabs and turned planes"),
        (
            ("M", noop("Single slice, MIP, mean, MinIP")),
            ("Alt+wheel, Alt+Up, Alt+Down", noop("Thickness of the slab")),
            (
                "Left-drag of a line near its middle",
                noop("Move the plane that the line stands for"),
            ),
            (
                "Left-drag of a line near its end",
                noop("Turn the planes; with Shift in steps of 5 degrees"),
            ),
            ("Ctrl+R", noop("Reset turned planes alone")),
        ),
    ),
    HandGroup(
        noop("Over the image"),
        (
            ("G", noop("Masks")),
            ("B", noop("Boxes")),
            ("T", noop("Texts in the corners")),
            ("Shift+G", noop("Evidence: where the model sees a crack in the level of the walk")),
            ("Space (held)", noop("Hide everything that lies over the image")),
        ),
    ),
    HandGroup(
        noop("Layouts and windows"),
        (
            ("Double click, F11, Ctrl+1", noop("One plane fills the window")),
            ("Ctrl+2", noop("One plane large")),
            ("Ctrl+3", noop("Two by two")),
            ("Ctrl+4", noop("Planes, strip and 3-D")),
            ("W", noop("The active plane in a second window")),
            ("Shift+F11", noop("The window fills the screen")),
        ),
    ),
    HandGroup(
        noop("Reading"),
        (
            ("Ctrl+Enter", noop("Analyse")),
            ("N", noop("Next level: suspected ones first, then unread ones")),
            ("P", noop("Previous level")),
            ("Enter", noop("Accept the level")),
            ("X", noop("Reject the level; blind first: suspect none there")),
            ("U", noop("Leave the level uncertain")),
            ("F", noop("Add a finding of your own; blind first: suspect one there")),
            ("Ctrl+Shift+Enter", noop("Commit your own read (blind first)")),
            ("Ctrl+Z", noop("Undo what was said, measured or painted")),
            ("Ctrl+Y", noop("Redo what was undone")),
        ),
    ),
    HandGroup(
        noop("Measuring and marks"),
        (
            ("D", noop("Distance")),
            ("A", noop("Angle")),
            ("Shift+A", noop("Cobb angle")),
            ("E", noop("Ellipse, Hounsfield units")),
            ("Shift+R", noop("Rectangle, Hounsfield units")),
            ("Shift+F", noop("Freehand, Hounsfield units")),
            ("Shift+H", noop("Probe, Hounsfield units")),
            ("Shift+W", noop("Arrow")),
            ("Shift+T", noop("Text")),
            ("K", noop("Key image")),
            ("L", noop("Keep the tool after a mark; Esc puts it away")),
            ("Left click or drag on a mark", noop("Select or move it")),
            ("Del", noop("Delete the selected mark")),
        ),
    ),
    HandGroup(
        noop("Correcting masks"),
        (
            ("Shift+B", noop("Brush; Esc puts it away")),
            ("Shift+E", noop("Eraser")),
            ("[ and ], Shift+wheel", noop("Size of the brush")),
            ("Alt+1 … Alt+7", noop("Correct the mask of C1 … C7")),
            ("Alt+click", noop("Correct the mask under the mouse")),
            ("Shift+S", noop("Brush as a ball through neighbouring slices, or in one slice")),
        ),
    ),
    HandGroup(
        noop("Along the spine and 3-D"),
        (
            ("F6", noop("Straightened spine")),
            ("F7", noop("Planes along a vertebra's axes")),
            (
                "Shift+F7",
                noop("Turn the planes along the vertebra at the crosshair; N and P then go on so"),
            ),
            ("F8", noop("Surfaces in 3-D")),
            ("F9", noop("Proposed craniocervical and alignment measurements")),
        ),
    ),
    HandGroup(
        noop("Studies and comparing"),
        (
            ("Ctrl+O", noop("Open a folder")),
            ("Ctrl+Shift+O", noop("Open files")),
            ("Ctrl+Shift+R", noop("Open a result of this series: a segmentation or a report")),
            ("Ctrl+B", noop("Studies and series")),
            ("Ctrl+PageDown", noop("Next series")),
            ("Ctrl+PageUp", noop("Previous series")),
            (
                "Ctrl+Shift+C",
                noop("The latest earlier study of the patient beside this one, and away again"),
            ),
            ("Ctrl+L", noop("Link the two studies or not")),
            ("Ctrl+Shift+L", noop("Link them at the two crosshairs")),
            ("Ctrl+W", noop("Close the study")),
        ),
    ),
    HandGroup(
        noop("Report and export"),
        (
            ("Ctrl+E", noop("Export the report")),
            ("Ctrl+Shift+E", noop("Export everything")),
            ("Ctrl+Shift+A", noop("Export without identifiers")),
            ("Ctrl+Shift+S", noop("Send to PACS")),
        ),
    ),
    HandGroup(
        noop("Help and everywhere"),
        (
            (
                "Right click",
                noop("Menu of what is there: crosshair, level, verdict, window, layout"),
            ),
            (
                "Esc",
                noop("Stop cine, put the tool away, dismiss a message, leave a maximised plane"),
            ),
            ("Tab", noop("Next control")),
            ("Ctrl+Shift+P", noop("Find a command by its name")),
            ("Ctrl+,", noop("Settings")),
            ("F1", noop("Keys and mouse")),
            ("Shift+F1", noop("What Dens can and cannot do")),
            ("Ctrl+Q", noop("Close the window")),
        ),
    ),
)
