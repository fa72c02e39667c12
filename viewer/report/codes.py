"""The coded words of Dens's DICOM objects: one place, so that all of them say the same.

Standard codes come from pydicom's dictionaries of DCM, SNOMED CT and UCUM. Where DICOM has no
word, Dens has its own scheme; a code value once given never changes its meaning.
"""

from __future__ import annotations

from pydicom.sr.codedict import codes
from pydicom.sr.coding import Code

from inference.findings import Level, LevelState
from inference.spine.proposals import (
    ATLANTO_DENS,
    BASION_DENS,
    PAIRS,
    SOFT_TISSUE_MM,
    Standing,
    soft_tissue_name,
    translation_name,
)
from viewer.review.review import FalsePositiveReason, Impression, MissedReason, Verdict

SCHEME = "99DENS"
"""Private designators begin with 99 (PS3.16, 8)."""

SCHEME_NAME = "Dens private codes"


def own(value: str, meaning: str) -> Code:
    """Make a code of Dens's own scheme; its value has 16 characters at most (PS3.5, SH)."""
    return Code(value, SCHEME, meaning)


VERTEBRAE: dict[Level, Code] = {
    Level.C1: codes.SCT.C1Vertebra,
    Level.C2: codes.SCT.C2Vertebra,
    Level.C3: codes.SCT.C3Vertebra,
    Level.C4: codes.SCT.C4Vertebra,
    Level.C5: codes.SCT.C5Vertebra,
    Level.C6: codes.SCT.C6Vertebra,
    Level.C7: codes.SCT.C7Vertebra,
}
ANATOMICAL_STRUCTURE: Code = codes.SCT.AnatomicalStructure
CERVICAL_SPINE: Code = codes.SCT.CervicalSpine
ARTIFICIAL_INTELLIGENCE: Code = codes.cid7162.ArtificialIntelligence
BODY_PART = "CSPINE"
"""Body Part Examined (0018,0015) of the cervical spine, PS3.16 Annex L."""

MILLIMETRE: Code = codes.UCUM.Millimeter
SQUARE_MILLIMETRE: Code = codes.UCUM.SquareMillimeter
DEGREE: Code = codes.UCUM.Degree
HOUNSFIELD: Code = codes.UCUM.HounsfieldUnit
NO_UNITS: Code = codes.UCUM.NoUnits

UNITS: frozenset[str] = frozenset(
    unit.value for unit in (MILLIMETRE, SQUARE_MILLIMETRE, DEGREE, HOUNSFIELD, NO_UNITS)
)
"""Every UCUM unit that Dens writes: no validator catches a wrong one."""

LENGTH: Code = codes.SCT.Length
ANGLE: Code = codes.SCT.Angle
COBB_ANGLE: Code = codes.SCT.CobbAngle
AREA: Code = codes.SCT.AreaOfDefinedRegion
ATTENUATION: Code = codes.DCM.AttenuationCoefficient
MEAN: Code = codes.SCT.Mean
STANDARD_DEVIATION: Code = codes.SCT.StandardDeviation
MINIMUM: Code = codes.SCT.Minimum
MAXIMUM: Code = codes.SCT.Maximum

MEASURANDS: dict[str, Code] = {
    BASION_DENS: own("bdi", BASION_DENS),
    ATLANTO_DENS: own("adi", ATLANTO_DENS),
    **{
        soft_tissue_name(level): own(f"soft-tissue-{level}", soft_tissue_name(level))
        for level in SOFT_TISSUE_MM
    },
    **{
        translation_name(upper, lower): own(
            f"transl-{upper}-{lower}", translation_name(upper, lower)
        )
        for upper, lower in PAIRS
    },
}
"""By the name that reviews keep."""

