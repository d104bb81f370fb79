"""How the command line speaks: progress, summaries, and errors with their place and the way out."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from connector.errors import CannotMatchError, FileRefusedError, UnknownCodeError
from rating.errors import CannotRateError, InputRefusedError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rating.run import Progress as ProgressCallback

#: Bad input or usage, as click has it.
BAD_INPUT = 2


@contextmanager
def progress_bars(*, quiet: bool) -> Iterator[ProgressCallback]:
    """Show a bar for each stage on standard error; nothing when quiet or not a terminal."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description:<10}"),
        BarColumn(bar_width=None),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, disable=quiet or not console.is_terminal) as bars:
        tasks: dict[str, TaskID] = {}

        def show(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield show


@contextmanager
def refusing_clearly(*, as_json: bool, status: int = BAD_INPUT) -> Iterator[None]:
    """Turn what is wrong with the input into words and an exit status."""
    try:
        yield
    except (InputRefusedError, FileRefusedError) as error:
        faults = [
            {"file": fault.file, "place": fault.place, "message": fault.message, "remedy": fault.remedy}
            for fault in error.faults
        ]
        lines = [str(fault) for fault in error.faults]
        if error.more:
            lines.append(f"... and {error.more:,} more of the kind.")
        _refuse(lines, {"error": "input refused", "faults": faults, "more": error.more}, as_json, status)
    except (UnknownNameError, CannotRateError, UnknownCodeError, CannotMatchError) as error:
        _refuse([str(error)], {"error": str(error), "faults": [], "more": 0}, as_json, status)


def _refuse(lines: list[str], document: dict[str, object], as_json: bool, status: int) -> None:  # noqa: FBT001 - handed on
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False))
    for line in lines:
        click.echo(f"Error: {line}", err=True)
    click.echo("Nothing was written.", err=True)
    sys.exit(status)
