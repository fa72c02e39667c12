"""The two stages on volumes whose truth is known exactly."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from inference.findings import LEVELS, Analysis, LevelState, Progress
from inference.imaging.errors import AnalysisMemoryError, DeviceError, WeightsError
from inference.imaging.geometry import VolumeGeometry
from inference.imaging.volume import Volume
from inference.networks.card import cards_sha256
from inference.networks.cracknet import MAP_PX
from inference.networks.fracture_net import FractureLogits
from inference.networks.models import Models
from inference.pipeline import STEPS, analyze, analyze_with
from inference.stages.segment import measure_levels
from tests.inference.stages.conftest import (
    HALF_MM,
    LEVEL_HU,
    STEP_HU,
    block_center,
    block_neck,
    to_hu,
)


def drain(steps: Generator[Progress, None, Analysis]) -> tuple[list[Progress], Analysis]:
    """All progress and the result."""
    seen = []
    while True:
        try:
            seen.append(next(steps))
        except StopIteration as stop:
            return seen, stop.value


def truth(volume: Volume) -> np.ndarray:
    """The mask that the HU encode."""
    code = (volume.hu.astype(int) - LEVEL_HU) // STEP_HU
    return np.where(volume.hu > LEVEL_HU, code, 0)


@pytest.mark.parametrize("spacing", [(1.0, 1.0, 1.0), (0.8, 0.5, 0.5), (2.0, 1.0, 1.0)])
def test_the_mask_is_the_truth_on_the_cts_own_grid(
    oracles: Models, spacing: tuple[float, float, float]
) -> None:
    """Each level overlaps its truth, whatever the CT's spacing."""
    volume = block_neck(spacing)
    _, analysis = drain(analyze_with(volume, oracles))
    assert analysis.mask.shape == volume.hu.shape
    for level in LEVELS:
        a, b = analysis.mask == level.label, truth(volume) == level.label
        assert 2 * (a & b).sum() / (a.sum() + b.sum()) > 0.85, level


def test_every_level_is_analysed_where_it_is(oracles: Models, neck: Volume) -> None:
    """Seven findings with centroid, box, slices and planes in patient millimetres."""
    _, analysis = drain(analyze_with(neck, oracles))
    assert analysis.complete
    assert analysis.cards_sha256 == cards_sha256(oracles.cards)
    for finding in analysis.findings:
        center = block_center(finding.level.label)
        assert finding.centroid_lps_mm == pytest.approx(center, abs=1.0)
        low, high = (np.array(corner) for corner in finding.box_lps_mm)
        np.testing.assert_allclose(low, center - HALF_MM, atol=2.0)
        np.testing.assert_allclose(high, center + HALF_MM, atol=2.0)
        assert len(finding.boxes_2d) >= 10
        for box in finding.boxes_2d:
            z = neck.geometry.index_to_lps([box.slice_index, 0, 0])[2]
            assert box.min_lps_mm[2] == pytest.approx(z, abs=1e-3)
            assert box.min_lps_mm[:2] == pytest.approx((center - HALF_MM)[:2], abs=2.0)
        assert len(finding.planes) == 30
        heights = [plane.position_lps_mm[2] for plane in finding.planes]
        assert heights == sorted(heights, reverse=True)
        assert sum(plane.weight for plane in finding.planes) == pytest.approx(1.0, abs=1e-4)
        assert 0 <= finding.probability <= 1


