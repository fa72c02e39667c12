"""``python -m training``: phantoms, training runs, export and evaluation."""

from __future__ import annotations

import sys

import typer

from inference.imaging.errors import DensError
from training.commands import data, measure, tables, train

FAILED = 2

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help=__doc__, pretty_exceptions_enable=False
)
for command in (*data.COMMANDS, *train.COMMANDS, *measure.COMMANDS, *tables.COMMANDS):
    app.command()(command)


def main() -> int:
    """Run a command and return its exit status; what a user can mend is said in one line."""
    try:
        app(prog_name="python -m training")
    except DensError as error:
        print(f"training: {error}", file=sys.stderr)
        return FAILED
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else FAILED
    return 0


if __name__ == "__main__":
    sys.exit(main())
