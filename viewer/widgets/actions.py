"""Every command of the window as an action: menus, toolbar and keys share them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from inference.findings import LEVELS, Level
from inference.preprocessing.windowing import window_presets
from viewer.state.brush import BrushMode
from viewer.state.cine import RATES_HZ
from viewer.state.drawing import ToolKind
from viewer.state.layout import Arrangement
from viewer.state.planes import Plane
from viewer.state.slab import SlabMode
from viewer.state.turn import TurnStep
from viewer.widgets.key_texts import named_actions, show_keys

FILE_WINDOW_KEY = "0"
"""The key of the window that the file itself asks for."""


class Actions:
    """The commands of the window.

    Attributes
    ----------
    open_folder, open_file, export_pdf, export_all, export_anonymised, send, quit : QAction
        The File menu.
    browser, next_series, previous_series : QAction
        Studies: shown or hidden, and the way from one series to the next.
    close_study : QAction
        Takes the current study out of the window.
    compare, link, link_here : QAction
        Another study of the patient beside the current one (checkable), and what links them.
    windows : dict of str to QAction
        By key: 0 the file's own, 1..3 bone, 4 soft tissue.
    masks, boxes, texts : QAction
        Checkable: what is laid over the image.
    evidence : QAction
        Checkable: where the model sees a crack at the level that is looked at.
    strip, aligned, surface : QAction
        The straightened spine and the aligned planes (checkable), the window with surfaces.
    invert : QAction
        Checkable: black and white of the active pane.
    turns : dict of TurnStep to QAction
        Flips and rotations of the active pane.
    slabs : dict of SlabMode or None to QAction
        Checkable: how the active pane shows slices; None is a single one.
    next_slab : QAction
        Goes through them.
    cine : QAction
        Checkable: plays the slices of the active pane.
    cine_rates : dict of float to QAction
        Checkable, by slices a second.
    arrangements : dict of Arrangement to QAction
        Checkable: how the panes share the window.
    second : QAction
        Checkable: the active plane in a second window.
    second_planes : dict of Plane to QAction
        Checkable: the plane that the second window shows.
    reset_planes, turn_to_level : QAction
        Oblique planes: back to the volume's own, or along the vertebra at the crosshair.
    maximise, reset, next_level, previous_level : QAction
        The View menu.
    accept, reject, uncertain, own_finding : QAction
        The Read menu: what is said of the level that the walk stands at.
    undo, redo : QAction
        Named after what they would undo and redo.
    blind_first, commit_read : QAction
        The own read before the model's.
    tools : dict of ToolKind to QAction
        Checkable: what the left button draws.
    lock_tool : QAction
        Checkable: the tool stays after a mark.
    key_image, delete_mark : QAction
    brushes : dict of BrushMode to QAction
        Checkable: paints or erases a level's mask with the left button.
    brush_levels : dict of Level to QAction
        Checkable: the level whose mask that is.
    brush_larger, brush_smaller : QAction
    brush_ball : QAction
        Checkable: a ball instead of a disc.
    reset_mask : QAction
        The model's own mask of that level again.
    measurements : QAction
        Checkable: the window with proposed measurements.
    analyse, cancel : QAction
    full_screen : QAction
        Checkable: the window without the system's frame.
    cheat_sheet, limits, tour : QAction
        The Help menu.
    escape : QAction
        Gives up what is being done: cine, message, maximised pane.
    settings, palette : QAction
        The settings, and every command by its name.
    """

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent
        self.open_folder = self._make("Open &folder…", "Ctrl+O", "Open a folder with a CT study")
        self.open_file = self._make(
            "Open f&iles…", "Ctrl+Shift+O", "Open DICOM files, a ZIP, a DICOMDIR or a NIfTI volume"
        )
        self.export_pdf = self._make("Export &report (PDF)…", "Ctrl+E", "Write the report")
        self.export_all = self._make(
            "Export &all…", "Ctrl+Shift+E", "Write report, findings.json and masks to a folder"
        )
        self.export_anonymised = self._make(
            "Export a&nonymised…",
            "Ctrl+Shift+A",
            "Write the series and its results without identifiers to a folder",
        )
        self.send = self._make(
            "&Send to PACS…", "Ctrl+Shift+S", "Send the results to the archive of the settings"
        )
        self.quit = self._make("&Quit", "Ctrl+Q", "Close the window")
        self.browser = self._make("&Studies", "Ctrl+B", "Show studies and series", checkable=True)
        self.next_series = self._make("Next s&eries", "Ctrl+PgDown", "Show the next series")
        self.previous_series = self._make(
            "Previous se&ries", "Ctrl+PgUp", "Show the previous series"
        )
        self._make_comparing()
        self.windows = {
            FILE_WINDOW_KEY: self._window("File window", FILE_WINDOW_KEY, "The file's own")
        }
        for key, window in window_presets().items():
            hint = f"{window.name}, W {window.width:.0f} L {window.level:.0f}"
            self.windows[key] = self._window(window.name, key, hint)
        self.masks = self._make("&Masks", "G", "Show the masks of the levels", checkable=True)
        self.boxes = self._make("&Boxes", "B", "Show the boxes of the levels", checkable=True)
        self.evidence = self._make(
            "E&vidence", "Shift+G", "Show where the model sees a crack in the level", checkable=True
        )
        self.strip = self._make("C1–C7 s&trip", "F6", "Show the straightened spine", checkable=True)
        self.aligned = self._make(
            "A&lign to level", "F7", "Show planes along a vertebra's own axes", checkable=True
        )
        self.surface = self._make("3-&D surfaces", "F8", "Show the vertebrae as surfaces")
        self.texts = self._make("&Texts", "T", "Show the texts in the corners", checkable=True)
        self.invert = self._make("&Invert", "I", "Exchange black and white", checkable=True)
        self.turns = {
            TurnStep.FLIP_HORIZONTALLY: self._make("Flip &left and right", "H", "Mirror the plane"),
            TurnStep.FLIP_VERTICALLY: self._make("Flip &top and bottom", "V", "Mirror the plane"),
            TurnStep.CLOCKWISE: self._make("Rotate &clockwise", ".", "Rotate by 90 degrees"),
            TurnStep.ANTICLOCKWISE: self._make(
                "Rotate &anticlockwise", ",", "Rotate by 90 degrees"
            ),
        }
        self.slabs: dict[SlabMode | None, QAction] = {
            None: self._make("&Single slice", "", "One slice at a time", checkable=True),
            SlabMode.MIP: self._make("M&IP", "", "Greatest value of a slab", checkable=True),
            SlabMode.MEAN: self._make("M&ean", "", "Mean value of a slab", checkable=True),
            SlabMode.MINIP: self._make("Mi&nIP", "", "Least value of a slab", checkable=True),
        }
        self.next_slab = self._make("&Next kind of slab", "M", "Single slice, MIP, mean, MinIP")
        self.cine = self._make("&Cine", "C", "Play the slices of the plane", checkable=True)
        self.cine_rates = {
            rate: self._make(f"{rate:.0f} slices a second", "", "Speed of cine", checkable=True)
            for rate in RATES_HZ
        }
        self._make_layouts()
        self.reset = self._make("&Reset view", "R", "Everything of the planes as at first")
        self.reset_planes = self._make(
            "Reset p&lanes", "Ctrl+R", "Lay turned planes along the volume again"
        )
        self.turn_to_level = self._make(
            "T&urn planes to level", "Shift+F7", "Lay the planes along a vertebra's own axes"
        )
        self._make_reading()
        self._make_tools()
        self._make_brush()
        self.measurements = self._make(
            "Craniocervical &measurements",
            "F9",
            "Proposed distances with published limits, to be confirmed",
            checkable=True,
        )
        self._make_others()

    @property
    def all(self) -> list[QAction]:
        """Every command."""
        return self._parent.actions()

    def _make_layouts(self) -> None:
        self.maximise = self._make("Ma&ximise pane", "F11", "One plane fills the window")
        self.maximise.setShortcuts([QKeySequence("F11"), QKeySequence("Ctrl+1")])
        self.full_screen = self._make(
            "&Full screen", "Shift+F11", "The window fills the screen", checkable=True
        )
        self.arrangements = {
            Arrangement.LARGE_AND_SMALL: self._make(
                "One &large, two small", "Ctrl+2", "The active plane is large", checkable=True
            ),
            Arrangement.EQUAL: self._make(
                "&Two by two", "Ctrl+3", "Planes of equal size and the surfaces", checkable=True
            ),
            Arrangement.SPINE: self._make(
                "&Planes, strip and 3-D", "Ctrl+4", "The whole spine at a glance", checkable=True
            ),
        }
        self.second = self._make(
            "&Second window", "W", "The active plane in a window of its own", checkable=True
        )
        self.second_planes = {
            plane: self._make(
                f"{plane.value.capitalize()} in the second window", "", "", checkable=True
            )
            for plane in Plane
        }

    def _make_comparing(self) -> None:
        self.close_study = self._make("&Close study", "Ctrl+W", "Close the current study")
        self.compare = self._make(
            "Com&pare",
            "Ctrl+Shift+C",
            "The patient's latest earlier study beside this one",
            checkable=True,
        )
        self.link = self._make(
            "&Link", "Ctrl+L", "Both studies show the same place of the patient", checkable=True
        )
        self.link_here = self._make(
            "Link &here", "Ctrl+Shift+L", "Take the two crosshairs for the same place"
        )

    @property
    def named(self) -> dict[str, QAction]:
        """Every command by a name that stays: its attribute's, with its key where it has one."""
        return named_actions(self)

    def _make_others(self) -> None:
        self.analyse = self._make("&Analyse", "Ctrl+Return", "Run both stages on this volume")
        self.cancel = self._make("&Cancel analysis", "", "Stop the analysis")
        self.cheat_sheet = self._make("&Keys and mouse", "F1", "What every key does")
        self.limits = self._make(
            "&What Dens can and cannot do", "Shift+F1", "What the networks were measured to do"
        )
        self.tour = self._make("Show me &around", "", "Five hints on the window, once more")
        self.escape = self._make(
            "Dismiss",
            "Esc",
            "Stop cine, put the tool away, dismiss the message, leave a maximised pane",
        )
        self.settings = self._make("&Settings…", "Ctrl+,", "Reading, text, keys and mouse")
        self.palette = self._make("&Find a command…", "Ctrl+Shift+P", "Every command by its name")

    def _make_reading(self) -> None:
        self.next_level = self._make(
            "&Next level", "N", "Go to the next level: suspected ones first, then unread ones"
        )
        self.previous_level = self._make("&Previous level", "P", "Go to the previous level")
        self.accept = self._make("&Accept", "", "Hold what the model does of this level")
        # Where Enter has no other meaning alone: the grid of panes takes this action in.
        self.accept.setShortcuts([QKeySequence("Return"), QKeySequence("Enter")])
        self.accept.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._parent.removeAction(self.accept)
        self.reject = self._make("Re&ject", "X", "Hold the opposite of what the model does")
        self.uncertain = self._make("&Uncertain", "U", "Leave this level undecided")
        self.own_finding = self._make(
            "Add own &finding", "F", "Add what you see at this level and the model missed"
        )
        self.undo = self._make("&Undo", "Ctrl+Z", "Take the latest change of the reading back")
        self.redo = self._make("&Redo", "Ctrl+Y", "Take the change again that was taken back last")
        self.redo.setShortcuts([QKeySequence("Ctrl+Y"), QKeySequence("Ctrl+Shift+Z")])
        self.blind_first = self._make(
            "&Blind first",
            "",
            "Hide the model's result until your own read is committed",
            checkable=True,
        )
        self.commit_read = self._make(
            "&Commit my read",
            "Ctrl+Shift+Return",
            "Seal your own read for good, and show the model's result",
        )

    def _make_tools(self) -> None:
        self.tools = {
            kind: self._make(text, keys, hint, checkable=True)
            for kind, text, keys, hint in (
                (ToolKind.DISTANCE, "&Distance", "D", "Measure a length in mm"),
                (ToolKind.ANGLE, "&Angle", "A", "Measure an angle"),
                (ToolKind.COBB, "&Cobb angle", "Shift+A", "Measure between two endplates"),
                (ToolKind.ELLIPSE, "&Ellipse", "E", "Hounsfield units in an ellipse"),
                (ToolKind.RECTANGLE, "&Rectangle", "Shift+R", "Hounsfield units in a rectangle"),
                (ToolKind.FREEHAND, "&Freehand", "Shift+F", "Hounsfield units in an outline"),
                (ToolKind.PROBE, "&HU probe", "Shift+H", "Hounsfield units of a voxel"),
                (ToolKind.ARROW, "A&rrow", "Shift+W", "Point at something"),
                (ToolKind.TEXT, "&Text", "Shift+T", "Write on the image"),
            )
        }
        self.lock_tool = self._make(
            "&Keep the tool", "L", "Draw on with the same tool, until Esc", checkable=True
        )
        self.key_image = self._make("&Key image", "K", "Keep this view, with a caption")
        self.delete_mark = self._make("De&lete mark", "Del", "Delete the selected mark")

    def _make_brush(self) -> None:
        self.brushes = {
            BrushMode.PAINT: self._make(
                "&Paint", "Shift+B", "Paint a level's mask with the left button", checkable=True
            ),
            BrushMode.ERASE: self._make(
                "&Erase", "Shift+E", "Erase a level's mask with the left button", checkable=True
            ),
        }
        self.brush_levels: dict[Level, QAction] = {
            level: self._make(
                level.value, f"Alt+{level.label}", f"Correct the mask of {level}", checkable=True
            )
            for level in LEVELS
        }
        self.brush_smaller = self._make("&Smaller brush", "[", "Make the brush smaller")
        self.brush_larger = self._make("&Larger brush", "]", "Make the brush larger")
        self.brush_ball = self._make(
            "&Ball", "Shift+S", "Correct neighbouring slices, too", checkable=True
        )
        self.reset_mask = self._make(
            "&Reset this level's mask", "", "Take back every correction of this level's mask"
        )

    def _window(self, name: str, key: str, hint: str) -> QAction:
        return self._make(name, key, f"{hint} window", checkable=True)

    def _make(self, text: str, keys: str, hint: str, *, checkable: bool = False) -> QAction:
        action = QAction(text, self._parent)
        action.setCheckable(checkable)
        action.setWhatsThis(hint)
        if keys:
            action.setShortcut(QKeySequence(keys))
        action.setStatusTip("")
        show_keys(action)
        self._parent.addAction(action)
        return action
