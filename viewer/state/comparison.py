"""Another study of the same patient beside the current one.

The reader reads the current study: the other one is only looked at. It has no reading of its
own here, and nothing that is said is said of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from inference.imaging.memory import USABLE_SHARE, machine_bytes
from inference.imaging.series import Series
from inference.spine.registration import RigidTransform
from viewer.state.app import AppState, Hung, kept_of
from viewer.state.body import Body
from viewer.state.library import SeriesKey, key_of, same_patient
from viewer.state.link import Link, carried, find_link, follow, link_by_hand
from viewer.state.planes import Plane
from viewer.state.study import Study
from viewer.state.view import ViewState, first_view, shown_frame

HU_BYTES = 2
"""A voxel is an int16."""

FIRST_PLANES = (Plane.AXIAL, Plane.SAGITTAL)
"""Where a fracture and a slip are compared; the coronal plane is a click away."""


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """The other study, and how it hangs beside the current one.

    Attributes
    ----------
    study : Study
        Its fields are as large as the current one's, so that both have one scale.
    view : ViewState
        Of the other study, as it was when the current one's was ``seen``.
    seen : ViewState
    link : Link or None
        None where nothing is known that links them.
    on : bool
        Whether the link is in force.
    planes : tuple of Plane
        Which planes stand side by side.
    """

    study: Study
    view: ViewState
    seen: ViewState
    link: Link | None = None
    on: bool = True
    planes: tuple[Plane, ...] = FIRST_PLANES

    @property
    def transform(self) -> RigidTransform | None:
        """From the current study's LPS mm to the other's; None where no link is in force."""
        return self.link.to_other if self.on and self.link is not None else None


def begin_comparison(state: AppState, other: Study) -> AppState:
    """Put another study beside the current one; nothing happens while none is open."""
    study, view = state.study, state.view
    if study is None or view is None:
        return state
    kept = state.kept
    if all(hung.study.key != other.key for hung in kept):
        # Coming back to it takes no reading.
        kept = kept_of((*kept, Hung(other, first_view(other.shown.geometry, other.body))))
    other = replace(other, body=_as_large(other.body, study.body))
    first = first_view(other.shown.geometry, other.body)
    link = find_link(study, other)
    transform = None if link is None else link.to_other
    hung = follow(view, study.shown.geometry, first, other.shown.geometry, transform)
    compared = Comparison(other, hung, view, link)
    return replace(state, compared=compared, kept=kept, comparing=None)


def _as_large(body: Body, model: Body) -> Body:
    """Give a body's fields the size of another one's, so that both are shown at one scale."""
    return Body(
        body.center_mm,
        replace(body.axial, size_mm=model.axial.size_mm),
        replace(body.sagittal, size_mm=model.sagittal.size_mm),
        replace(body.coronal, size_mm=model.coronal.size_mm),
    )


def compared_view(state: AppState) -> ViewState | None:
    """Return how the other study hangs now."""
    compared, study, view = state.compared, state.study, state.view
    if compared is None or study is None or view is None:
        return None
    if view is compared.seen:
        return compared.view
    here, there = study.shown.geometry, compared.study.shown.geometry
    return follow(view, here, compared.view, there, compared.transform)


def act_on_compared(state: AppState, view: ViewState) -> AppState:
    """Hang the other study as given, and let the current one follow."""
    compared, study, current = state.compared, state.study, state.view
    if compared is None or study is None or current is None:
        return state
    back = None if compared.transform is None else compared.transform.inverse()
    here, there = study.shown.geometry, compared.study.shown.geometry
    led = follow(view, there, current, here, back)
    return replace(state, view=led, compared=replace(compared, view=view, seen=led))


def link_here(state: AppState) -> AppState:
    """Take the two crosshairs for the same place from now on."""
    view, other = state.view, compared_view(state)
    if state.compared is None or view is None or other is None:
        return state
    link = link_by_hand(view.crosshair_mm, other.crosshair_mm)
    return replace(state, compared=replace(_settled(state), link=link, on=True))


def switch_link(state: AppState) -> AppState:
    """Put the link out of force, or in force again: then the other study follows at once."""
    compared, view, study = state.compared, state.view, state.study
    if compared is None or compared.link is None or view is None or study is None:
        return state
    switched = replace(_settled(state), on=not compared.on)
    here, there = study.shown.geometry, compared.study.shown.geometry
    other = follow(view, here, switched.view, there, switched.transform)
    return replace(state, compared=replace(switched, view=other))


def renew_link(state: AppState) -> AppState:
    """Look for the link anew, because there are other masks by now; a hand's own link stays."""
    compared, study = state.compared, state.study
    if compared is None or study is None:
        return state
    if compared.link is not None and not compared.link.levels:
        return state
    return replace(state, compared=replace(_settled(state), link=find_link(study, compared.study)))