PROBABILITY = own("probability", "Probability of fracture")
THRESHOLD = own("threshold", "Working threshold of the probability")
ASSESSMENT = own("assessment", "Assessment for fracture")
NECK_ASSESSMENT = own("neck", "Assessment of the whole neck for fracture")
READER_FINDING = own("reader-finding", "Fracture suspected by the reader")
MARK = own("mark", "Mark of the reader")
MEASUREMENT = own("measurement", "Measurement confirmed by the reader")
STANDING = own("standing", "Standing against published limits")
STANDINGS: dict[Standing, Code] = {
    Standing.WITHIN: own("within", "Within the published limits"),
    Standing.BETWEEN: own("between", "Between published limits"),
    Standing.BEYOND: own("beyond", "Beyond the published limits"),
}
"""Said of a value, never of the patient."""

SUSPICION_OF_READER = own("reader-suspic", "Suspicion of the reader")
SUSPECTED_BY_READER = own("reader-suspects", "Suspected")

SUSPICION = own("suspicion", "Suspicion of the networks")
SUSPECTED = own("suspected", "Suspected at the working threshold")
BELOW_THRESHOLD = own("below-threshold", "Below the working threshold")
NOT_ANALYSED = own("not-analysed", "Not analysed")
"""Below the threshold is no finding of normality: Dens has no code for that."""

STATE = own("state", "State of the analysis")
STATES: dict[LevelState, Code] = {
    LevelState.ANALYSED: own("analysed", "Analysed"),
    LevelState.PARTIAL: own("partial", "Analysed in part"),
    LevelState.NOT_ANALYSED: NOT_ANALYSED,
}

VERDICT = own("verdict", "Verdict of the reader")
VERDICTS: dict[Verdict, Code] = {
    Verdict.NONE: own("not-read", "Not read"),
    Verdict.ACCEPT: own("accepted", "Accepted"),
    Verdict.REJECT: own("rejected", "Rejected"),
    Verdict.UNCERTAIN: own("uncertain", "Uncertain"),
}

REASON = own("reason", "Reason of the reader")
REASONS: dict[FalsePositiveReason | MissedReason, Code] = {
    FalsePositiveReason.CALCIFIED_VESSEL: own("calcified-vessel", "Calcified vessel"),
    FalsePositiveReason.VASCULAR_CHANNEL: own("vascular-channel", "Vascular channel"),
    FalsePositiveReason.CHRONIC_FRACTURE: own("chronic-fracture", "Chronic fracture"),
    FalsePositiveReason.OSTEOPHYTE: own("osteophyte", "Osteophyte"),
    FalsePositiveReason.ARTEFACT: own("artefact", "Artefact"),
    FalsePositiveReason.UNFUSED_APOPHYSIS: own("apophysis", "Unfused apophysis"),
    MissedReason.TRANSVERSE_PROCESS: own("transverse-proc", "Transverse process"),
    MissedReason.SPINOUS_PROCESS: own("spinous-process", "Spinous process"),
    MissedReason.OSTEOPHYTE: own("hidden-osteoph", "Hidden by an osteophyte"),
    MissedReason.LOW_LEVEL: own("low-level", "Low level"),
}

OWN_READ = own("own-read", "Own read before the result was shown")
IMPRESSIONS: dict[Impression, Code] = {
    Impression.NONE: own("own-none", "Nothing held"),
    Impression.SUSPECTED: own("own-suspected", "Suspected"),
    Impression.NOT_SUSPECTED: own("own-below", "Not suspected"),
    Impression.UNCERTAIN: own("own-uncertain", "Uncertain"),
}

MASK = own("mask", "Origin of the mask")
MASK_BY_NETWORK = own("mask-network", "By the network")
MASK_CORRECTED = own("mask-corrected", "Corrected by the reader")

NOTICE = own("notice", "Notice")
CAVEAT = own("caveat", "How far the result may be trusted")
PROVENANCE = own("provenance", "Origin of the weights")
VOLUME_WARNING = own("volume-warning", "Warning about the volume")
RESULT = own("result", "Result")
REASON_TEXT = own("reason-text", "Why it was not analysed, or in part")
NOTE = own("note", "Note of the reader")
LIMIT = own("limit", "Published limit and its source")
COMMENT: Code = codes.DCM.Comment
FINDING: Code = codes.DCM.Finding
