"""What int8 costs: measured on the weights that are shipped, by the task's own validation."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import torch
from typer.testing import CliRunner

from inference.networks.card import read_card
from inference.networks.models import load_model
from inference.networks.weights import dequantise, quantise
from training.__main__ import app
from training.checkpoint import exported_weights, load_checkpoint
from training.configs import find_recipe
from training.crops import fill_crops, phantom_cases
from training.errors import TrainingError
from training.export import export
from training.loop import fit
from training.origin import Origin, origins_of
from training.phantoms.bone import Bone
from training.phantoms.scene import SceneOptions
from training.pool import fill_pool, phantom_samples
from training.quantisation import (
    FIGURES,
    STAGES,
    QuantisationRequest,
    measure_quantisation,
    unrounded,
)
from training.task import SCORE

SEEDS = (0, 9, 19)
"""The last two are held out."""


@dataclass(frozen=True)
class Trained:
    """A run of two steps."""

    kind: str
    run: Path
    cache: Path


# The detector goes the same way; hardly trained, it takes half a minute to sift its boxes.
@pytest.fixture(scope="module", params=["segmentation", "classification"])
def trained(
    request: pytest.FixtureRequest, person: dict[str, Bone],
    tmp_path_factory: pytest.TempPathFactory,
) -> Trained:  # fmt: skip
    """One run of each kind, on three coarse phantoms."""
    kind = request.param
    folder = tmp_path_factory.mktemp(kind)
    recipe = find_recipe(STAGES[kind], "small")
    options = replace(recipe.phantoms, scene=SceneOptions(fracture_rate=0.5))
    cache = folder / "cache" / recipe.folder
    if recipe.cache == "pool":
        fill_pool(cache, phantom_samples([person], SEEDS, options))
    else:
        fill_crops(cache, phantom_cases([person], SEEDS, options), recipe.crop)
    loop = replace(recipe.loop, steps=2)
    list(fit(recipe.task(cache), folder, loop, "cpu", origins_of(cache)))
    return Trained(kind, folder, folder / "cache")


def test_both_are_measured_by_validation_and_kept_in_the_card(
    trained: Trained, tmp_path: Path
) -> None:
    """float32 is the run's own score, int8 that of the file that is shipped."""
    export(trained.kind, trained.run, tmp_path, "1")
    command = [
        "quantisation", "--kind", trained.kind, "--run", str(trained.run), "--config", "small",
        "--weights", str(tmp_path), "--write",
    ]  # fmt: skip
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 0, result.output
    recipe = find_recipe(STAGES[trained.kind], "small")
    task = recipe.task(trained.cache / recipe.folder)
    checkpoint = load_checkpoint(trained.run)
    assert checkpoint is not None
    whole = task.build()
    whole.load_state_dict(dict(exported_weights(checkpoint)))
    shipped = load_model(tmp_path, trained.kind, torch.device("cpu")).network
    with torch.no_grad():
        expected = [float(task.validate(one.eval())[SCORE]) for one in (whole, shipped)]
    written = read_card(tmp_path / f"{trained.kind}.json").metrics["quantisation"]
    assert written["figure"] == FIGURES[trained.kind]
    assert [written["float32"], written["int8"]] == pytest.approx(expected, abs=1e-6, nan_ok=True)
    assert str(tmp_path) not in written["command"]
    assert f"float32: {written['figure']}" in result.output
    assert f"int8: {written['figure']}" in result.output


@pytest.mark.parametrize("trained", ["segmentation"], indirect=True)
def test_without_write_no_card_is_needed(trained: Trained) -> None:
    """Both figures are said, and nothing is written."""
    request = QuantisationRequest(trained.kind, trained.run, trained.cache, "small")
    assert [line.split(":")[0] for line in measure_quantisation(request)] == ["float32", "int8"]


