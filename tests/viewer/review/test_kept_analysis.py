"""An analysis comes back from its file as it was, or one sentence says why it doesn't."""

from dataclasses import replace
from zipfile import ZIP_DEFLATED, ZipFile

import numpy as np
import pytest

from inference.findings import LEVELS
from inference.imaging.errors import OutputError
from tests.viewer.conftest import INSTALLED_SHA256, SHAPE
from tests.viewer.evidence_analysis import with_evidence
from viewer.review.errors import SessionError
from viewer.review.kept_analysis import keep_analysis, kept_path, read_kept
from viewer.review.key import session_key

MOST_BYTES = 4 << 20
"""Of a file for a large scan."""


@pytest.fixture
def key(volume):
    """Whose analysis it is."""
    return session_key(volume)


@pytest.fixture
def kept(tmp_path, key, analysis):
    """Keep an analysis with crack maps, and return it."""
    whole = with_evidence(analysis)
    keep_analysis(tmp_path, key, whole)
    return whole


def read(folder, key, analysis, cards=INSTALLED_SHA256):
    """Read the analysis for the volume that it was made of."""
    return read_kept(folder, key, analysis.geometry, cards)


def rewrite(folder, key, **members):
    """Write some members of the file anew, by the first part of their names."""
    path = kept_path(folder, key)
    with ZipFile(path) as file:
        contents = {name: file.read(name) for name in file.namelist()}
    with ZipFile(path, "w", ZIP_DEFLATED) as file:
        for name, content in contents.items():
            file.writestr(name, members.get(name.split(".")[0], lambda told: told)(content))


def same(one, other):
    """Tell whether two findings are the same to the last cell."""
    if (one.cracks is None) != (other.cracks is None):
        return False
    if one.cracks is not None and not (
        np.array_equal(one.cracks.logits, other.cracks.logits)
        and one.cracks.geometry == other.cracks.geometry
    ):
        return False
    return replace(one, cracks=None) == replace(other, cracks=None)


def test_it_comes_back_to_the_last_digit(tmp_path, key, kept):
    """Masks, probabilities, boxes, weights, crack maps, networks, times."""
    back = read(tmp_path, key, kept)
    assert np.array_equal(back.mask, kept.mask)
    assert not back.mask.flags.writeable
    assert all(map(same, back.findings, kept.findings))
    assert any(finding.cracks is not None for finding in back.findings)
    assert back.patient == kept.patient
    assert back.models == kept.models
    assert back.made == kept.made
    assert dict(back.timing_s) == dict(kept.timing_s)


