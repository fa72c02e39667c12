"""The detector alone: boxes around cracks, and whose they are."""

from __future__ import annotations

import numpy as np
import torch

from inference.networks.yolov5 import Detections
from training.phantoms.boxes import MARGIN_PX
from training.rows.boxes import FractureBoxes, _note, crack_boxes
from training.rows.studies import Part
from training.rows.workspace import Workspace


def test_a_box_lies_around_each_levels_crack() -> None:
    """With its margin, inside the slice; a speck gets none."""
    crack = np.zeros((30, 40), np.uint8)
    crack[1, 10:20] = 2
    crack[20:28, 30] = 3
    crack[25, 2] = 5
    np.testing.assert_array_equal(
        crack_boxes(crack),
        [
            [10 - MARGIN_PX, 0, 20 + MARGIN_PX, 2 + MARGIN_PX],
            [30 - MARGIN_PX, 20 - MARGIN_PX, 31 + MARGIN_PX, 30],
        ],
    )
    assert crack_boxes(crack * 0).shape == (0, 4)


def test_a_box_belongs_to_the_level_under_it() -> None:
    """The most confident one counts; one on no cervical level is nobody's."""
    label = np.zeros((20, 20), np.uint8)
    label[:10, :10], label[:10, 10:], label[15:, :] = 2, 3, 8
    corners = torch.tensor([[2.0, 2, 12, 8], [1, 1, 6, 6], [12, 1, 18, 6], [0, 15, 20, 20]])
    found = np.array([np.nan, 0.01, 0.01, np.nan, np.nan, np.nan, np.nan, np.nan])
    _note(Detections(corners, torch.tensor([0.3, 0.6, 0.4, 0.9])), label, found)
    np.testing.assert_allclose(found[1:3], [0.6, 0.4], atol=1e-6)
    assert np.isnan(found[[0, 3, 4, 5, 6, 7]]).all()


def test_a_batch_without_a_box_teaches_too(space: Workspace) -> None:
    """Boxes are shares of the image, each of its own image; none at all gives a loss."""
    task = FractureBoxes().tiny().task(space)
    image = np.zeros((64, 64), np.float32)
    boxes = np.array([[16, 32, 48, 64]], np.float32)
    batch = task.collate([(image, boxes[:0]), (image, boxes)])
    assert batch["bboxes"].tolist() == [[0.5, 0.75, 0.5, 0.5]]
    assert batch["batch_idx"].tolist() == [1.0]
    torch.manual_seed(0)
    network = task.build().train()
    empty = task.collate([(image, boxes[:0])] * 2)
    for one in (batch, empty):
        assert torch.isfinite(task.loss(network, one, 0.0))


def test_slices_with_cracks_are_drawn_more_often(space: Workspace) -> None:
    """The rare are oversampled: most examples hold a box, some hold none."""
    task = FractureBoxes(patch=128).task(space)
    counts = [len(task.example(np.random.default_rng(n))[1]) for n in range(24)]
    assert sum(count > 0 for count in counts) > 8
    assert 0 in counts
    assert (space.studies / Part.TRAIN).is_dir()
