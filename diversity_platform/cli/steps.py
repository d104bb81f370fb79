"""Progress of a start, step by step: a line each, with a bar while one runs on a terminal."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

if TYPE_CHECKING:
    from collections.abc import Iterator

_WIDTH = 12


class Step:
    """One step while it runs; `result` is what its line says in the end."""

    def __init__(self, bar: Progress, name: str) -> None:
        self._bar = bar
        self._task = bar.add_task(name, total=None)
        self.result = "done"

    def progress(self, stage: str, done: int, total: int) -> None:
        """Show how far the step is."""
        self._bar.update(self._task, description=stage or "Waiting", completed=done, total=total or None)


class Steps:
    """Numbers the steps and times them, on standard error."""

    def __init__(self, count: int) -> None:
        self._count, self._number = count, 0
        self._console = Console(stderr=True, highlight=False, soft_wrap=True)

    @contextmanager
    def step(self, name: str) -> Iterator[Step]:
        """Run one step; a line is written when it is done."""
        self._number += 1
        began = time.monotonic()
        columns = (TextColumn("      {task.description:<12}"), BarColumn(bar_width=30), MofNCompleteColumn())
        quiet = not self._console.is_terminal
        with Progress(*columns, console=self._console, transient=True, disable=quiet) as bar:
            step = Step(bar, name)
            yield step
        seconds = time.monotonic() - began
        self._console.print(
            f"{self._number}/{self._count}  {name:<{_WIDTH}} {step.result}  ({seconds:.1f} s)", markup=False
        )
