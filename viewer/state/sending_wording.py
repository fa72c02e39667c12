"""What the window says of sending to an archive and of exports without identifiers."""

from __future__ import annotations

from collections.abc import Sequence

from inference.imaging.wording import count_of

HOST = "Host"
PORT = "Port"
TITLE = "AE title of the archive"
OWN_TITLE = "AE title of Dens"
TEST = "Test the connection (C-ECHO)"
ANSWER = "Answer of the archive"
ASKING = "Asking {name} …"
ANSWERED = "{name} answered: it is there and knows {own_title}."
MISSING = "Still to be set: {missing}."
PACS_NOTE = (
    "Dens sends nothing by itself: only this test, and what you confirm under File, Send to PACS. "
    "DICOM is sent unencrypted; keep to your hospital's own network."
)

SEND_TITLE = "Send to PACS"
SEND = "Send"
CLOSE = "Close"
STOP = "Stop"
PATIENT = "Patient"
DESTINATION = "Destination"
AS = "{name}, as {own_title}"
NO_PACS = "No archive is set ({missing} missing). Set it in the settings, under PACS."
OBJECT, RESULT = "Object", "Result"
WAITING = "not sent"
TAKEN = "stored"
SENDING = "Sending {number} of {count}: {title}"
PREPARING = "Preparing what is to be sent"
ALL_SENT = "{objects} stored at {name}."
SOME_SENT = "{sent} of {objects} stored at {name}; the others were refused, see each one."
NOTHING_TO_SEND = (
    "Only results of a DICOM series can be sent to an archive, and this volume is none."
)
SENT_TO = "sent to {name}"
STOPPED = "Sending was stopped. The archive may have some of the objects already."

ANONYMISED_TITLE = "Exported without identifiers"
CHOOSE_FOLDER = "Export without identifiers to a folder"
WRITING_ANONYMISED = "Writing without identifiers"
FACE_NOTE = (
    "Pixels are as they were. A head CT shows the face, from which a person can be recognised: "
    "look at the images before you give them away."
)
UNSAID_NOTE = (
    "The images do not say whether text is burned into their pixels: look at them before you "
    "give them away."
)


def outcome_words(name: str, count: int, taken: int) -> str:
    """Say how many objects the archive has now."""
    objects = count_of(count, "object")
    if taken == count:
        return ALL_SENT.format(objects=objects, name=name)
    return SOME_SENT.format(sent=taken, objects=objects, name=name)


def without_identifiers(images: int) -> str:
    """Name the images of an export without identifiers, as the log of the reading does."""
    return f"{count_of(images, 'image')} without identifiers"


def summary_lines(
    images: int, patient_id: str, changed: Sequence[str], private: int, results: Sequence[str]
) -> tuple[str, ...]:
    """Say what an export without identifiers holds, and what it lacks."""
    profile = "DICOM PS3.15, Basic Application Level Confidentiality Profile"
    kinds = count_of(len(changed), "kind")
    return (
        f"{count_of(images, 'image')} written; the patient is Anonymous, number {patient_id}.",
        f"Results: {', '.join(results)}." if results else "There are no results to go along.",
        "All UIDs are replaced, alike in all files; the examination's dates and times are gone.",
        f"{count_of(private, 'private attribute')} removed.",
        f"{kinds} of attributes removed, emptied or replaced by {profile}: {', '.join(changed)}.",
        "Free text of the reading is left out.",
    )
