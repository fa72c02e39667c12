"""The file of the settings: whole or not at all, and never lost by us."""

import json

import pytest

from inference.imaging.errors import OutputError
from viewer.controllers.settings_file import VERSION, SettingsFile, language_in
from viewer.state.gestures import DragAction, Gestures
from viewer.state.language import Language
from viewer.state.layout import Arrangement
from viewer.state.planes import Plane
from viewer.state.settings import CrosshairBy, Interpolation, Settings

OTHER = Settings(
    wider_to_the_right=False,
    brighter_up=False,
    interpolation=Interpolation.PIXELS,
    crosshair_by=CrosshairBy.SHIFT,
    arrangement=Arrangement.EQUAL,
    second=Plane.SAGITTAL,
    opacity=0.4,
    blind_first=True,
    text_scale=1.5,
    cine_hz=20.0,
    language=Language.GERMAN,
    gestures=Gestures(left_drag=DragAction.PAN),
    keys={"masks": ("J", "Ctrl+J"), "gone": ()},
)


@pytest.fixture
def path(tmp_path):
    """Name a file in a folder that is not there yet."""
    return tmp_path / "Dens" / "settings.json"


def test_what_was_written_is_read(path):
    """Every setting, and nothing else lies beside the file."""
    SettingsFile(path).save(OTHER)
    file = SettingsFile(path)
    assert file.load() == OTHER
    assert file.notice == ""
    assert [one.name for one in path.parent.iterdir()] == [path.name]
    assert json.loads(path.read_text())["version"] == VERSION


def test_no_file_is_no_fault(path):
    """The first start is silent."""
    file = SettingsFile(path)
    assert (file.load(), file.notice) == (Settings(), "")


def test_unknown_keys_stay(path):
    """What another Dens wrote is not lost, wherever it stands."""
    SettingsFile(path).save(OTHER)
    document = json.loads(path.read_text())
    document["voice"] = {"loud": True}
    document["gestures"]["pinch"] = "zoom"
    path.write_text(json.dumps(document))
    file = SettingsFile(path)
    assert file.load() == OTHER
    file.save(Settings())
    document = json.loads(path.read_text())
    assert document["voice"] == {"loud": True}
    assert document["gestures"]["pinch"] == "zoom"
    assert SettingsFile(path).load() == Settings()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("{", "no JSON"),
        ("\0\0\0", "no JSON"),
        ("[]", "version"),
        ('{"opacity": 0.3}', "version"),
        ('{"version": 1, "opacity": 3}', "opacity"),
        ('{"version": 1, "text_scale": 0}', "text_scale"),
        ('{"version": 1, "cine_hz": 11}', "cine_hz"),
        ('{"version": 1, "second": "oblique"}', "second"),
        ('{"version": 1, "gestures": {"wheel": "sing"}}', "gestures.wheel"),
        ('{"version": 1, "keys": {"masks": 7}}', "keys.masks"),
    ],
)
def test_a_broken_file_is_kept_aside(path, text, named):
    """One notice names file and fault; Dens goes on with its own settings, and may write."""
    path.parent.mkdir()
    path.write_text(text)
    file = SettingsFile(path)
    assert file.load() == Settings()
    assert str(path) in file.notice
    assert named in file.notice
    aside = path.with_name("settings.json.broken")
    assert aside.name in file.notice
    assert aside.read_text() == text
    file.save(OTHER)
    assert SettingsFile(path).load() == OTHER
    assert aside.read_text() == text


def test_a_newer_file_is_left_alone(path):
    """An older Dens must not write over what it does not understand."""
    path.parent.mkdir()
    text = json.dumps({"version": VERSION + 1, "opacity": "strong"})
    path.write_text(text)
    file = SettingsFile(path)
    assert file.load() == Settings()
    assert "newer" in file.notice
    file.save(OTHER)
    assert path.read_text() == text


def test_a_file_that_is_no_file(path):
    """A folder of that name is told of, and stays."""
    path.mkdir(parents=True)
    file = SettingsFile(path)
    assert file.load() == Settings()
    assert str(path) in file.notice
    file.save(OTHER)
    assert path.is_dir()


def test_a_folder_that_can_not_be_made(tmp_path):
    """The failure names the file."""
    (tmp_path / "Dens").write_text("")
    with pytest.raises(OutputError, match=r"settings\.json"):
        SettingsFile(tmp_path / "Dens" / "settings.json").save(OTHER)


def test_the_language_is_read_before_the_window_is_made(path):
    """As it was kept."""
    SettingsFile(path).save(OTHER)
    assert language_in(path) is Language.GERMAN


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"language": "xx"}', '{"language": 3}'])
def test_a_file_without_a_language_leaves_it_to_the_system(path, text):
    """Broken or old: what is wrong is told once the window is there, and the file stays."""
    assert language_in(path) is Language.SYSTEM
    path.parent.mkdir()
    path.write_text(text)
    assert language_in(path) is Language.SYSTEM
    assert path.read_text() == text