@pytest.mark.parametrize("flip", [(-1, 1, 1), (1, 1, -1), (1, -1, -1)])
def test_the_order_of_slices_rows_and_columns_does_not_matter(
    oracles: Models, neck: Volume, flip: tuple[int, int, int]
) -> None:
    """The same patient stored back to front gives the same findings in mm."""
    part = tuple(slice(None, None, f) for f in flip)
    matrix = neck.geometry.matrix
    first = [0 if f > 0 else n - 1 for f, n in zip(flip, neck.hu.shape, strict=True)]
    matrix[:3, 3] = neck.geometry.index_to_lps(first)
    matrix[:3, :3] *= np.array(flip[::-1])
    turned = Volume(neck.hu[part], type(neck.geometry).from_matrix(neck.hu.shape, matrix))
    _, straight = drain(analyze_with(neck, oracles))
    _, analysis = drain(analyze_with(turned, oracles))
    assert np.array_equal(analysis.mask[part], straight.mask)
    for a, b in zip(analysis.findings, straight.findings, strict=True):
        assert a.centroid_lps_mm == pytest.approx(b.centroid_lps_mm, abs=1e-2)
        assert a.probability == pytest.approx(b.probability, abs=1e-3)
        for box in a.boxes_2d:
            z = turned.geometry.index_to_lps([box.slice_index, 0, 0])[2]
            assert box.min_lps_mm[2] == pytest.approx(z, abs=1e-3)


def test_a_level_cut_by_the_edge_is_partial(oracles: Models) -> None:
    """C1 half out of view is partial; nothing above it is invented."""
    volume = block_neck(top_mm=150 / 2 - 54.0 - 1.0)
    _, analysis = drain(analyze_with(volume, oracles))
    assert analysis.findings[0].state is LevelState.PARTIAL
    assert "cut by the edge" in analysis.findings[0].reason
    assert not analysis.complete


def test_a_level_that_fades_out_at_the_edge_is_partial(oracles: Models) -> None:
    """The network's voxel is coarser than thin slices: its mask may stop short of the edge."""
    volume = block_neck((0.5, 1.0, 1.0), height_mm=120.0)
    hu = volume.hu.copy()
    hu[0] = 0
    _, analysis = drain(analyze_with(Volume(hu, volume.geometry), oracles))
    cut = [finding for finding in analysis.findings if finding.state is LevelState.PARTIAL]
    assert [finding.level for finding in cut] == ["C1", "C7"]


def test_thin_slices_have_boxes_each(oracles: Models) -> None:
    """At 0.5 mm every second slice is looked at; its boxes serve the one beside it."""
    volume = block_neck((0.5, 1.0, 1.0))
    _, analysis = drain(analyze_with(volume, oracles))
    for finding in analysis.findings:
        slices = [box.slice_index for box in finding.boxes_2d]
        assert slices == list(range(slices[0], slices[-1] - 1, -1))
        for box in finding.boxes_2d:
            z = volume.geometry.index_to_lps([box.slice_index, 0, 0])[2]
            assert box.min_lps_mm[2] == pytest.approx(z, abs=1e-3)


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        ("segmentation", "plane"),
        ("segmentation", "spacing_mm"),
        ("detection", "windows"),
        ("classification", "crop"),
        ("reformats", "crop"),
        ("reformats", "windows"),
    ],
)
def test_a_card_that_is_silent_is_named(
    oracles: Models, neck: Volume, kind: str, field: str
) -> None:
    """There are no defaults for what a network was trained on."""
    model = getattr(oracles, kind)
    rest = {k: v for k, v in model.card.preprocessing.items() if k != field}
    silent = replace(model, card=replace(model.card, preprocessing=rest))
    with pytest.raises(WeightsError, match=f"{kind}.json: 'preprocessing.{field}'"):
        drain(analyze_with(neck, replace(oracles, **{kind: silent})))


def test_networks_of_other_crops_are_not_read_together(oracles: Models, neck: Volume) -> None:
    """Both read the same crops, so both cards must say the same of them."""
    card = oracles.reformats.card
    crop = {**card.preprocessing["crop"], "planes": 20}
    other = replace(card, preprocessing={**card.preprocessing, "crop": crop})
    models = replace(oracles, reformats=replace(oracles.reformats, card=other))
    with pytest.raises(WeightsError, match=r"reformats.json: 'preprocessing.crop' differs"):
        drain(analyze_with(neck, models))


def test_levels_below_the_field_of_view_are_not_analysed(oracles: Models) -> None:
    """A head's CT that ends after C4 says why C5..C7 are missing."""
    volume = block_neck(levels=range(1, 5), height_mm=80.0, top_mm=-28.0)
    _, analysis = drain(analyze_with(volume, oracles))
    for finding in analysis.findings[4:]:
        assert finding.state is LevelState.NOT_ANALYSED
        assert finding.probability is None
        assert finding.reason == "outside the field of view"
    assert analysis.findings[3].state is LevelState.ANALYSED


