"""Metrics of both stages; each exists once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

Array = NDArray[np.float64]

FOUND_MM = 20.0
"""A level is found when its centroid lies this near to the truth (VerSe)."""


def dice(found: NDArray[np.bool_], truth: NDArray[np.bool_]) -> float:
    """Dice coefficient 2|A and B| / (|A| + |B|); 1 where both are empty."""
    size = int(found.sum()) + int(truth.sum())
    return 2.0 * int((found & truth).sum()) / size if size else 1.0


def jaccard(found: NDArray[np.bool_], truth: NDArray[np.bool_]) -> float:
    """Jaccard index |A and B| / |A or B|; 1 where both are empty."""
    either = int((found | truth).sum())
    return int((found & truth).sum()) / either if either else 1.0


MATCH_IOU = 0.5
"""Boxes that overlap less don't show the same vertebra."""


@dataclass(frozen=True, slots=True)
class Matches:
    """Boxes of one image set against the true ones.

    Attributes
    ----------
    overlaps : tuple of float
        Intersection over union of each matched pair.
    true, found : int
        Boxes of either kind.
    """

    overlaps: tuple[float, ...]
    true: int
    found: int


def match_boxes(iou: Array) -> Matches:
    """Pair boxes so that the overlaps' sum is greatest; pairs below 0.5 are no match.

    Parameters
    ----------
    iou : ndarray, shape (true, found)
        Intersection over union of every pair.
    """
    rows, columns = linear_sum_assignment(np.where(iou >= MATCH_IOU, iou, 0.0), maximize=True)
    paired = iou[rows, columns]
    return Matches(tuple(float(v) for v in paired[paired >= MATCH_IOU]), *iou.shape)


@dataclass(frozen=True, slots=True)
class BoxFigures:
    """Quality of boxes over many images; NaN where there is nothing to divide by.

    Attributes
    ----------
    recall, precision : float
        Share of the true and of the found boxes that are matched.
    mean_iou : float
        Over matched pairs.
    panoptic_quality : float
        Sum of the matched pairs' IoU / (TP + FP/2 + FN/2) (Kirillov et al., Panoptic
        Segmentation, CVPR 2019): overlap times F1.
    """

    recall: float
    precision: float
    mean_iou: float
    panoptic_quality: float


def box_figures(matches: Sequence[Matches]) -> BoxFigures:
    """Pool the boxes of all images."""
    overlaps = np.array([v for match in matches for v in match.overlaps])
    true = sum(match.true for match in matches)
    found = sum(match.found for match in matches)
    return BoxFigures(
        len(overlaps) / true if true else float("nan"),
        len(overlaps) / found if found else float("nan"),
        mean(overlaps),
        2.0 * float(overlaps.sum()) / (true + found) if true + found else float("nan"),
    )


def identified(found: dict[int, Array], truth: dict[int, Array]) -> dict[int, bool]:
    """Which true levels were found, in the manner of VerSe.

    A level counts when its centroid (3,) lies within 20 mm of the truth and the truth is
    the nearest of all (Sekuboyina et al., Med Image Anal 2021, doi
    10.1016/j.media.2021.102166).
    """
    result = {}
    for level in truth:
        if level not in found:
            result[level] = False
            continue
        distances = {other: float(np.linalg.norm(found[level] - c)) for other, c in truth.items()}
        result[level] = (
            distances[level] <= FOUND_MM and min(distances, key=lambda n: distances[n]) == level
        )
    return result


def auc(scores: Array, labels: NDArray[np.bool_]) -> float:
    """Area under the ROC curve by ranks (Mann-Whitney), ties counted half; NaN for one class."""
    positive, negative = scores[labels], scores[~labels]
    if not len(positive) or not len(negative):
        return float("nan")
    ordered = np.sort(negative)
    below = np.searchsorted(ordered, positive, "left")
    not_above = np.searchsorted(ordered, positive, "right")
    return float((below + not_above).mean() / 2 / len(negative))


def sensitivity(scores: Array, labels: NDArray[np.bool_], threshold: float) -> float:
    """Share of the positives at or above the threshold."""
    return float((scores[labels] >= threshold).mean()) if labels.any() else float("nan")


