"""The training loop: it learns, resumes to the bit, averages, stops early, and keeps a log."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from loop_task import RICH, LineConfig, LineNet, LineTask
from rich.console import Console
from safetensors.torch import load_file

from inference.imaging.errors import OutputError
from inference.networks.weights import save_weights
from training.checkpoint import exported_weights, load_checkpoint
from training.errors import TrainingError
from training.learner import averaged, half_type
from training.logs import read_table
from training.loop import Event, LoopConfig, fit
from training.progress import line, show_events
from training.schedule import learning_rate

SHORT = LoopConfig(
    batch=8, steps=20, learning_rate=1e-2, warmup=2, validate_every=5, checkpoint_every=4
)


def train(
    run: Path, config: LoopConfig = SHORT, task: LineTask | None = None, stop: int | None = None
) -> list[Event]:
    """Train, or drop the run after ``stop`` steps."""
    events = fit(task or LineTask(RICH), run, config, "cpu")
    if stop is None:
        return list(events)
    taken = [next(events) for _ in range(stop)]
    events.close()
    return taken


def test_the_loss_falls(tmp_path: Path) -> None:
    """A tenth of what it was at first, and the score rises with it."""
    config = replace(SHORT, steps=200, batch=32, learning_rate=3e-2)
    events = train(tmp_path, config, LineTask(LineConfig(LineNet(32))))
    first, last = (sum(e.loss for e in part) / 10 for part in (events[:10], events[-10:]))
    assert last < first / 10
    scores = [e.figures["score"] for e in events if e.figures]
    assert len(scores) == 40
    assert scores[-1] > scores[0]


def test_events_tell_step_rate_and_time(tmp_path: Path) -> None:
    """Every step in order, with the schedule's rate; no time is left at the end."""
    events = train(tmp_path)
    assert [e.step for e in events] == list(range(1, 21))
    rates = [learning_rate(n, 20, 2, 1e-2, n / 20) for n in range(20)]
    assert [e.learning_rate for e in events] == rates
    assert events[0].seconds_left > 0
    assert events[-1].seconds_left == 0
    assert [e.step for e in events if e.figures] == [5, 10, 15, 20]


def test_a_run_ends_when_its_time_is_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Validated and saved, at the schedule's end; stops between are not counted."""
    clock = itertools.count(step=0.5)
    monkeypatch.setattr("training.loop.time.monotonic", lambda: next(clock))
    config = replace(SHORT, steps=10_000, minutes=0.25)
    first = train(tmp_path, config, stop=4)
    assert 0 < first[-1].seconds_left < 15
    rest = train(tmp_path, config)
    assert rest[0].step == 5
    assert rest[-1].step < 40
    assert rest[-1].figures
    assert rest[-1].seconds_left == 0
    assert rest[-1].learning_rate < SHORT.learning_rate / 10
    checkpoint = load_checkpoint(tmp_path)
    assert checkpoint is not None
    assert checkpoint.standing.step == rest[-1].step
    assert checkpoint.standing.seconds >= 15
    assert train(tmp_path, config) == []


@pytest.mark.parametrize("stop", [3, 4, 10], ids=["before a checkpoint", "at one", "after two"])
@pytest.mark.parametrize("ema", [None, 0.9], ids=["plain", "averaged"])
def test_a_resumed_run_is_the_run_that_was_not_stopped(
    tmp_path: Path, stop: int, ema: float | None
) -> None:
    """The same losses, figures, log and weights, with dropout and running statistics."""
    config = replace(SHORT, ema=ema)
    whole = train(tmp_path / "whole", config)
    train(tmp_path / "stopped", config, stop=stop)
    rest = train(tmp_path / "stopped", config)
    assert rest[0].step == stop - stop % 4 + 1
    for event, expected in zip(rest, whole[rest[0].step - 1 :], strict=True):
        assert (event.loss, event.figures) == (expected.loss, expected.figures)
    logs = [(tmp_path / name / "log.csv").read_text() for name in ("whole", "stopped")]
    assert logs[0] == logs[1]
    ends = [load_checkpoint(tmp_path / name) for name in ("whole", "stopped")]
    assert ends[0].standing == ends[1].standing
    for name, weights in ends[0].weights.items():
        torch.testing.assert_close(ends[1].weights[name], weights, rtol=0, atol=0)


def test_workers_draw_the_same_examples(tmp_path: Path) -> None:
    """Two processes that draw ahead change nothing but the time."""
    alone = train(tmp_path / "alone", replace(SHORT, steps=4))
    helped = train(tmp_path / "helped", replace(SHORT, steps=4, workers=2))
    assert [e.loss for e in helped] == [e.loss for e in alone]


def test_another_seed_is_another_run(tmp_path: Path) -> None:
    """Weights and examples follow the seed."""
    one, two = (train(tmp_path / str(n), replace(SHORT, steps=2, seed=n)) for n in (1, 2))
    assert one[0].loss != two[0].loss