def _settled(state: AppState) -> Comparison:
    """Return the comparison with the other study as it hangs now."""
    compared, view, other = state.compared, state.view, compared_view(state)
    if compared is None or view is None or other is None:
        raise ValueError("there is no study that the current one is compared with")
    return replace(compared, view=other, seen=view)


def is_outside(state: AppState) -> bool:
    """Tell whether the crosshair's place lies outside of the other study's volume."""
    compared, view, other = state.compared, state.view, compared_view(state)
    if compared is None or view is None or other is None or compared.transform is None:
        return False
    there = compared.study.shown.geometry
    if not there.contains_lps(carried(compared.transform, view.crosshair_mm)):
        return True
    back = carried(compared.transform.inverse(), other.crosshair_mm)
    study = state.study
    return study is not None and not bool(study.shown.geometry.contains_lps(back))


def unaligned_planes(state: AppState) -> tuple[Plane, ...]:
    """Return the turned planes of the other study of which the link knows no rotation."""
    compared, other = state.compared, compared_view(state)
    if compared is None or other is None or compared.link is None or not compared.on:
        return ()
    if compared.link.knows_turn:
        return ()
    frames = (shown_frame(other, compared.study.shown.geometry, plane) for plane in Plane)
    return tuple(frame.plane for frame in frames if frame.oblique_deg is not None)


def toggle_plane(state: AppState, plane: Plane) -> AppState:
    """Show or hide a plane of both; the last one stays."""
    compared = state.compared
    if compared is None:
        return state
    chosen = {*compared.planes} ^ {plane}
    planes = tuple(one for one in Plane if one in chosen)
    return replace(state, compared=replace(compared, planes=planes)) if planes else state


def comparable(state: AppState) -> tuple[Series, ...]:
    """Return what the current study can be compared with: other series of the same patient.

    Earlier studies first, the latest of them on top; then later ones; then the same study's.
    """
    study = state.study
    if study is None or study.key is None:
        return ()
    info = study.volume.info
    others = [
        one
        for one in state.library.all_series()
        if key_of(one) != study.key and (same_patient(one.info, info) or _same_study(one, study))
    ]
    latest_first = sorted(others, key=lambda one: one.info.study_date, reverse=True)
    return tuple(sorted(latest_first, key=lambda one: _rank(one, study)))


def _same_study(series: Series, study: Study) -> bool:
    return study.key is not None and key_of(series).study == study.key.study


def _rank(series: Series, study: Study) -> int:
    if _same_study(series, study):
        return 2
    return int(not series.info.study_date <= study.volume.info.study_date)


def may_compare(state: AppState, key: SeriesKey) -> bool:
    """Tell whether a series can stand beside the current study."""
    return state.ready and any(key_of(one) == key for one in comparable(state))


def lacking_room(state: AppState, series: Series) -> tuple[int, int] | None:
    """Return the bytes needed and to be had, where both volumes don't fit; None where they do."""
    held = 0 if state.study is None else state.study.volume.hu.nbytes
    k, j, i = series.geometry.shape_kji
    needed, usable = held + k * j * i * HU_BYTES, int(machine_bytes() * USABLE_SHARE)
    return (needed, usable) if needed > usable else None
