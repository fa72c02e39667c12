"""Every command of the window as an action: menus, toolbar and keys share them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from inference.preprocessing.windowing import window_presets
from viewer.texts import tr
from viewer.widgets.action_groups import (
    arrangement_actions,
    brush_actions,
    brush_level_actions,
    cine_rate_actions,
    second_plane_actions,
    slab_actions,
    tool_actions,
    turn_actions,
)
from viewer.widgets.key_texts import named_actions, show_keys

FILE_WINDOW_KEY = "0"
"""The key of the window that the file itself asks for."""


class Actions:
    """The commands of the window.

    Attributes
    ----------
    open_folder, open_file, export_pdf, export_all, export_anonymised, send, quit : QAction
        The File menu.
    open_result, close_result : QAction
        Masks and reports from files.
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
        self.open_folder = self._make(
            tr("Open &folder…"), "Ctrl+O", tr("Open a folder with a CT study")
        )
        self.open_file = self._make(
            tr("Open f&iles…"),
            "Ctrl+Shift+O",
            tr("Open DICOM files, a ZIP, a DICOMDIR or a NIfTI volume"),
        )
        self.open_result = self._make(
            tr("Open resul&t…"),
            "Ctrl+Shift+R",
            tr("Show a segmentation or report of this series, from a file"),
        )
        self.close_result = self._make(
            tr("P&ut opened results away"), "", tr("Show Dens's own masks again")
        )
        self.export_pdf = self._make(tr("Export &report (PDF)…"), "Ctrl+E", tr("Write the report"))
        self.export_all = self._make(
            tr("Export &all…"),
            "Ctrl+Shift+E",
            tr("Write report, findings.json and masks to a folder"),
        )
        self.export_anonymised = self._make(
            tr("Export anon&ymised…"),
            "Ctrl+Shift+A",
            tr("Write the series and its results without identifiers to a folder"),
        )
        self.send = self._make(
            tr("Send to &PACS…"),
            "Ctrl+Shift+S",
            tr("Send the results to the archive of the settings"),
        )
        self.quit = self._make(tr("&Quit"), "Ctrl+Q", tr("Close the window"))
        self.browser = self._make(
            tr("&Studies"), "Ctrl+B", tr("Show studies and series"), checkable=True
        )
        self.next_series = self._make(tr("Next s&eries"), "Ctrl+PgDown", tr("Show the next series"))
        self.previous_series = self._make(
            tr("Previ&ous series"), "Ctrl+PgUp", tr("Show the previous series")
        )
        self._make_comparing()
        self.windows = {
            FILE_WINDOW_KEY: self._window(tr("File window"), FILE_WINDOW_KEY, tr("The file's own"))
        }
        for key, window in window_presets().items():
            name = tr(window.name)
            hint = f"{name}, W {window.width:.0f} L {window.level:.0f}"
            self.windows[key] = self._window(name, key, hint)
        self.masks = self._make(
            tr("&Masks"), "G", tr("Show the masks of the levels"), checkable=True
        )
        self.boxes = self._make(
            tr("&Boxes"), "B", tr("Show the boxes of the levels"), checkable=True
        )
        self.evidence = self._make(
            tr("E&vidence"),
            "Shift+G",
            tr("Show where the model sees a crack in the level"),
            checkable=True,
        )
        self.strip = self._make(
            tr("C&1–C7 strip"), "F6", tr("Show the straightened spine"), checkable=True
        )
        self.aligned = self._make(
            tr("Ali&gn to level"),
            "F7",
            tr("Show planes along a vertebra's own axes"),
            checkable=True,
        )
        self.surface = self._make(tr("3-&D surfaces"), "F8", tr("Show the vertebrae as surfaces"))
        self.texts = self._make(
            tr("&Texts"), "T", tr("Show the texts in the corners"), checkable=True
        )
        self.invert = self._make(tr("&Invert"), "I", tr("Exchange black and white"), checkable=True)
        self.turns = turn_actions(self._make)
        self.slabs = slab_actions(self._make)
        self.next_slab = self._make(
            tr("Ne&xt kind of slab"), "M", tr("Single slice, MIP, mean, MinIP")
        )
        self.cine = self._make(tr("&Cine"), "C", tr("Play the slices of the plane"), checkable=True)
        self.cine_rates = cine_rate_actions(self._make)
        self._make_layouts()
        self.reset = self._make(tr("&Reset view"), "R", tr("Everything of the planes as at first"))
        self.reset_planes = self._make(
            tr("Reset pla&nes"), "Ctrl+R", tr("Lay turned planes along the volume again")
        )
        self.turn_to_level = self._make(
            tr("T&urn planes to level"),
            "Shift+F7",
            tr("Lay the planes along a vertebra's own axes"),
        )
        self._make_reading()
        self._make_tools()
        self._make_brush()
        self.measurements = self._make(
            tr("Craniocer&vical measurements"),
            "F9",
            tr("Proposed distances with published limits, to be confirmed"),
            checkable=True,
        )
        self._make_others()

    @property
    def all(self) -> list[QAction]:
        """Every command."""
        return self._parent.actions()

    def _make_layouts(self) -> None:
        self.maximise = self._make(tr("Ma&ximise pane"), "F11", tr("One plane fills the window"))
        self.maximise.setShortcuts([QKeySequence("F11"), QKeySequence("Ctrl+1")])
        self.full_screen = self._make(
            tr("&Full screen"), "Shift+F11", tr("The window fills the screen"), checkable=True
        )
        self.arrangements = arrangement_actions(self._make)
        self.second = self._make(
            tr("&Second window"), "W", tr("The active plane in a window of its own"), checkable=True
        )
        self.second_planes = second_plane_actions(self._make)

    def _make_comparing(self) -> None:
        self.close_study = self._make(tr("&Close study"), "Ctrl+W", tr("Close the current study"))
        self.compare = self._make(
            tr("Com&pare"),
            "Ctrl+Shift+C",
            tr("The patient's latest earlier study beside this one"),
            checkable=True,
        )
        self.link = self._make(
            tr("&Link"),
            "Ctrl+L",
            tr("Both studies show the same place of the patient"),
            checkable=True,
        )
        self.link_here = self._make(
            tr("Link &here"), "Ctrl+Shift+L", tr("Take the two crosshairs for the same place")
        )

    @property
    def named(self) -> dict[str, QAction]:
        """Every command by a name that stays: its attribute's, with its key where it has one."""
        return named_actions(self)

    def _make_others(self) -> None:
        self.analyse = self._make(
            tr("&Analyse"), "Ctrl+Return", tr("Run both stages on this volume")
        )
        self.cancel = self._make(tr("&Cancel analysis"), "", tr("Stop the analysis"))
        self.cheat_sheet = self._make(tr("&Keys and mouse"), "F1", tr("What every key does"))
        self.limits = self._make(
            tr("&What Dens can and cannot do"),
            "Shift+F1",
            tr("What the networks were measured to do"),
        )
        self.tour = self._make(tr("Show me &around"), "", tr("Five hints on the window, once more"))
        self.escape = self._make(
            tr("Dismiss"),
            "Esc",
            tr("Stop cine, put the tool away, dismiss the message, leave a maximised pane"),
        )
        self.settings = self._make(tr("&Settings…"), "Ctrl+,", tr("Reading, text, keys and mouse"))
        self.palette = self._make(
            tr("&Find a command…"), "Ctrl+Shift+P", tr("Every command by its name")
        )

    def _make_reading(self) -> None:
        self.next_level = self._make(
            tr("&Next level"),
            "N",
            tr("Go to the next level: suspected ones first, then unread ones"),
        )
        self.previous_level = self._make(tr("&Previous level"), "P", tr("Go to the previous level"))
        self.accept = self._make(tr("&Accept"), "", tr("Hold what the model does of this level"))
        # Where Enter has no other meaning alone: the grid of panes takes this action in.
        self.accept.setShortcuts([QKeySequence("Return"), QKeySequence("Enter")])
        self.accept.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._parent.removeAction(self.accept)
        self.reject = self._make(tr("Re&ject"), "X", tr("Hold the opposite of what the model does"))
        self.uncertain = self._make(tr("Uncer&tain"), "U", tr("Leave this level undecided"))
        self.own_finding = self._make(
            tr("Add own &finding"), "F", tr("Add what you see at this level and the model missed")
        )
        self.undo = self._make(
            tr("&Undo"), "Ctrl+Z", tr("Take the latest change of the reading back")
        )
        self.redo = self._make(
            tr("&Redo"), "Ctrl+Y", tr("Take the change again that was taken back last")
        )
        self.redo.setShortcuts([QKeySequence("Ctrl+Y"), QKeySequence("Ctrl+Shift+Z")])
        self.blind_first = self._make(
            tr("&Blind first"),
            "",
            tr("Hide the model's result until your own read is committed"),
            checkable=True,
        )
        self.commit_read = self._make(
            tr("&Commit my read"),
            "Ctrl+Shift+Return",
            tr("Seal your own read for good, and show the model's result"),
        )

    def _make_tools(self) -> None:
        self.tools = tool_actions(self._make)
        self.lock_tool = self._make(
            tr("Kee&p the tool"), "L", tr("Draw on with the same tool, until Esc"), checkable=True
        )
        self.key_image = self._make(tr("&Key image"), "K", tr("Keep this view, with a caption"))
        self.delete_mark = self._make(tr("De&lete mark"), "Del", tr("Delete the selected mark"))

    def _make_brush(self) -> None:
        self.brushes = brush_actions(self._make)
        self.brush_levels = brush_level_actions(self._make)
        self.brush_smaller = self._make(tr("&Smaller brush"), "[", tr("Make the brush smaller"))
        self.brush_larger = self._make(tr("&Larger brush"), "]", tr("Make the brush larger"))
        self.brush_ball = self._make(
            tr("&Ball"), "Shift+S", tr("Correct neighbouring slices, too"), checkable=True
        )
        self.reset_mask = self._make(
            tr("&Reset this level's mask"),
            "",
            tr("Take back every correction of this level's mask"),
        )

    def _window(self, name: str, key: str, hint: str) -> QAction:
        return self._make(name, key, tr("{hint} window", hint=hint), checkable=True)

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
