"""What programs that nobody here wrote say of the DICOM objects, where they are installed."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess

import nibabel
import numpy as np
import pytest

from viewer.report.export import export_all
from viewer.report.values import rounded_probability
from viewer.state.person import Reader

TIMEOUT_S = 120

JAVA_LIMITS = " ".join(
    f"-Djdk.xml.xpath{name}=0" for name in ("ExprGrpLimit", "ExprOpLimit", "TotalOpLimit")
)
"""DicomSRValidator's style sheets are beyond what a current Java lets pass."""


def run(program, *arguments, folder=None):
    """Run a program, or skip where it is not installed; return its status and all it said."""
    found = shutil.which(program)
    if found is None:
        pytest.skip(f"{program} is not installed")
    environment = {**os.environ, "JAVA_TOOL_OPTIONS": JAVA_LIMITS}
    done = subprocess.run(  # noqa: S603  # validators, on files that this test made
        [found, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        cwd=folder,
        env=environment,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def exported(tmp_path_factory, scan, spoken):
    """A folder with the objects of a whole reading."""
    folder = tmp_path_factory.mktemp("exported")
    export_all(folder, scan.volume, scan.analysis, review=spoken, reader=Reader("A, B", "C"))
    return folder


@pytest.mark.parametrize("name", ["seg.dcm", "sr.dcm"])
def test_dciodvfy_finds_no_error(exported, name):
    """David Clunie's verifier of the information object definitions."""
    status, said = run("dciodvfy", "-new", exported / name)
    assert status == 0
    assert "Error" not in said


def test_dsrdump_reads_the_report(exported):
    """DCMTK reads the whole tree without a remark of error."""
    status, said = run("dsrdump", exported / "sr.dcm")
    assert status == 0
    assert not re.search(r"^E:", said, re.MULTILINE)
    assert said.count("Measurement Group") > 15


def test_pixelmed_validates_the_template(exported):
    """The templates of TID 1500, row by row; the program always exits with 0."""
    _, said = run("DicomSRValidator", "-checktemplateid", exported / "sr.dcm")
    assert "Root Template Validation Complete" in said
    assert not re.search(r"Error:|illegal relationship|Exception", said)


def test_dcentvfy_finds_patient_and_study_consistent(exported, scan):
    """All objects and the CT tell of the same patient and the same study."""
    files = [exported / "seg.dcm", exported / "sr.dcm", *sorted(scan.folder.iterdir())]
    _, said = run("dcentvfy", *files)
    assert not re.search(r"^Error", said, re.MULTILINE)


def test_dcmqi_reads_the_mask_voxel_by_voxel(exported, scan, tmp_path):
    """The masks of dcmqi are those that were exported, in the same place of the patient."""
    options = ["--outputType", "nii", "--mergeSegments", "--outputDirectory", tmp_path]
    status, said = run("segimage2itkimage", "--inputDICOM", exported / "seg.dcm", *options)
    assert status == 0, said
    image = nibabel.load(tmp_path / "1.nii.gz")
    theirs = np.asarray(image.dataobj).transpose(2, 1, 0)
    to_lps = np.diag([-1, -1, 1, 1]) @ image.affine
    # dcmqi leaves out the slices beyond the first and the last segment.
    first = scan.volume.geometry.lps_to_index(to_lps[:3, 3])
    assert first == pytest.approx(np.rint(first), abs=1e-3)
    k = round(float(first[0]))
    whole = np.zeros_like(scan.analysis.mask)
    whole[k : k + len(theirs)] = theirs
    assert np.array_equal(whole, scan.analysis.mask)


def test_dcmqi_reads_the_same_numbers(exported, scan, tmp_path):
    """The measurements in dcmqi's report hold each level's probability as it was exported."""
    out = tmp_path / "sr.json"
    options = ["--inputDICOM", exported / "sr.dcm", "--outputMetadata", out]
    status, said = run("tid1500reader", *options)
    assert status == 0, said
    told = {}
    for group in json.loads(out.read_text())["Measurements"]:
        for item in group.get("measurementItems", ()):
            if item["quantity"]["CodeValue"] == "probability":
                told[group["TrackingIdentifier"]] = float(item["value"])
    expected = {
        f"Dens {one.level}": rounded_probability(one.probability)
        for one in scan.analysis.findings
        if one.probability is not None
    }
    assert told == {**expected, "Dens neck": scan.analysis.patient.probability}
