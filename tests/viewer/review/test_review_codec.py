"""What is written is read as it was; what is wrong is named."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from review_strategies import reviews

from inference.findings import Level
from viewer.review.codec import from_json, to_json
from viewer.review.errors import SessionError
from viewer.review.review import Review, Verdict


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(reviews())
def test_round_trip(review):
    """Every review comes back equal, to the last digit, and is written the same again."""
    text = to_json(review)
    again = from_json(Review, text)
    assert again == review
    assert to_json(again) == text
    assert [type(mark) for mark in again.marks] == [type(mark) for mark in review.marks]


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda d: d["levels"][3].update(verdict="maybe"), "at levels.3.verdict"),
        (lambda d: d["levels"][3].update(text=5), "at levels.3.text"),
        (lambda d: d["levels"].pop(), "C1..C7, each once"),
        (lambda d: d.update(surprise=1), "at surprise"),
        (lambda d: d["blind"].update(committed_at="noon"), "at blind.committed_at"),
        (lambda d: d.update(mask_edits={"shape_kji": [1, 1, 1], "packed": "AAAA"}), "unpacked"),
    ],
)
def test_a_wrong_field_is_named(change, word):
    """The message says where the review is wrong."""
    document = json.loads(to_json(Review()))
    change(document)
    with pytest.raises(SessionError, match=word):
        from_json(Review, json.dumps(document))


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"levels": NaN}'])
def test_what_is_no_review_is_refused(text):
    """Broken JSON is an error of the session, not of a library."""
    with pytest.raises(SessionError, match="Review can't be read"):
        from_json(Review, text)


def test_the_words_of_the_file_are_the_enums_own():
    """The format does not hang on names in the code."""
    document = json.loads(to_json(Review()))
    assert document["levels"][0] == {
        "level": Level.C1.value,
        "verdict": Verdict.NONE.value,
        "reasons": [],
        "text": "",
    }