def specificity(scores: Array, labels: NDArray[np.bool_], threshold: float) -> float:
    """Share of the negatives below the threshold."""
    return float((scores[~labels] < threshold).mean()) if (~labels).any() else float("nan")


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of some cases were hits."""

    count: int
    hits: int

    @property
    def share(self) -> float:
        """Hits by cases; NaN for no case."""
        return self.hits / self.count if self.count else float("nan")


def tally(hits: Iterable[bool]) -> Tally:
    """Count cases and hits."""
    known = list(hits)
    return Tally(len(known), sum(known))


def tally_by_name(hits: Iterable[tuple[str, bool]], names: Iterable[str]) -> dict[str, Tally]:
    """Count the cases of each name, in the order of ``names``; none without a case."""
    known = list(hits)
    counted = {name: tally(hit for other, hit in known if other == name) for name in names}
    return {name: made for name, made in counted.items() if made.count}


def youden_threshold(scores: Array, labels: NDArray[np.bool_]) -> float:
    """Threshold with the greatest sensitivity + specificity - 1, midway between two scores.

    Raises
    ------
    ValueError
        If all are of one class.
    """
    if labels.all() or not labels.any():
        raise ValueError("a threshold needs positives and negatives")
    known = np.unique(scores)
    if len(known) == 1:
        return float(known[0])
    between = (known[:-1] + known[1:]) / 2
    index = [sensitivity(scores, labels, t) + specificity(scores, labels, t) for t in between]
    return float(between[int(np.argmax(index))])


def accuracy(scores: Array, labels: NDArray[np.bool_], threshold: float = 0.5) -> float:
    """Share of right answers at a threshold, which itself counts as positive."""
    return float(((scores >= threshold) == labels).mean()) if len(labels) else float("nan")


def log_loss(scores: Array, labels: NDArray[np.bool_]) -> float:
    """Mean binary cross-entropy, unweighted."""
    return float(_cross_entropy(scores, labels).mean()) if len(labels) else float("nan")


def expected_calibration_error(scores: Array, labels: NDArray[np.bool_], bins: int = 10) -> float:
    """How far probabilities are from the shares of positives that they announce.

    Parameters
    ----------
    scores : ndarray, shape (n,)
        Probabilities of the positive class.
    labels : ndarray of bool, shape (n,)
    bins : int
        Of equal width over 0..1; each holds its upper edge, the first its lower one too.

    Notes
    -----
    Sum over the bins of n_b / n |mean label - mean score|. Naeini, Cooper and Hauskrecht,
    AAAI 2015, for a binary classifier's positive class.
    """
    if not len(labels):
        return float("nan")
    edges = np.linspace(0.0, 1.0, bins + 1)[1:-1]
    bin_of = np.searchsorted(edges, scores, "left")
    gap = np.bincount(bin_of, labels - scores, minlength=bins)
    return float(np.abs(gap).sum() / len(labels))


PROBABILITY_FLOOR = 1e-7
"""Probabilities are kept this far from 0 and 1, so that one sure error costs no infinity."""


def _cross_entropy(probability: Array, truth: NDArray[np.bool_]) -> Array:
    p = np.clip(probability, PROBABILITY_FLOOR, 1 - PROBABILITY_FLOOR)
    return np.asarray(-np.where(truth, np.log(p), np.log(1 - p)))


def competition_weights(
    truth: NDArray[np.bool_], present: NDArray[np.bool_] | None = None
) -> Array:
    """Weights of RSNA 2022, shape (studies, 8).

    1 for a negative level, 2 for a positive one, 7 for a negative patient, 14 for a positive
    one; 0 for a label that does not count.
    """
    weight = np.where(truth, 2.0, 1.0) * np.array([1.0] * 7 + [7.0])
    return np.asarray(weight if present is None else weight * present)


def competition_loss(
    probability: Array, truth: NDArray[np.bool_], present: NDArray[np.bool_] | None = None
) -> float:
    """Weighted log loss of RSNA 2022: each study's mean, then the mean over studies.

    Parameters
    ----------
    probability, truth : ndarray, shape (studies, 8)
        C1..C7 and the patient.
    present : ndarray of bool, same shape, optional
        Labels that count; all by default.

    Notes
    -----
    Per study sum(w ll) / sum(w), with the weights of :func:`competition_weights`.
    """
    weight = competition_weights(truth, present)
    loss = weight * _cross_entropy(probability, truth)
    return float((loss.sum(axis=1) / weight.sum(axis=1)).mean())


def competition_loss_pooled(
    probability: Array, truth: NDArray[np.bool_], present: NDArray[np.bool_] | None = None
) -> float:
    """The same loss divided once, by the weights of all studies together.

    Some of the competition's winners report this one. A study with fractures weighs more in
    it; see :func:`competition_loss` for the parameters.
    """
    weight = competition_weights(truth, present)
    return float((weight * _cross_entropy(probability, truth)).sum() / weight.sum())


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with its 95 % bootstrap interval; NaN where it can't be computed."""

    value: float
    low: float
    high: float

    def as_list(self) -> list[float | None]:
        """[value, low, high], rounded to four digits; None for NaN, which JSON lacks."""
        return [None if np.isnan(v) else round(v, 4) for v in (self.value, self.low, self.high)]


def mean(values: Array) -> float:
    """Mean of what is not NaN; NaN where all is."""
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else float("nan")


def bootstrap(
    count: int,
    figure: Callable[[NDArray[np.intp]], float],
    rng: np.random.Generator,
    rounds: int = 1000,
) -> Interval:
    """Percentile bootstrap over studies.

    Parameters
    ----------
    count : int
        Number of studies.
    figure : callable
        Computes the figure from study indices.
    """
    values = np.array([figure(rng.integers(count, size=count)) for _ in range(rounds)])
    known = values[~np.isnan(values)]
    low, high = np.percentile(known, [2.5, 97.5]) if len(known) else (np.nan, np.nan)
    return Interval(figure(np.arange(count)), float(low), float(high))
