"""The baselines' shapes, and what they must not look at."""

from __future__ import annotations

import pytest
import torch

from inference.networks.baselines.encoders import TRUNKS, Encoder, EncoderConfig
from inference.networks.baselines.levels import (
    VolumeNetConfig,
    build_slice_levels,
    build_volume_net,
)
from inference.networks.baselines.study_net import PlaneNet, PlaneNetConfig, SliceNet

SMALL = EncoderConfig("cnn", 4, 8)


@pytest.mark.parametrize("name", TRUNKS)
def test_an_encoder_takes_four_channels_and_small_images(name: str) -> None:
    """Windows and mask in, one vector an image out; the mask reaches it."""
    torch.manual_seed(0)
    net = Encoder(EncoderConfig(name, 4, 8)).eval()
    images = torch.rand(2, 4, 64, 64, requires_grad=True)
    found = net(images)
    assert found.shape == (2, 8)
    (gradient,) = torch.autograd.grad(found.sum(), images)
    assert gradient[:, 3].abs().sum() > 0


def test_an_unknown_encoder_is_named() -> None:
    """The message says which there are."""
    with pytest.raises(ValueError, match="'lenet' is not known: use cnn, alexnet"):
        EncoderConfig("lenet")


@pytest.mark.parametrize(
    "config",
    [
        PlaneNetConfig(SMALL, 4),
        PlaneNetConfig(SMALL, 4, bidirectional=True),
        PlaneNetConfig(SMALL, 0),
    ],
    ids=["lstm", "bilstm", "pooled"],
)
def test_a_plane_net_looks_at_no_absent_level(config: PlaneNetConfig) -> None:
    """Eight logits; the pixels of an absent level change none of them."""
    torch.manual_seed(0)
    net = PlaneNet(config).eval()
    planes, present = torch.rand(1, 7, 3, 4, 32, 32), torch.ones(1, 7)
    present[0, 2] = 0
    before = net(planes, present)
    planes[0, 2] = 5.0
    after = net(planes, present)
    assert before.levels.shape == (1, 7)
    assert before.patient.shape == (1,)
    torch.testing.assert_close(before.levels, after.levels)
    torch.testing.assert_close(before.patient, after.patient)
    assert before.levels[0, 2].item() == -20.0


def test_an_lstm_minds_the_order_of_the_planes() -> None:
    """Turned upside down a vertebra reads differently; averaged, it does not."""
    torch.manual_seed(0)
    planes, present = torch.rand(1, 7, 5, 4, 32, 32), torch.ones(1, 7)
    for units, same in ((4, False), (0, True)):
        net = PlaneNet(PlaneNetConfig(SMALL, units)).eval()
        there, back = net(planes, present).levels, net(planes.flip(2), present).levels
        assert torch.allclose(there, back, atol=1e-6) is same


def test_a_slice_net_reads_a_study_of_any_length() -> None:
    """Eight logits a study."""
    net = SliceNet(SMALL).eval()
    for count in (1, 5):
        found = net(torch.rand(2, count, 4, 32, 32))
        assert found.levels.shape == (2, 7)
        assert found.patient.shape == (2,)


def test_the_level_networks_give_a_class_a_voxel_and_a_logit_a_level() -> None:
    """MONAI's 3-D UNet, and EfficientNet-V2."""
    volume = build_volume_net(VolumeNetConfig("resnet10", decoder_channels=(16, 8, 8, 8, 8)))
    assert volume.eval()(torch.rand(1, 3, 32, 32, 32)).shape == (1, 9, 32, 32, 32)
    assert build_slice_levels().eval()(torch.rand(1, 3, 64, 64)).shape == (1, 7)