def test_the_average_is_the_one_computed_by_hand(tmp_path: Path) -> None:
    """Of every step's weights and buffers, the decay growing up to its bound."""
    config = replace(SHORT, steps=8, ema=0.3, checkpoint_every=1, validate_every=3)
    expected: dict[str, torch.Tensor] = {}
    at_six: dict[str, torch.Tensor] = {}
    for event in fit(LineTask(RICH), tmp_path, config, "cpu"):
        now = load_checkpoint(tmp_path).weights["network"]
        count = event.step - 1
        decay = min(0.3, (1 + count) / (10 + count))
        for name, value in now.items():
            if value.is_floating_point():
                old = expected.get(name, value)
                expected[name] = decay * old + (1 - decay) * value
        if event.step == 6:
            at_six = dict(expected)
    end = load_checkpoint(tmp_path)
    for name, value in expected.items():
        torch.testing.assert_close(end.weights["average"][f"module.{name}"], value)
    assert "3.running_mean" not in expected
    assert "2.running_mean" in expected
    # The best of the validations after 3, 6 and 8 steps is what is exported.
    best = {3: None, 6: at_six, 8: expected}[end.standing.best_step]
    assert best is not None
    for name, value in best.items():
        torch.testing.assert_close(exported_weights(end)[name], value)


def test_the_averages_decay_grows() -> None:
    """0, 10, 10: decay 2/11 at the second value, 3/12 at the third."""
    line_net = torch.nn.Linear(1, 1, bias=False)
    average = averaged(line_net, 0.99)
    for value in (0.0, 10.0, 10.0):
        torch.nn.init.constant_(line_net.weight, value)
        average.update_parameters(line_net)
    second = 10 * (1 - 2 / 11)
    assert float(average.module.weight.detach()) == pytest.approx(second * 3 / 12 + 10 * 9 / 12)


def test_mixed_precision_runs_on_a_cpu(tmp_path: Path) -> None:
    """The network answers in 16 bits, its weights stay in 32, and the loss falls."""
    task = LineTask(LineConfig(LineNet(32)))
    config = replace(SHORT, steps=100, batch=32, learning_rate=3e-2, precision="mixed")
    events = train(tmp_path, config, task)
    assert task.types == {half_type(torch.device("cpu"))} == {torch.bfloat16}
    assert events[-1].loss < events[0].loss / 5
    assert {v.dtype for v in load_checkpoint(tmp_path).weights["network"].values()} == {
        torch.float32
    }


def test_a_run_ends_early_and_keeps_its_best(tmp_path: Path) -> None:
    """Two validations without a better score end it; the best weights are the exported ones."""
    config = replace(SHORT, validate_every=2, patience=2, checkpoint_every=1)
    task = LineTask(RICH)
    task.scores = [1.0, 3.0, 2.0, 3.0, 9.0]
    kept: dict[int, dict[str, torch.Tensor]] = {}
    for event in fit(task, tmp_path, config, "cpu"):
        kept[event.step] = dict(load_checkpoint(tmp_path).weights["network"])
    assert list(kept) == list(range(1, 9))
    end = load_checkpoint(tmp_path)
    assert (end.standing.best_step, end.standing.best_score, end.standing.misses) == (4, 3.0, 2)
    torch.testing.assert_close(dict(exported_weights(end)), kept[4], rtol=0, atol=0)
    assert train(tmp_path, config, task) == []
    assert train(tmp_path, replace(config, patience=9), task)[0].step == 9


def test_a_score_that_is_no_number_is_never_the_best(tmp_path: Path) -> None:
    """An AUC of one class: neither kept nor in the way of later ones."""
    task = LineTask()
    task.scores = [float("nan"), -5.0, float("nan"), -6.0]
    train(tmp_path, task=task)
    standing = load_checkpoint(tmp_path).standing
    assert (standing.best_step, standing.best_score, standing.misses) == (10, -5.0, 2)


def test_a_loss_that_is_no_number_ends_the_run(tmp_path: Path) -> None:
    """With the step and the remedy; the checkpoint from before is good."""
    task = LineTask()
    events = fit(task, tmp_path, SHORT, "cpu")
    for _ in range(5):
        next(events)
    task.scale = float("nan")
    with pytest.raises(TrainingError, match=r"loss is nan at step 6: lower the learning rate"):
        next(events)
    assert load_checkpoint(tmp_path).standing.step == 4
    assert train(tmp_path, task=LineTask())[0].step == 5


def test_the_log_has_each_step_once(tmp_path: Path) -> None:
    """Rows that a resumed run does again, and a line that was cut off, are dropped."""
    train(tmp_path, stop=7)
    table = tmp_path / "log.csv"
    with table.open("a") as stream:
        stream.write("8,0.12")
    train(tmp_path)
    columns, rows = read_table(table)
    assert columns == ["step", "loss", "learning_rate", "error", "score"]
    assert [int(row["step"]) for row in rows] == list(range(1, 21))
    assert [row["step"] for row in rows if row["score"]] == ["5", "10", "15", "20"]


