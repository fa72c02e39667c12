"""The networks' shapes and the properties that they are built for."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest
import torch

from inference.networks.cracknet import (
    MAP_PX,
    PEAK_CELLS,
    CrackNet,
    CrackNetConfig,
    ResidualBlock,
)
from inference.networks.fracture_net import (
    ABSENT_LOGIT,
    FractureNet,
    FractureNetConfig,
    run_lstm,
)
from inference.networks.models import build_network, choose_device
from inference.networks.schmid import SIGMA_TAU, schmid_bank
from inference.networks.unet import UNetConfig, build_unet
from inference.networks.yolov5 import YoloConfig, build_yolo, detect

TINY = FractureNetConfig(CrackNetConfig(widths=(8, 8, 16), features=8), 4, 4, 0.0)


def test_schmid_filters_follow_their_formula() -> None:
    """Thirteen filters of zero mean and unit absolute sum, the same turned by 90 degrees."""
    bank = schmid_bank(0.8, 0.4, 13)
    assert bank.shape == (13, 13, 13)
    np.testing.assert_allclose(bank.sum(axis=(1, 2)), 0, atol=1e-5)
    np.testing.assert_allclose(np.abs(bank).sum(axis=(1, 2)), 1, atol=1e-5)
    np.testing.assert_allclose(bank, np.rot90(bank, axes=(1, 2)), atol=1e-6)
    assert SIGMA_TAU[0] == (2, 1)
    r, sigma = 0.8, 2 * 0.4
    shape = np.cos(np.pi * r / sigma) * np.exp(-(r**2) / (2 * sigma**2)) - 1.0
    steps = bank[0, 6, 7] - bank[0, 6, 6]
    wide = schmid_bank(0.8, 0.4, 13)[0]
    assert np.sign(steps) == np.sign(shape)
    assert wide[6, 6] == wide.max()


def test_a_crack_moves_the_schmid_responses_more_than_a_plain_field() -> None:
    """A thin dark line gives a strong response, a constant image none."""
    bank = torch.from_numpy(schmid_bank(0.8, 0.4, 13))[:, None]
    plain = torch.full((1, 1, 40, 40), 0.7)
    line = plain.clone()
    line[..., 20] = 0.2
    inner = (..., slice(8, 32), slice(8, 32))
    flat = torch.nn.functional.conv2d(plain, bank, padding=6)[inner].abs().max()
    crack = torch.nn.functional.conv2d(line, bank, padding=6)[inner].abs().max()
    assert float(flat) < 1e-5
    assert float(crack) > 0.02


def test_cracknet_turns_a_plane_into_a_vector_and_a_map() -> None:
    """The vector ends in the map's peak; the fixed bank is not among the weights."""
    net = CrackNet(TINY.cracknet).eval()
    found = net(torch.rand(3, TINY.cracknet.channels, 32, 32))
    assert found.vectors.shape == (3, TINY.cracknet.vector) == (3, 9)
    assert found.cracks.shape == (3, 32 // MAP_PX, 32 // MAP_PX)
    peak = found.cracks.flatten(1).sort(dim=1).values[:, -PEAK_CELLS:].mean(dim=1)
    torch.testing.assert_close(found.vectors[:, -1], peak)
    assert "bank" not in net.state_dict()
    whole = CrackNetConfig()
    with torch.inference_mode():
        assert CrackNet(whole)(torch.rand(2, 6, 96, 96)).cracks.shape == (2, 48, 48)
    with pytest.raises(ValueError, match="two stages"):
        CrackNetConfig(widths=(8, 8))


def test_the_map_tells_where() -> None:
    """Another image in one corner moves that corner's cells most."""
    torch.manual_seed(1)
    net = CrackNet(TINY.cracknet).eval()
    plane = torch.rand(1, TINY.cracknet.channels, 64, 64)
    changed = plane.clone()
    changed[..., :12, :12] = 1 - changed[..., :12, :12]
    with torch.inference_mode():
        moved = (net(changed).cracks - net(plane).cracks).abs()[0]
    row, column = divmod(int(moved.argmax()), moved.shape[1])
    assert max(row, column) * MAP_PX < 20


def test_an_absent_level_is_not_looked_at() -> None:
    """Pixels of an absent level change nothing; its attention is zero."""
    torch.manual_seed(1)
    net = FractureNet(TINY).eval()
    planes = torch.rand(1, 7, 3, TINY.cracknet.channels, 32, 32)
    present = torch.ones(1, 7)
    present[0, 4] = 0
    with torch.inference_mode():
        before = net(planes, present)
        planes[0, 4] = torch.rand(3, TINY.cracknet.channels, 32, 32)
        after = net(planes, present)
    assert torch.equal(before.levels, after.levels)
    assert torch.equal(before.patient, after.patient)
    assert float(after.attention[0, 4].sum()) == 0
    assert float(after.cracks[0, 4].max()) == ABSENT_LOGIT
    torch.testing.assert_close(after.attention[0, 0].sum(), torch.tensor(1.0))


def test_a_neck_is_as_suspicious_as_its_worst_level() -> None:
    """The patient's logit is the greatest of the levels that are there."""
    torch.manual_seed(1)
    net = FractureNet(TINY).eval()
    present = torch.ones(2, 7)
    present[1, 2:] = 0
    with torch.inference_mode():
        found = net(torch.rand(2, 7, 3, TINY.cracknet.channels, 32, 32), present)
    worst = torch.stack([found.levels[0].max(), found.levels[1, :2].max()])
    torch.testing.assert_close(found.patient, worst)


def test_neighbours_are_coupled() -> None:
    """What is seen at C4 moves C5's logit."""
    torch.manual_seed(1)
    net = FractureNet(TINY).eval()
    planes = torch.rand(1, 7, 3, TINY.cracknet.channels, 32, 32)
    with torch.inference_mode():
        before = net(planes, torch.ones(1, 7)).levels
        planes[0, 3] = 0
        after = net(planes, torch.ones(1, 7)).levels
    assert float((before - after)[0, 4].abs()) > 0


def test_mixed_precision_leaves_an_lstm_in_32_bits() -> None:
    """A CPU without 16-bit instructions has no other LSTM."""
    lstm = torch.nn.LSTM(4, 3, batch_first=True)
    with torch.autocast("cpu", torch.bfloat16):
        outputs = run_lstm(lstm, torch.rand(2, 5, 4).bfloat16())
    assert outputs.dtype == torch.float32
    assert outputs.shape == (2, 5, 3)


def test_the_unet_keeps_height_and_width() -> None:
    """Logits for every pixel and class."""
    net = build_unet(UNetConfig(encoder="efficientnet-b0", decoder_channels=(32, 16, 16, 8, 8)))
    with torch.inference_mode():
        assert net.eval()(torch.rand(1, 3, 64, 96)).shape == (1, 9, 64, 96)


def test_the_detector_gives_boxes_inside_the_image() -> None:
    """Decoded boxes with a confidence; none above an impossible one."""
    net = build_yolo(YoloConfig()).eval()
    images = torch.rand(2, 3, 64, 64)
    found = detect(net, images, 0.0001, 0.6)
    assert len(found) == 2
    assert found[0].corners.shape[1] == 4
    assert len(detect(net, images, 0.9999, 0.6)[0].confidence) == 0


def test_an_architecture_is_built_from_a_cards_plain_values() -> None:
    """Lists and dictionaries, as JSON gives them, build the classifier."""
    net = build_network(
        "classification",
        {"cracknet": {"widths": [8, 8, 16], "features": 8}, "plane_units": 4, "level_units": 4},
    )
    assert isinstance(net, FractureNet)


def test_auto_finds_a_device() -> None:
    """There is always the CPU."""
    assert choose_device("auto").type in {"cpu", "cuda", "mps"}
    assert choose_device("cpu").type == "cpu"


@pytest.mark.skipif(sys.platform == "win32", reason="HOME names the folder on POSIX only")
def test_ultralytics_is_silenced(tmp_path) -> None:
    """Building and running the detector writes nothing, and leaves the environment alone."""
    code = (
        "import os; before = dict(os.environ)\n"
        "import torch; threads = torch.get_num_threads()\n"
        "from inference.networks.yolov5 import YoloConfig, build_yolo, detect\n"
        "detect(build_yolo(YoloConfig()).eval(), torch.rand(1, 3, 64, 64), .5, .5)\n"
        "assert dict(os.environ) == before, set(os.environ) ^ set(before)\n"
        "assert torch.get_num_threads() == threads\n"
    )
    environment = {**os.environ, "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    command = [sys.executable, "-W", "ignore", "-c", code]
    subprocess.run(command, env=environment, check=True)  # noqa: S603  # our own command
    assert not [path for path in tmp_path.rglob("*") if "ltralytics" in path.name]


def test_a_block_halves_its_short_cut_as_a_stride_does() -> None:
    """Every second pixel through a 1x1 convolution is the convolution with a stride of two."""
    block = ResidualBlock(3, 5, 2).eval()
    x = torch.rand(2, 3, 9, 9)
    strided = torch.nn.functional.conv2d(x, block.shortcut[0].weight, stride=2)
    expected = torch.relu(block.body(x) + block.shortcut[1](strided))
    torch.testing.assert_close(block(x), expected)
