"""What the window says of sending to an archive and of exports without identifiers."""

from __future__ import annotations

from collections.abc import Sequence

from inference.imaging.wording import count_of
from viewer.texts import noop, ntr, tr

HOST = noop("Host")
PORT = noop("Port")
TITLE = noop("AE title of the archive")
OWN_TITLE = noop("AE title of Dens")
TEST = noop("Test the connection (C-ECHO)")
ANSWER = noop("Answer of the archive")
ASKING = noop("Asking {name} …")
ANSWERED = noop("{name} answered: it is there and knows {own_title}.")
MISSING = noop("Still to be set: {missing}.")
PACS_NOTE = noop(
    "Dens sends nothing by itself: only this test, and what you confirm under File, Send to PACS. "
    "DICOM is sent unencrypted; keep to your hospital's own network."
)

SEND_TITLE = noop("Send to PACS")
SEND = noop("Send")
CLOSE = noop("Close")
STOP = noop("Stop")
PATIENT = noop("Patient")
DESTINATION = noop("Destination")
AS = noop("{name}, as {own_title}")
NO_PACS = noop("No archive is set ({missing} missing). Set it in the settings, under PACS.")
OBJECT, RESULT = noop("Object"), noop("Result")
WAITING = noop("not sent")
TAKEN = noop("stored")
SENDING = noop("Sending {number} of {count}: {title}")
PREPARING = noop("Preparing what is to be sent")
NOTHING_TO_SEND = noop(
    "Only results of a DICOM series can be sent to an archive, and this volume is none."
)
SENT_TO = "sent to {name}"
"""In the log, which is in English."""

STOPPED = noop("Sending was stopped. The archive may have some of the objects already.")

ANONYMISED_TITLE = noop("Exported without identifiers")
CHOOSE_FOLDER = noop("Export without identifiers to a folder")
WRITING_ANONYMISED = noop("Writing without identifiers")
WRITING_IMAGE = noop("Writing without identifiers: image {number} of {count}")
WRITTEN = noop("Written: {names}")
NOTHING_EXPORTED = noop("Nothing was exported. {text}")
FACE_NOTE = noop(
    "Pixels are as they were. A head CT shows the face, from which a person can be recognised: "
    "look at the images before you give them away."
)
UNSAID_NOTE = noop(
    "The images do not say whether text is burned into their pixels: look at them before you "
    "give them away."
)


_PROFILE = "DICOM PS3.15, Basic Application Level Confidentiality Profile"


def outcome_words(name: str, count: int, taken: int) -> str:
    """Say how many objects the archive has now."""
    if taken == count:
        return ntr(
            "{n} object stored at {name}.", "{n} objects stored at {name}.", count, name=name
        )
    return ntr(
        "{sent} of {n} object stored at {name}; the others were refused, see each one.",
        "{sent} of {n} objects stored at {name}; the others were refused, see each one.",
        count,
        sent=taken,
        name=name,
    )


def without_identifiers(images: int) -> str:
    """Name the images of an export without identifiers, as the log of the reading does."""
    # In English, as the log is.
    return f"{count_of(images, 'image')} without identifiers"


def summary_lines(
    images: int, patient_id: str, changed: Sequence[str], private: int, results: Sequence[str]
) -> tuple[str, ...]:
    """Say what an export without identifiers holds, and what it lacks."""
    return (
        ntr(
            "{n} image written; the patient is Anonymous, number {number}.",
            "{n} images written; the patient is Anonymous, number {number}.",
            images,
            number=patient_id,
        ),
        tr("Results: {names}.", names=", ".join(results))
        if results
        else tr("There are no results to go along."),
        tr(
            "All UIDs are replaced, alike in all files; the examination's dates and times are gone."
        ),
        ntr("{n} private attribute removed.", "{n} private attributes removed.", private),
        ntr(
            "{n} kind of attributes removed, emptied or replaced by {profile}: {names}.",
            "{n} kinds of attributes removed, emptied or replaced by {profile}: {names}.",
            len(changed),
            profile=_PROFILE,
            names=", ".join(changed),
        ),
        tr("Free text of the reading is left out."),
    )
