"""A group of commands, each loaded when it is called."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Mapping


class LazyGroup(click.Group):
    """A group that imports a command's module only when the command is wanted.

    Parameters
    ----------
    name
        What is typed.
    rows
        Name of a command -> the module whose `command` it is, and its line in the list.
    settings
        As any group takes them.
    """

    def __init__(
        self,
        name: str | None = None,
        *,
        rows: Mapping[str, tuple[str, str]],
        **settings: Any,  # noqa: ANN401 - click's own
    ) -> None:
        super().__init__(name, **settings)
        self.rows = rows

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names, in the order of the table."""
        del ctx
        return list(self.rows)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command; None if there is none of that name."""
        del ctx
        if cmd_name not in self.rows:
            return None
        command = import_module(self.rows[cmd_name][0]).command
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without loading any."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in self.rows.items()])