def test_a_missing_level_inside_the_view_is_not_called_out_of_view(oracles: Models) -> None:
    """C4 not recognised between C3 and C5 is said to be just that."""
    volume = block_neck(levels=range(1, 8))
    hu = volume.hu.copy()
    hu[hu == LEVEL_HU + 4 * STEP_HU] = 0
    _, analysis = drain(analyze_with(Volume(hu, volume.geometry), oracles))
    assert analysis.findings[3].state is LevelState.NOT_ANALYSED
    assert "not recognised" in analysis.findings[3].reason


def test_nothing_is_named_where_there_is_no_spine(oracles: Models, neck: Volume) -> None:
    """Soft tissue alone: seven levels not analysed, no patient probability, no mask."""
    empty = Volume(np.zeros_like(neck.hu), neck.geometry)
    _, analysis = drain(analyze_with(empty, oracles))
    assert not analysis.mask.any()
    assert analysis.patient.probability is None
    assert {f.state for f in analysis.findings} == {LevelState.NOT_ANALYSED}


def test_progress_rises_to_the_end_and_names_every_step(oracles: Models, neck: Volume) -> None:
    """Fractions never fall, all steps after loading are named and timed."""
    seen, analysis = drain(analyze_with(neck, oracles))
    fractions = [p.fraction for p in seen]
    assert fractions == sorted(fractions)
    assert fractions[-1] == pytest.approx(1.0)
    assert {p.step for p in seen} == set(STEPS) - {"weights"}
    assert set(analysis.timing_s) == set(STEPS) - {"weights"}


def test_closing_the_generator_cancels_at_any_yield(oracles: Models, neck: Volume) -> None:
    """However far it got, closing ends it at once and without noise."""
    total = len(drain(analyze_with(neck, oracles))[0])
    for stop_after in range(1, total, 5):
        steps = analyze_with(neck, oracles)
        for _ in range(stop_after):
            next(steps)
        steps.close()
        assert steps.gi_frame is None


