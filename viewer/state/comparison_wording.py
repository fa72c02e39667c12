"""What the window says of a comparison: which study is which, and what links them."""

from __future__ import annotations

from dataclasses import dataclass

from inference.findings import Level
from inference.imaging.volume import SeriesInfo
from viewer.state import wording
from viewer.state.app import AppState
from viewer.state.browser import LATER, PRIOR, SAME_DAY, relation
from viewer.state.comparison import Comparison, is_outside, unaligned_planes
from viewer.state.library import study_key
from viewer.state.link import Link, LinkKind
from viewer.state.planes import Plane
from viewer.texts import noop, tr

CURRENT = noop("CURRENT")
SAME_STUDY = noop("Same study")
UNDATED = noop("Date unknown")

NO_OTHER_STUDY = noop(
    "There is nothing of this patient to compare with. Open an earlier study first (Ctrl+O)."
)
NOT_COMPARABLE = noop(
    "Only studies of one patient are compared: the same Patient ID, and the same birth date or "
    "name. These two are not certainly of one person."
)
NOT_READY = noop("The current study is still being read. Compare when all of it is there.")
NO_ROOM = noop(
    "{title}: together with the current study it takes {needed:.1f} GiB, and this machine can "
    "spare {usable:.1f} GiB. Compare with a series of fewer slices."
)
NOT_SHOWN = noop("The study to compare with can't be shown. {reason}")
OUTSIDE = noop("Not the same place: out of its volume")
UNALIGNED = noop("Rotation unknown: plane may differ")
LINK_HINT = noop("Go to one place in both and press Link here.")
NOTHING_LINKS = noop(
    "Nothing links these two studies yet: other frames of reference, and no levels of both."
)


@dataclass(frozen=True, slots=True)
class ComparisonHead:
    """What stands over the two columns.

    Attributes
    ----------
    current, other : str
        Which study each is: badge and date.
    relation : str
        How the other one relates to the current one, and which series it is.
    series : str
        Which series the current one is.
    badge : str
        The other one's badge, for its panes.
    link : str
        What links them.
    linked, can_link : bool
        Whether the link is in force, and whether there is any.
    outside : str
        Said where the crosshair's place does not exist in the other study; else empty.
    planes : tuple of Plane
        Which stand side by side.
    unaligned : tuple of Plane
        Which are turned without it being known how the other study lies.
    """

    current: str
    other: str
    relation: str
    series: str
    badge: str
    link: str
    linked: bool
    can_link: bool
    outside: str
    planes: tuple[Plane, ...]
    unaligned: tuple[Plane, ...] = ()

    def remark(self, plane: Plane) -> str:
        """Say what is to be known of a plane of the other study; mostly nothing."""
        return self.outside or (UNALIGNED if plane in self.unaligned else "")


def comparison_head(state: AppState) -> ComparisonHead | None:
    """Write what stands over the two columns; None while nothing is compared."""
    study, compared = state.study, state.compared
    if study is None or compared is None:
        return None
    info, other = study.volume.info, compared.study.volume.info
    related = relation_words(other, info)
    name = badge(related)
    # The date is the current one's then.
    is_same = related in {tr(SAME_STUDY), tr(SAME_DAY)}
    outside = is_outside(state)
    return ComparisonHead(
        current=" ".join(part for part in (tr(CURRENT), wording.date(info.study_date)) if part),
        other=name if is_same else f"{name} {wording.date(other.study_date)}".strip(),
        relation=f"{related}. {wording.series_title(other)}",
        series=wording.series_title(info),
        badge=name,
        link=link_words(compared),
        linked=compared.transform is not None,
        can_link=compared.link is not None,
        outside=tr(OUTSIDE) if outside else "",
        planes=compared.planes,
        unaligned=unaligned_planes(state),
    )


def relation_words(other: SeriesInfo, info: SeriesInfo) -> str:
    """Say how the other study relates to the current one, by how long."""
    if study_key(other) == study_key(info):
        return tr(SAME_STUDY)
    return relation(other, info)


def badge(related: str) -> str:
    """Name the other study in a word or two that can't be taken for the current one."""
    for word in map(tr, (PRIOR, LATER, SAME_DAY, SAME_STUDY)):
        if related.startswith(word):
            return word.upper()
    return tr(UNDATED).upper()


def nothing_links() -> str:
    """Say that nothing links two studies, and what to do."""
    return f"{tr(NOTHING_LINKS)} {tr(LINK_HINT)}"


def link_words(compared: Comparison) -> str:
    """Say what links the two studies, and how well; never that they are linked where not."""
    link = compared.link
    if link is None:
        return " ".join((tr("Not linked."), tr(LINK_HINT)))
    said = _rests_on(link)
    return (
        tr("Linked by {said}", said=said)
        if compared.on
        else tr("Not linked (known: {said})", said=said)
    )


def _rests_on(link: Link) -> str:
    if link.kind is LinkKind.FRAME:
        return tr("frame of reference")
    if link.kind is LinkKind.HAND:
        return tr("hand, shifted only")
    said = tr("{levels} of both", levels=_range(link.levels))
    if link.residual_mm is not None:
        said = tr("{said}, {residual:.1f} mm apart", said=said, residual=link.residual_mm)
    turn = link.to_other.angle_deg
    return (
        tr("{said}, turned {turn:.0f}°", said=said, turn=turn)
        if link.knows_turn
        else tr("{said}, shifted only", said=said)
    )


def _range(levels: tuple[Level, ...]) -> str:
    """Write levels that follow each other as a range, others one by one."""
    first, last = levels[0], levels[-1]
    if len(levels) > 1 and last.label - first.label == len(levels) - 1:
        return f"{first}–{last}"
    return ", ".join(level.value for level in levels)