@pytest.mark.parametrize("trained", ["segmentation"], indirect=True)
def test_figures_are_not_written_beside_other_weights(trained: Trained, tmp_path: Path) -> None:
    """A run that went on after its export has to be exported again."""
    export(trained.kind, trained.run, tmp_path, "1")
    other = tmp_path / "other"
    recipe = find_recipe(STAGES[trained.kind], "small")
    task = recipe.task(trained.cache / recipe.folder)
    list(fit(task, other, replace(recipe.loop, steps=1, seed=2), "cpu", (Origin.PHANTOM,)))
    request = QuantisationRequest(trained.kind, other, trained.cache, "small", tmp_path, True)
    with pytest.raises(TrainingError, match="not those of the run: export it first"):
        list(measure_quantisation(request))
    assert read_card(tmp_path / f"{trained.kind}.json").metrics == {}


def test_what_does_not_fit_is_said(trained: Trained, tmp_path: Path) -> None:
    """Kind, run and configuration, each with what is possible."""
    request = QuantisationRequest(trained.kind, trained.run, trained.cache, "small")
    with pytest.raises(TrainingError, match="'x' is not known: use segmentation, detection"):
        list(measure_quantisation(replace(request, kind="x")))
    with pytest.raises(TrainingError, match="no checkpoint here"):
        list(measure_quantisation(replace(request, run=tmp_path)))
    with pytest.raises(TrainingError, match=r"spacing|cut to"):
        list(measure_quantisation(replace(request, config="default")))


def test_a_run_of_another_configuration_is_refused(
    trained: Trained, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where its cache would do."""
    checkpoint = load_checkpoint(trained.run)
    assert checkpoint is not None
    foreign = replace(checkpoint, config={**checkpoint.config, "network": {"widths": [1]}})
    monkeypatch.setattr("training.quantisation.load_checkpoint", lambda _: foreign)
    request = QuantisationRequest(trained.kind, trained.run, trained.cache, "small")
    with pytest.raises(TrainingError, match=r"trained with network = .* --config small has"):
        list(measure_quantisation(request))


def test_drawn_weights_round_to_the_shipped_ones() -> None:
    """They differ from those by up to half a step, and become the very same file."""
    rng = torch.Generator().manual_seed(0)
    sizes = torch.logspace(-6, 3, 64)
    state = {
        "wide": torch.randn(64, 32, 3, 3, generator=rng) * sizes.reshape(-1, 1, 1, 1),
        "zero": torch.zeros(40, 40),
        "bias": torch.randn(64, generator=rng),
    }  # fmt: skip
    packed = quantise(state)
    drawn = unrounded(packed, rng)
    again = quantise(drawn)
    assert again.keys() == packed.keys()
    for name, value in packed.items():
        assert torch.allclose(again[name].float(), value.float(), rtol=1e-6, atol=0), name
    off = (drawn["wide"] - dequantise(packed)["wide"]).flatten(1).abs().amax(dim=1)
    assert bool((off > 0.45 * packed["wide.scale"]).all())
    assert torch.equal(drawn["bias"], state["bias"])


@pytest.mark.parametrize("trained", ["segmentation"], indirect=True)
def test_shipped_weights_are_measured_without_their_run(trained: Trained, tmp_path: Path) -> None:
    """As many draws as are asked for; the int8 figure is the one that the run gives, too."""
    export(trained.kind, trained.run, tmp_path, "1")
    command = [
        "quantisation", "--kind", trained.kind, "--cache", str(trained.cache), "--config", "small",
        "--weights", str(tmp_path), "--draws", "2", "--write",
    ]  # fmt: skip
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 0, result.output
    written = read_card(tmp_path / f"{trained.kind}.json").metrics["quantisation"]
    assert len(written["float32"]) == 2
    request = QuantisationRequest(trained.kind, trained.run, trained.cache, "small")
    assert f"int8: dice {written['int8']:.6f}" == list(measure_quantisation(request))[-1]
    assert "--draws 2 --seed 1 --config small" in written["command"]


@pytest.mark.parametrize("trained", ["segmentation"], indirect=True)
def test_shipped_weights_of_another_network_are_refused(trained: Trained, tmp_path: Path) -> None:
    """What to name is said; so it is where nothing is named."""
    export(trained.kind, trained.run, tmp_path, "1")
    request = QuantisationRequest(trained.kind, None, trained.cache, "default", tmp_path)
    with pytest.raises(TrainingError, match=r"--config default|spacing"):
        list(measure_quantisation(request))
    result = CliRunner().invoke(app, ["quantisation", "--kind", "segmentation"])
    assert "--cache" in str(result.exception)
