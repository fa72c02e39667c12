"""What a pane draws follows from the state alone."""

from dataclasses import replace

import numpy as np
import pytest

from inference.findings import Level
from viewer.review.changes import put_finding, reveal, set_verdict
from viewer.review.checks import utc_now
from viewer.review.key import session_key
from viewer.review.marks import new_id
from viewer.review.review import UNREAD, OwnFinding, Verdict
from viewer.state.app import AppState, open_study, set_analysis, set_reading
from viewer.state.planes import Plane
from viewer.state.reading import Reading
from viewer.state.reading_wording import box_words, is_suspected
from viewer.state.resolve import probe, resolve
from viewer.state.study import make_study
from viewer.state.view import go_to_finding, to_slice, toggle_level


@pytest.fixture
def at_c5(analysed):
    """Go to the most suspected level."""
    study = analysed.study
    geometry, finding = study.shown.geometry, study.analysis.findings[4]
    return replace(analysed, view=go_to_finding(analysed.view, geometry, study.body, finding))


def test_nothing_open():
    """An empty window draws nothing."""
    assert resolve(AppState(), Plane.AXIAL) is None


def test_corners_name_the_patient_and_the_place(opened):
    """Patient, series, slice, millimetres and window stand in the corners of every pane."""
    for plane in Plane:
        corners = resolve(opened, plane).corners
        assert corners.top_left == ("Ellipsoid, Eva", "TEST-0001", "born 1970-01-02  F")
        assert corners.top_right[0] == "2024-03-21"
        assert f"{plane.value.capitalize()} " in corners.bottom_left[0]
        assert corners.bottom_left[1].endswith(" mm")
        assert "W 1800  L 400" in corners.bottom_right[0]


def test_position_is_that_of_the_slice(opened):
    """The millimetres are those of the file's own geometry."""
    geometry = opened.study.shown.geometry
    top = replace(opened, view=to_slice(opened.view, geometry, Plane.AXIAL, 1))
    assert resolve(top, Plane.AXIAL).corners.bottom_left == ("Axial 1 / 96", "z 300.0 mm")


def test_crosshair_is_one_point_in_all_planes(at_c5):
    """The crosshair's pixel is the same place in the patient in every plane."""
    for plane in Plane:
        content = resolve(at_c5, plane)
        place = content.image.frame.pixel_to_lps(content.crosshair_pixel)
        off = np.abs(place - np.array(at_c5.view.crosshair_mm))
        assert off.max() <= max(at_c5.study.shown.geometry.spacing_kji_mm) / 2 + 1e-9


def test_boxes_lie_in_patient_millimetres(at_c5):
    """The detector's box on the axial slice is where the level is."""
    content = resolve(at_c5, Plane.AXIAL)
    (box,) = content.boxes
    assert box.level is Level.C5
    assert box.suspected
    assert box.text == "C5 suspected"
    corner = content.image.frame.pixel_to_lps((box.rect.top, box.rect.left))
    np.testing.assert_allclose(corner[:2], (-15.0, -6.5), atol=1e-6)


def test_other_planes_show_every_level_they_cut(at_c5):
    """The sagittal plane shows the 3-D box of every level that has one."""
    texts = [box.text for box in resolve(at_c5, Plane.SAGITTAL).boxes]
    assert texts == ["C1", "C2 suspected", "C3", "C4", "C5 suspected", "C6"]


def test_overlays_can_be_hidden(at_c5):
    """Masks, boxes, single levels, and all of them while a key is held."""
    view = at_c5.view
    without_boxes = replace(view, overlay=replace(view.overlay, boxes=False))
    assert resolve(replace(at_c5, view=without_boxes), Plane.AXIAL).boxes == ()
    without_masks = replace(view, overlay=replace(view.overlay, masks=False))
    assert not resolve(replace(at_c5, view=without_masks), Plane.AXIAL).image.masked
    held = resolve(
        replace(at_c5, view=replace(view, overlay=replace(view.overlay, suppressed=True))),
        Plane.AXIAL,
    )
    assert held.boxes == ()
    assert not held.image.masked
    without_c5 = resolve(
        replace(at_c5, view=toggle_level(view, Level.C5, shown=False)), Plane.AXIAL
    )
    assert without_c5.boxes == ()
    assert without_c5.image.hidden == (Level.C5,)


