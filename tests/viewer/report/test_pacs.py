"""C-ECHO and C-STORE with an archive on this machine; every refusal names status and remedy."""

from __future__ import annotations

import gc
import re
import socket
import time
from threading import Event

import pytest
from pydicom.dataset import Dataset
from pydicom.uid import CTImageStorage, SecondaryCaptureImageStorage
from pynetdicom.association import Association

from tests.dicom_factory import ct_dataset, ramp_hu
from tests.viewer.archive import archive
from viewer.report.pacs import SendingError, echo, send
from viewer.state.pacs import Pacs


@pytest.fixture
def slices():
    """Three CT images of one series."""
    return [ct_dataset(hu, (0.0, 0.0, float(k))) for k, hu in enumerate(ramp_hu((3, 6, 5)))]


def free_port():
    """Find a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_an_archive_that_is_there_answers():
    """C-ECHO returns without an error."""
    with archive() as (pacs, taken):
        echo(pacs)
    assert taken == []


def test_what_is_sent_arrives_unchanged(slices):
    """The archive has the same data sets, and each is told as the next."""
    told = []
    with archive() as (pacs, taken):
        sent = send(pacs, slices, told.append)
    assert [one.taken for one in sent] == [True] * 3
    assert [one.text for one in sent] == [""] * 3
    assert told == [0, 1, 2]
    assert taken == slices


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (0xA700, "status A700H, out of resources.*disk"),
        (0xA900, "status A900H, data set does not match"),
        (0xC001, "status C001H, can't understand"),
        (0x0122, "status 0122H, SOP class not supported.*allowed"),
        (0x0124, "status 0124H, not authorised.*allowed"),
        (0x0110, "status 0110H, processing failure"),
        (0x0213, "status 0213H: ask who runs it"),
    ],
    ids=lambda value: f"{value:04X}" if isinstance(value, int) else "",
)
def test_a_refusal_is_named(slices, status, said):
    """The status and a remedy stand with the object, and the others go on."""
    answers = {0: 0x0000, 1: status, 2: 0x0000}
    with archive(status=answers.get) as (pacs, _):
        sent = send(pacs, slices)
    assert [one.taken for one in sent] == [True, False, True]
    assert re.search(said, sent[1].text)


def test_a_warning_is_told_and_stored():
    """Coerced values: the archive has the object, and says so."""
    with archive(status=0xB000) as (pacs, _):
        (sent,) = send(pacs, [ct_dataset(ramp_hu((1, 6, 5))[0])])
    assert sent.taken
    assert "B000H" in sent.text
    assert "changed" in sent.text


def test_a_class_that_is_not_taken_is_named(slices):
    """Objects of an unknown class stay behind with its name; those of others are stored."""
    slices[1].SOPClassUID = SecondaryCaptureImageStorage
    slices[1].file_meta.MediaStorageSOPClassUID = SecondaryCaptureImageStorage
    with archive(classes=(CTImageStorage,)) as (pacs, taken):
        sent = send(pacs, slices)
    assert [one.taken for one in sent] == [True, False, True]
    assert "Secondary Capture Image Storage" in sent[1].text
    assert len(taken) == 2


def test_no_class_at_all_is_one_error(slices):
    """An archive that takes nothing is named once."""
    with (
        archive(classes=(SecondaryCaptureImageStorage,)) as (pacs, _),
        pytest.raises(SendingError, match="takes none of what is to be sent"),
    ):
        send(pacs, slices)


# pynetdicom leaves the socket of a failed connection to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("host", ["127.0.0.1", "no-such-host.invalid"])
def test_nobody_there_is_named(host):
    """A closed port, or no such host: both and the network are to be checked."""
    pacs = Pacs(host, free_port(), "ARCHIVE")
    with pytest.raises(SendingError, match=rf"ARCHIVE at {host}:\d+: can't be reached.*Check host"):
        echo(pacs)
    gc.collect()


def test_another_title_is_named():
    """An archive of another AE title rejects, and the remedy says which title is wrong."""
    with archive(require_called_aet=True) as (pacs, _):
        wrong = Pacs(pacs.host, pacs.port, "OTHER")
        with pytest.raises(SendingError, match=r"its AE title is not OTHER.*settings"):
            echo(wrong)


def test_an_unknown_caller_is_named():
    """An archive that does not know Dens rejects, and the remedy names Dens's title."""
    with (
        archive(require_calling_aet=["ONLY_ME"]) as (pacs, _),
        pytest.raises(SendingError, match="does not know the AE title DENS"),
    ):
        echo(pacs)


def test_an_unset_archive_opens_no_connection(monkeypatch):
    """Without a host nothing is tried, and what is missing is named."""
    monkeypatch.setattr(socket, "socket", None)
    with pytest.raises(SendingError, match="the host, the archive's AE title is missing"):
        echo(Pacs())


def test_a_broken_connection_is_told_for_each(slices, monkeypatch):
    """Where the connection is aborted, that object and those after it say so."""
    real = Association.send_c_store

    def breaking(association, dataset):
        if dataset is slices[1]:
            association.abort()
            return Dataset()
        return real(association, dataset)

    monkeypatch.setattr(Association, "send_c_store", breaking)
    with archive() as (pacs, _):
        sent = send(pacs, slices)
    assert [one.taken for one in sent] == [True, False, False]
    assert all("connection broke off" in one.text for one in sent[1:])


def test_a_silent_archive_can_be_left(slices):
    """What is raised while an answer is awaited ends the sending, and is raised."""
    go_on, looked = Event(), []

    def silent(_number):
        go_on.wait(20)
        return 0x0000

    def look(number):
        looked.append(number)
        if len(looked) == 3:
            raise KeyError("enough")

    with archive(status=silent) as (pacs, taken):
        begun = time.monotonic()
        with pytest.raises(KeyError, match="enough"):
            send(pacs, slices, look)
        assert time.monotonic() - begun < 10
        go_on.set()
    assert looked == [0, 0, 0]
    assert len(taken) <= 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": "A" * 17},
        {"title": "a\\b"},
        {"own_title": "Röntgen"},
        {"port": 0},
        {"port": 65536},
        {"host": "two words"},
    ],
    ids=str,
)
def test_what_dicom_forbids_is_refused(wrong):
    """Titles, ports and hosts that no archive can have."""
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Pacs(**wrong)
