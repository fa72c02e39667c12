"""A small picture archive on this machine alone, that can be told to refuse."""

from __future__ import annotations

from contextlib import contextmanager

from pynetdicom import AE, evt
from pynetdicom.sop_class import (
    CTImageStorage,
    GrayscaleSoftcopyPresentationStateStorage,
    KeyObjectSelectionDocumentStorage,
    SecondaryCaptureImageStorage,
    SegmentationStorage,
    Verification,
)

from viewer.state.pacs import Pacs

ALL = (
    "1.2.840.10008.5.1.4.1.1.88.33",
    "1.2.840.10008.5.1.4.1.1.88.34",
    CTImageStorage,
    GrayscaleSoftcopyPresentationStateStorage,
    KeyObjectSelectionDocumentStorage,
    SecondaryCaptureImageStorage,
    SegmentationStorage,
    Verification,
)
"""Storage classes that it takes: both kinds of comprehensive SR among them."""


@contextmanager
def archive(status=0x0000, classes=ALL, title="ARCHIVE", **settings):
    """Run an archive on a free port of the loopback.

    Yields
    ------
    Pacs, list of Dataset
        Where it is, and what it has taken.
    """
    taken = []

    def store(event):
        answer = status(len(taken)) if callable(status) else status
        dataset = event.dataset
        dataset.file_meta = event.file_meta
        taken.append(dataset)
        return answer

    entity = AE(title)
    for name, value in settings.items():
        setattr(entity, name, value)
    for sop_class in classes:
        entity.add_supported_context(sop_class)
    server = entity.start_server(
        ("127.0.0.1", 0), block=False, evt_handlers=[(evt.EVT_C_STORE, store)]
    )
    try:
        yield Pacs("127.0.0.1", server.socket.getsockname()[1], title), taken
    finally:
        server.shutdown()