def test_tensorboard_reads_the_curves(tmp_path: Path) -> None:
    """One value a step, also after a stop."""
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    train(tmp_path, stop=6)
    events = train(tmp_path)
    curves = EventAccumulator(str(tmp_path)).Reload()
    assert [point.step for point in curves.Scalars("loss")] == list(range(1, 21))
    assert curves.Scalars("loss")[-1].value == pytest.approx(events[-1].loss)
    assert [point.step for point in curves.Scalars("score")] == [5, 10, 15, 20]


def test_a_new_run_starts_from_given_weights(tmp_path: Path) -> None:
    """Int8 ones too; once begun it goes on from its own."""
    wide = LineTask(LineConfig(LineNet(400)))
    state = wide.build().state_dict()
    path = tmp_path / "weights.safetensors"
    save_weights(path, state)
    assert load_file(path)["0.weight"].dtype == torch.int8
    config = replace(SHORT, steps=2, learning_rate=1e-12, start_from=str(path))
    train(tmp_path / "run", config, wide, stop=1)
    path.unlink()
    begun = replace(config, checkpoint_every=1)
    with pytest.raises(TrainingError, match=r"weights\.safetensors: can't be started from"):
        train(tmp_path / "run", begun, wide)
    save_weights(path, state)
    train(tmp_path / "run", begun, wide, stop=1)
    path.unlink()
    assert [event.step for event in train(tmp_path / "run", begun, wide)] == [2]
    end = load_checkpoint(tmp_path / "run").weights["network"]
    assert all(torch.allclose(end[name], value, atol=0.005) for name, value in state.items())


def test_weights_of_another_network_are_not_started_from(tmp_path: Path) -> None:
    """The file, what doesn't fit, and the remedy, in one line."""
    path = tmp_path / "other.safetensors"
    save_weights(path, LineTask().build().state_dict())
    config = replace(SHORT, start_from=str(path))
    with pytest.raises(
        TrainingError, match=r"other\.safetensors: .*of this architecture"
    ) as caught:
        train(tmp_path / "run", config)
    assert "size mismatch" in str(caught.value) or "lacking" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "run" / "config.json").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_stops_the_log_in_one_line(tmp_path: Path) -> None:
    """The operating system's own error, with file and remedy."""
    events = fit(LineTask(), tmp_path, SHORT, "cpu")
    next(events)
    (tmp_path / "log.csv").unlink()
    (tmp_path / "log.csv").symlink_to("/dev/full")
    with pytest.raises(OutputError, match=r"log.csv: can't be written: No space left") as caught:
        next(events)
    assert "\n" not in str(caught.value)


def test_the_run_folder_holds_the_settings(tmp_path: Path) -> None:
    """The task's as they are, the loop's under 'loop'."""
    train(tmp_path, replace(SHORT, steps=1))
    settings = json.loads((tmp_path / "config.json").read_text())
    assert settings["network"] == {"width": 32, "dropout": 0.2, "norm": True}
    assert settings["loop"]["learning_rate"] == 1e-2


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"batch": 0}, "batch = 0: must be at least 1"),
        ({"patience": 0}, "patience = 0: must be at least 1"),
        ({"workers": -1}, "workers = -1: must not be negative"),
        ({"precision": "float16"}, "precision = 'float16': must be float32 or mixed"),
        ({"ema": 1.0}, "ema = 1.0: must lie between 0 and 1"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_settings_are_checked(change: dict[str, object], message: str) -> None:
    """The field, the value, and what it must be."""
    with pytest.raises(TrainingError, match=message):
        replace(SHORT, **change)


def test_progress_is_lines_without_a_terminal() -> None:
    """One for each fiftieth step, each validation and the last step."""
    events = [
        Event(n, 120, 0.5, 1e-3, {"score": 0.25} if n == 60 else {}, 120.0 - n)
        for n in range(1, 121)
    ]
    console = Console(force_terminal=False, width=40)
    with console.capture() as shown:
        assert show_events(events, "stage1", console) == 120
    lines = shown.get().splitlines()
    assert [text.split()[2] for text in lines] == ["50/120", "60/120", "100/120", "120/120"]
    assert lines[1] == f"stage1 {line(events[59])}"
    assert lines[1].endswith("0:01:00 left  score 0.250")


def test_progress_is_a_bar_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the time that is left."""
    monkeypatch.setenv("TERM", "xterm")
    events = [Event(n, 4, 0.5, 1e-3, {}, 4.0 - n) for n in range(1, 5)]
    console = Console(force_terminal=True, width=80)
    with console.capture() as shown:
        show_events(iter(events), "boxes", console)
    assert "4/4" in shown.get()
    assert "0:00:00 left" in shown.get()
