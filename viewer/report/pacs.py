"""Sending DICOM objects to a picture archive: C-ECHO and C-STORE (PS3.4, PS3.7, PS3.8).

Nothing here runs by itself: a call opens one association, to the one place it is given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from threading import Event, Thread

from pydicom.dataset import Dataset
from pydicom.uid import UID, ExplicitVRLittleEndian, ImplicitVRLittleEndian
from pynetdicom import AE
from pynetdicom.association import Association

from inference.imaging.errors import OutputError
from viewer.state.pacs import Pacs
from viewer.texts import noop, tr

VERIFICATION = UID("1.2.840.10008.1.1")
"""The SOP class of C-ECHO."""

CONNECT_S = 10.0
"""Until the host answers at all, and a message that asks for nothing but an answer."""

ACCEPT_S = 15.0
"""Until the archive says whether it takes the connection, and closes it when told to."""

ANSWER_S = 60.0
"""Until the archive answers an object: it may write to tape meanwhile."""

LOOK_S = 0.2
"""While an answer is awaited it is looked so often whether it is still wanted."""

SUCCESS = 0x0000

_ASK = noop("ask who runs it")

_TAKEN_WITH = {
    0xB000: noop("the archive changed some of its values"),
    0xB006: noop("the archive left out some of its elements"),
    0xB007: noop("the archive says that it does not match its class"),
}
"""Warnings of C-STORE, PS3.4 table B.2-1: the object was stored all the same."""

_REFUSALS: tuple[tuple[int, int, str, str], ...] = (
    (0x0110, 0x0110, noop("processing failure"), noop("try again; the archive's log says more")),
    (
        0x0117,
        0x0117,
        noop("invalid object instance"),
        noop("export the results again and send those"),
    ),
    (
        0x0122,
        0x0122,
        noop("SOP class not supported"),
        noop("ask for this class to be allowed there"),
    ),
    (0x0124, 0x0124, noop("not authorised"), noop("ask for this AE title to be allowed to store")),
    (0x0210, 0x0211, noop("message not understood"), noop("ask for C-STORE to be allowed there")),
    (
        0xA700,
        0xA7FF,
        noop("out of resources"),
        noop("let the archive's disk be looked at, then try again"),
    ),
    (0xA900, 0xA9FF, noop("data set does not match its class"), noop("the archive's log says why")),
    (0xC000, 0xCFFF, noop("can't understand it"), noop("the archive's log says why")),
)
"""Failures of C-STORE by status, first to last: PS3.4 table B.2-1 and PS3.7 annex C."""

_REJECTIONS: dict[tuple[int | None, int | None], str] = {
    (1, 1): noop("it gave no reason; ask who runs it"),
    (1, 2): noop("it speaks another application context; ask who runs it"),
    (1, 3): noop(
        "it does not know the AE title {own}; have it entered there, or set the one it knows"
    ),
    (1, 7): noop("its AE title is not {title}; set the right one in the settings"),
    (2, 1): noop("it gave no reason; ask who runs it"),
    (2, 2): noop("it speaks another protocol version; ask who runs it"),
    (3, 1): noop("it is too busy now; try again later"),
    (3, 2): noop("it has too many connections; try again later"),
}
"""Remedies by source and reason of an A-ASSOCIATE-RJ, PS3.8 table 9-21."""


_UNREACHABLE = noop(
    "{name}: can't be reached. Check host and port in the settings, the network, and that the "
    "archive runs."
)


class SendingError(OutputError):
    """The archive could not be reached, or took nothing at all."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of one object.

    Attributes
    ----------
    number : int
        Its place among what was to be sent, from 0.
    taken : bool
        Whether the archive has it now.
    text : str
        What the archive said, with status and remedy; empty where it just took it.
    """

    number: int
    taken: bool
    text: str = ""


OnObject = Callable[[int], None]
"""Called with the number of the object under way: at its turn, and from another thread as long as
the archive is silent. What it raises ends the sending at once: that is how to cancel."""


def echo(pacs: Pacs) -> None:
    """Ask an archive whether it is there (C-ECHO).

    Raises
    ------
    SendingError
        If it is not, or does not answer as it should; the message names the remedy.
    """
    entity = _entity(pacs)
    entity.dimse_timeout = CONNECT_S
    entity.add_requested_context(VERIFICATION)
    with _association(entity, pacs) as association:
        status = association.send_c_echo()
        if "Status" not in status:
            raise SendingError(_lost(pacs))
        if status.Status != SUCCESS:
            raise SendingError(
                tr(
                    "{name}: answered C-ECHO with status {status}. Ask who runs the archive.",
                    name=pacs.name,
                    status=_hex(status.Status),
                )
            )


def send(
    pacs: Pacs, objects: Sequence[Dataset], on_object: OnObject | None = None
) -> tuple[Sent, ...]:
    """Send objects one after the other (C-STORE).

    Parameters
    ----------
    pacs : Pacs
    objects : sequence of Dataset
        With file meta information; uncompressed.
    on_object : callable, optional

    Returns
    -------
    tuple of Sent
        One for each object. Where the connection breaks, those that are left say so.

    Raises
    ------
    SendingError
        If no association comes about; nothing was sent then.
    """
    if not objects:
        return ()
    entity = _entity(pacs)
    for sop_class in sorted({str(one.SOPClassUID) for one in objects}):
        entity.add_requested_context(sop_class, [ExplicitVRLittleEndian, ImplicitVRLittleEndian])
    done = []
    with _association(entity, pacs) as association:
        for number, one in enumerate(objects):
            look = partial(on_object or _look_away, number)
            look()
            with _attended(association, look):
                done.append(_store(association, pacs, number, one))
    return tuple(done)


def _look_away(_number: int) -> None:
    """Let nothing end the sending."""


@contextmanager
def _attended(association: Association, look: Callable[[], None]) -> Iterator[None]:
    """Look up while an answer is awaited; what that raises ends the wait, and is raised here."""
    over, raised = Event(), list[Exception]()

    def attend() -> None:
        while not over.wait(LOOK_S):
            try:
                look()
            except Exception as error:  # noqa: BLE001 - raised in the thread that waits
                raised.append(error)
                # What pynetdicom takes for a timeout: it aborts then. Its own abort would leave the
                # thread that waits to wait on.
                association.dimse.msg_queue.put((None, None))
                return

    thread = Thread(target=attend, name="dens-send", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
    if raised:
        raise raised[0]


def _entity(pacs: Pacs) -> AE:
    if pacs.missing:
        raise SendingError(
            tr("No archive is set: {missing} is missing. See the settings.", missing=pacs.missing)
        )
    entity = AE(pacs.own_title)
    entity.connection_timeout = CONNECT_S
    entity.acse_timeout = ACCEPT_S
    entity.dimse_timeout = entity.network_timeout = ANSWER_S
    return entity


@contextmanager
def _association(entity: AE, pacs: Pacs) -> Iterator[Association]:
    """Open an association, and let it go whatever happens."""
    try:
        association = entity.associate(pacs.host, pacs.port, ae_title=pacs.title)
    except (OSError, UnicodeError) as error:
        # A name that nobody knows, or that can be none.
        raise SendingError(tr(_UNREACHABLE, name=pacs.name)) from error
    try:
        if not association.is_established:
            raise SendingError(_not_established(association, pacs))
        yield association
        if association.is_established:
            association.release()
    finally:
        if association.is_established:
            association.abort()


def _not_established(association: Association, pacs: Pacs) -> str:
    answer = association.acceptor.primitive
    if association.is_rejected and answer is not None:
        remedy = _REJECTIONS.get((answer.result_source, answer.diagnostic), _ASK)
        return tr(
            "{name}: refused the connection (source {source}, reason {reason}): {remedy}.",
            name=pacs.name,
            source=answer.result_source,
            reason=answer.diagnostic,
            remedy=tr(remedy, own=pacs.own_title, title=pacs.title),
        )
    if association.rejected_contexts:
        return tr(
            "{name}: takes none of what is to be sent; ask for these classes there.", name=pacs.name
        )
    return tr(_UNREACHABLE, name=pacs.name)


def _store(association: Association, pacs: Pacs, number: int, one: Dataset) -> Sent:
    if not association.is_established:
        return Sent(number, taken=False, text=_lost(pacs))
    if one.SOPClassUID not in {each.abstract_syntax for each in association.accepted_contexts}:
        text = tr(
            "not sent: {title} does not take {kind}; ask for this class to be allowed there",
            title=pacs.title,
            kind=one.SOPClassUID.name,
        )
        return Sent(number, taken=False, text=text)
    status = association.send_c_store(one)
    if "Status" not in status:
        return Sent(number, taken=False, text=_lost(pacs))
    return _answered(number, status.Status, str(status.get("ErrorComment") or ""))


def _answered(number: int, status: int, comment: str) -> Sent:
    if status == SUCCESS:
        return Sent(number, taken=True)
    said = tr(" (it says: {comment})", comment=comment) if comment else ""
    if status in _TAKEN_WITH:
        text = tr(
            "stored with a warning, status {status}: {meaning}{said}",
            status=_hex(status),
            meaning=tr(_TAKEN_WITH[status]),
            said=said,
        )
        return Sent(number, taken=True, text=text)
    return Sent(number, taken=False, text=_refused(status, said))


def _refused(status: int, said: str) -> str:
    for first, last, meaning, remedy in _REFUSALS:
        if first <= status <= last:
            return tr(
                "refused, status {status}, {meaning}{said}: {remedy}",
                status=_hex(status),
                meaning=tr(meaning),
                said=said,
                remedy=tr(remedy),
            )
    return tr(
        "refused, status {status}{said}: {remedy}",
        status=_hex(status),
        said=said,
        remedy=tr(_ASK),
    )


def _lost(pacs: Pacs) -> str:
    return tr(
        "{name}: the connection broke off. Check the network, then send again.", name=pacs.name
    )


def _hex(status: int) -> str:
    return f"{status:04X}H"