def test_an_accelerator_out_of_memory_falls_back_to_the_cpu(
    oracles: Models, neck: Volume, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first try runs out of memory; the second, on the CPU, succeeds and says so."""

    class Starved(torch.nn.Module):
        """Raises once, as a full accelerator does."""

        def __init__(self, inner: torch.nn.Module) -> None:
            super().__init__()
            self.inner = inner
            self.raised = False

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            """Fail the first time."""
            if not self.raised:
                self.raised = True
                raise torch.OutOfMemoryError("full")
            return self.inner(x)

    starved = type(oracles.segmentation)(
        Starved(oracles.segmentation.network), oracles.segmentation.card
    )
    models = replace(oracles, segmentation=starved, device=torch.device("meta"))
    monkeypatch.setattr(torch.Tensor, "to", _ignore_meta(torch.Tensor.to), raising=True)
    seen, analysis = drain(analyze_with(neck, models))
    assert any("going on on the CPU" in p.text for p in seen)
    assert analysis.complete


@pytest.mark.parametrize(
    "error",
    [MemoryError(), RuntimeError("DefaultCPUAllocator: can't allocate memory"), RuntimeError("x")],
)
def test_too_little_memory_is_told_with_its_remedy(
    oracles: Models, neck: Volume, error: Exception
) -> None:
    """Whether NumPy or torch found none; another error stays what it is."""

    class Full(nn.Module):
        """Finds no memory."""

        def forward(self, _: Tensor) -> Tensor:
            """Fail."""
            raise error

    full = replace(oracles.segmentation, network=Full())
    expected = type(error) if str(error) == "x" else AnalysisMemoryError
    with pytest.raises(expected, match=r"^x$|Close other programs"):
        drain(analyze_with(neck, replace(oracles, segmentation=full)))


def _ignore_meta(to):
    """Stand-in for an accelerator: tensors sent to 'meta' stay where they are."""

    def moved(tensor, *args, **kwargs):
        args = tuple(a for a in args if a != torch.device("meta"))
        return to(tensor, *args, **kwargs) if args or kwargs else tensor

    return moved


def test_missing_weights_are_named(neck: Volume, tmp_path: Path) -> None:
    """An empty weights folder gives one line that names the file and the remedy."""
    with pytest.raises(WeightsError, match=r"segmentation\.json.*missing.*Install Dens again"):
        drain(analyze(neck, "cpu", tmp_path))


def test_an_unknown_device_is_named(neck: Volume) -> None:
    """A device that is not known, or not there, is refused with the remedy."""
    with pytest.raises(DeviceError, match="'tpu' is not known"):
        drain(analyze(neck, "tpu"))
    if not torch.cuda.is_available():
        with pytest.raises(DeviceError, match="not available here: use --device cpu"):
            drain(analyze(neck, "cuda"))


def test_a_stray_piece_at_the_edge_does_not_cut_a_level() -> None:
    """Only the level's own body tells whether it reaches the edge."""
    geometry = VolumeGeometry.from_matrix((20, 20, 20), np.eye(4))
    mask = np.zeros((20, 20, 20), np.uint8)
    mask[8:14, 8:14, 8:14] = 5
    mask[0:2, 10, 10] = 5
    assert not measure_levels(mask, geometry, 1.5)[5].cut
    mask[0:9, 10, 10] = 5
    assert measure_levels(mask, geometry, 1.5)[5].cut


class BrightestCells(nn.Module):
    """Takes what is brightest on a plane for a crack, and says so as stage 2's network does."""

    def forward(self, planes: Tensor, present: Tensor) -> FractureLogits:
        """Look at planes (1, 7, planes, channels, h, w) and present (1, 7)."""
        bright = to_hu(planes[0, :, :, 0]) / 100.0
        cells = nn.functional.max_pool2d(bright, MAP_PX)
        highest = cells.flatten(2).amax(dim=-1)
        return FractureLogits(
            present, present[:, 0], highest[None], highest.softmax(dim=-1)[None], cells[None]
        )


@pytest.mark.parametrize("spacing", [(1.0, 1.0, 1.0), (2.0, 0.7, 0.7)])
def test_the_evidence_lies_where_the_network_saw_it(
    oracles: Models, spacing: tuple[float, float, float]
) -> None:
    """What is planted into a vertebra is found in mm, within a cell and the CT's own voxels."""
    volume = block_neck(spacing)
    planted = block_center(4) + np.array([-9.0, 6.0, 3.0])
    index = np.rint(volume.geometry.lps_to_index(planted)).astype(int)
    hu = volume.hu.copy()
    hu[tuple(slice(n - 1, n + 2) for n in index)] = LEVEL_HU + 4 * STEP_HU + 45
    seen = replace(oracles.classification, network=BrightestCells())
    models = replace(oracles, classification=seen)
    _, analysis = drain(analyze_with(replace(volume, hu=hu), models))
    finding = analysis.findings[3]
    cell_mm = MAP_PX * 2.0
    assert finding.suspected
    assert finding.cracks.logits.shape == (30, 18, 18)
    assert finding.cracks.geometry.spacing_kji_mm[1:] == pytest.approx((cell_mm, cell_mm))
    np.testing.assert_allclose(finding.evidence_lps_mm[:2], planted[:2], atol=cell_mm)
    assert finding.evidence_lps_mm[2] == pytest.approx(planted[2], abs=1.5 * spacing[0] + 0.5)


def test_a_level_that_is_not_analysed_has_no_map(oracles: Models) -> None:
    """Weights and map go together; where nothing was looked at there is neither."""
    _, analysis = drain(analyze_with(block_neck(levels=range(2, 6)), oracles))
    for finding in analysis.findings:
        assert (finding.cracks is None) == (finding.planes == ())
    assert analysis.findings[0].cracks is None
    assert analysis.findings[2].cracks is not None
