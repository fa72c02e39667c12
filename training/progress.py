"""A run on the terminal: a bar with the time left, or plain lines where there is no screen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from training.loop import Event
from training.sources import NOTHING, Filled, Filling

PLAIN_EVERY = 50
"""Steps between two plain lines; a validation and the last step always have one."""


def show_events(events: Iterable[Event], title: str, console: Console) -> int:
    """Drain a run's events, showing them; return how many steps were taken."""
    taken = 0
    if not console.is_terminal:
        for taken, event in enumerate(events, start=1):  # noqa: B007  # counted to the end
            if event.figures or event.step % PLAIN_EVERY == 0 or event.step == event.steps:
                _plain(console, f"{title} {line(event)}")
        return taken
    with _bar(console) as bar:
        task = bar.add_task(title, total=None, said="")
        for taken, event in enumerate(events, start=1):  # noqa: B007
            said = f"loss {event.loss:.3f}, {clock(event.seconds_left)} left"
            bar.update(task, total=event.steps, completed=event.step, said=said)
            if event.figures:
                _plain(bar.console, f"{title} step {event.step}: {figures_text(event.figures)}")
    return taken


def show_filling(steps: Iterable[Filling], title: str, console: Console) -> Filled:
    """Drain the filling of a cache; show how far it is, what is skipped and why, and the sum."""
    filled = NOTHING
    if console.is_terminal:
        with _bar(console) as bar:
            task = bar.add_task(title, total=None, said="studies")
            for step in steps:
                filled += step.news
                bar.update(task, total=step.total, completed=filled.count)
                _say_skipped(bar.console, title, step.news)
    else:
        for step in steps:
            filled += step.news
            _say_skipped(console, title, step.news)
            if filled.count % PLAIN_EVERY == 0 or filled.count == step.total:
                _plain(console, f"{title} {filled.count}/{step.total}")
    if filled.count:
        _plain(console, f"{title}: {filled}")
    return filled


def _say_skipped(console: Console, title: str, news: Filled) -> None:
    for key, why in news.skipped.items():
        _plain(console, f"{title}: skipped {key}: {why}")


def line(event: Event) -> str:
    """One step as a plain line."""
    parts = [
        f"step {event.step}/{event.steps}",
        f"loss {event.loss:.4f}",
        f"lr {event.learning_rate:.2e}",
        f"{clock(event.seconds_left)} left",
    ]
    return "  ".join(parts + ([figures_text(event.figures)] if event.figures else []))


def figures_text(figures: Mapping[str, float]) -> str:
    """Figures as name and value."""
    return ", ".join(f"{name} {value:.3f}" for name, value in figures.items())


def clock(seconds: float) -> str:
    """Hours, minutes and seconds."""
    return str(timedelta(seconds=round(seconds)))


def _bar(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
        TextColumn("{task.fields[said]}"), console=console,
    )  # fmt: skip


def _plain(console: Console, text: str) -> None:
    # Paths and figures are not markup, and a line is a line however narrow the screen.
    console.print(text, markup=False, highlight=False, soft_wrap=True)
