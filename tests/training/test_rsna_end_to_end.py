"""From RSNA's folders to weights that analyse: the way that weights of real scans take."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from inference.findings import LEVELS
from inference.imaging.volume import Volume
from inference.pipeline import analyze
from inference.stages.segment import measure_levels
from training.__main__ import app
from training.export import STAGES
from training.origin import RSNA_TITLE
from training.rsna.miniature import Miniature
from training.rsna.stage1 import Prediction
from training.sources import drain


def command(*arguments: str | Path) -> str:
    """Run a command that succeeds; give what it said."""
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == 0, result.output
    return result.output


def test_weights_of_rsna_analyse_and_say_whose_scans_taught_them(
    miniature: Miniature, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two steps each on two studies with masks, and on the six that crops are cut of."""
    labels = {one.volume.hu.shape: one.label for one in miniature.phantoms.values()}

    def knowing(volume: Volume) -> Prediction:
        label = labels[volume.hu.shape]
        levels = measure_levels(label, volume.geometry, 0.0)
        return Prediction(label, levels, dict.fromkeys(levels, 0.9))

    monkeypatch.setattr("training.prepare.stage1", lambda _weights, _device: (knowing, "sha"))
    run, weights = tmp_path / "run", tmp_path / "weights"
    said = command(
        "fit", "all", "--data", f"rsna:{miniature.folder}", "--config", "small", "--run", run,
        "--steps", "2", "--device", "cpu",
    )  # fmt: skip
    assert "stage1 pool 2/2" in said
    assert "stage2 crops 6/6" in said
    for kind, stage in STAGES.items():
        command("export", kind, "--run", run / stage, "--out", weights)
    volume = miniature.phantoms[miniature.uids[0]].volume
    analysis = drain(analyze(volume, "cpu", weights))
    assert [finding.level for finding in analysis.findings] == list(LEVELS)
    for model in analysis.models:
        assert model.trained_on.startswith(RSNA_TITLE)
        assert "non-commercial" in model.trained_on
        assert "phantom" not in model.trained_on