def test_a_large_one_is_a_small_file(tmp_path, key, analysis):
    """The mask of 512 x 512 x 245 voxels is compressed."""
    geometry = analysis.geometry.with_shape((245, 512, 512))
    index = [np.arange(n) * m // n for n, m in zip(geometry.shape_kji, SHAPE, strict=True)]
    large = replace(with_evidence(analysis), mask=analysis.mask[np.ix_(*index)], geometry=geometry)
    keep_analysis(tmp_path, key, large)
    assert kept_path(tmp_path, key).stat().st_size < MOST_BYTES
    assert np.array_equal(read(tmp_path, key, large).mask, large.mask)


@pytest.mark.usefixtures("kept")
def test_it_names_nobody(tmp_path, key, volume):
    """Neither the file's name nor its content tells patient, study or series."""
    path = kept_path(tmp_path, key)
    with ZipFile(path) as file:
        told = path.name.encode() + b"".join(file.read(name) for name in file.namelist())
    info = volume.info
    for word in (
        info.patient_name, info.patient_id, info.patient_birth_date, info.study_date,
        info.source, info.series_description,
    ):  # fmt: skip
        assert word
        assert word.encode() not in told


@pytest.mark.parametrize("share", [0.0, 0.01, 0.3, 0.7, 0.99, 0.9999])
def test_a_truncated_file_is_told(tmp_path, key, kept, share):
    """Wherever it ends."""
    path = kept_path(tmp_path, key)
    path.write_bytes(path.read_bytes()[: int(share * path.stat().st_size)])
    with pytest.raises(SessionError, match=r"can't be read .* Analyse again") as caught:
        read(tmp_path, key, kept)
    assert str(path) in str(caught.value)


def test_no_altered_bit_changes_what_is_said(tmp_path, key, kept):
    """A bit flipped anywhere is told, or lies where nothing is read."""
    path = kept_path(tmp_path, key)
    whole = path.read_bytes()
    rng = np.random.default_rng(1)
    places = {
        *range(60),
        *range(len(whole) - 800, len(whole), 3),
        *rng.integers(len(whole), size=99),
    }
    told = 0
    for place in places:
        altered = bytearray(whole)
        altered[place] ^= 1 << int(rng.integers(8))
        path.write_bytes(altered)
        try:
            back = read(tmp_path, key, kept)
        except SessionError:
            told += 1
            continue
        assert np.array_equal(back.mask, kept.mask)
        assert all(map(same, back.findings, kept.findings))
    assert told > len(places) // 3


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (b'"format_version":1', b'"format_version":2', "format 2"),
        (b'"probability":0.93', b'"probability":1.93', "0..1"),
        (b'"probability":0.93', b'"probability":NaN', "0..1"),
        (b'"level":"C5"', b'"level":"T5"', "level"),
        (b'"level":"C5"', b'"level":"C6"', r"C1\.\.C7"),
        (b'"slice_index":', b'"slice_index":99', "slice"),
        (b'"state":"partial"', b'"state":"analysed"', "reason"),
        (b'"series_sha256":"', b'"series_sha256":"0', "another series"),
        (b'{"', b'{"more":1,"', "more"),
    ],
)
def test_what_no_analysis_says_is_refused(tmp_path, key, kept, old, new, why):
    """Ranges, names of levels, slices and fields are those that an analysis may have."""

    def alter(told):
        assert old in told
        return told.replace(old, new, 1)

    rewrite(tmp_path, key, analysis=alter)
    with pytest.raises(SessionError, match=why):
        read(tmp_path, key, kept)


@pytest.mark.parametrize(
    ("member", "change", "why"),
    [
        ("mask", lambda told: told[:-1], "bytes"),
        ("mask", lambda told: told[:-1] + b"\x08", "no level"),
        ("cracks", lambda told: told + b"\0\0", "bytes"),
        ("cracks", lambda told: b"\xff\x7f" + told[2:], "finite"),
        ("analysis", lambda _told: b" " * (1 << 25), "too long"),
    ],
)
def test_arrays_are_as_large_as_they_have_to_be(tmp_path, key, kept, member, change, why):
    """Another size is refused before it is read; so is a value that can't be."""
    rewrite(tmp_path, key, **{member: change})
    with pytest.raises(SessionError, match=why):
        read(tmp_path, key, kept)


def test_other_weights_are_told_calmly(tmp_path, key, kept):
    """By name; the file stays."""
    before = kept_path(tmp_path, key).read_bytes()
    with pytest.raises(SessionError, match=r"other weights.*CrackNet 0\.1\.0.*analyse again"):
        read(tmp_path, key, kept, cards="0" * 64)
    assert kept_path(tmp_path, key).read_bytes() == before


def test_a_device_without_room_leaves_the_earlier_one(tmp_path, key, kept):
    """Nothing half-written stays either."""
    resource = pytest.importorskip("resource", reason="a limit on files' sizes is POSIX's")
    findings = tuple(replace(f, threshold=0.25) for f in kept.findings)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2048, hard))
    try:
        with pytest.raises(OutputError, match="can't be written"):
            keep_analysis(tmp_path, key, replace(kept, findings=findings))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert [path.name for path in tmp_path.iterdir()] == [kept_path(tmp_path, key).name]
    back = read(tmp_path, key, kept)
    assert [f.threshold for f in back.findings] == [f.threshold for f in kept.findings]
    assert len(back.findings) == len(LEVELS)