def test_description_for_screen_readers(at_c5):
    """A pane says in words what it shows."""
    words = resolve(at_c5, Plane.AXIAL).description
    for part in ("Axial 51 / 96", "left R, right L, top A, bottom P", "C5 suspected"):
        assert part in words


def test_probe_reads_the_voxel(opened):
    """The value under the mouse is the file's own, with its place in mm."""
    shown = opened.study.shown
    content = resolve(opened, Plane.CORONAL)
    found = probe(shown, content.image.frame, (30.2, 40.4))
    k, j, i = np.rint(shown.geometry.lps_to_index(found.position_mm)).astype(int)
    assert found.hu == shown.hu[k, j, i]
    assert f"{found.hu} HU" in found.text
    assert probe(shown, content.image.frame, (-3.0, 40.0)) is None


def test_analysis_of_another_volume_is_refused(opened, analysis, volume):
    """An analysis is never laid over a volume that it was not made on."""
    with pytest.raises(ValueError, match="another volume"):
        set_analysis(AppState(), analysis)
    smaller = replace(
        volume, hu=volume.hu[1:], geometry=replace(volume.geometry, shape_kji=(95, 120, 128))
    )
    with pytest.raises(ValueError, match="another volume"):
        set_analysis(open_study(opened, make_study(smaller)), analysis)


def test_labels_are_turned_with_the_volume(analysed, analysis, volume):
    """The mask follows the voxels into canonical order."""
    point = (0.0, 2.5, 225.0)
    k, j, i = np.rint(volume.geometry.lps_to_index(point)).astype(int)
    a, b, c = np.rint(analysed.study.shown.geometry.lps_to_index(point)).astype(int)
    assert analysis.mask[k, j, i] == analysed.study.labels[a, b, c] == Level.C5.label


def box_at_c5(state, change):
    """Return the box on C5's axial slice after the reader said something."""
    review = change(reveal(UNREAD, utc_now()))
    read = set_reading(state, Reading(session_key(state.study.volume), review))
    (box,) = resolve(read, Plane.AXIAL).boxes
    return box


@pytest.mark.parametrize(
    ("verdict", "text", "suspected"),
    [
        (Verdict.ACCEPT, "C5 suspected, accepted", True),
        (Verdict.REJECT, "C5 rejected by reader", False),
        (Verdict.UNCERTAIN, "C5 suspected, reader uncertain", True),
    ],
)
def test_a_box_tells_the_readers_word(at_c5, verdict, text, suspected):
    """A rejected suspicion is not called one any more, and stays to be seen."""
    box = box_at_c5(at_c5, lambda review: set_verdict(review, Level.C5, verdict))
    assert (box.text, box.suspected) == (text, suspected)


def test_a_box_tells_of_an_own_finding(at_c5):
    """What the reader sees at a level is suspected, whatever was said of the model."""

    def change(review):
        rejected = set_verdict(review, Level.C5, Verdict.REJECT)
        return put_finding(rejected, OwnFinding(new_id(), Level.C5, ()))

    box = box_at_c5(at_c5, change)
    assert (box.text, box.suspected) == ("C5 rejected by reader, own finding", True)


def test_a_box_tells_what_the_reader_suspects_alone(at_c5):
    """Rejecting "below threshold" is a suspicion; being uncertain of it is none."""
    finding = at_c5.study.analysis.finding(Level.C3)
    review = reveal(UNREAD, utc_now())
    assert not is_suspected(review, finding)
    rejected = set_verdict(review, Level.C3, Verdict.REJECT)
    assert is_suspected(rejected, finding)
    assert box_words(rejected, finding) == "C3 suspected by reader"
    unsure = set_verdict(review, Level.C3, Verdict.UNCERTAIN)
    assert box_words(unsure, finding) == "C3 uncertain"
    assert not is_suspected(unsure, finding)
