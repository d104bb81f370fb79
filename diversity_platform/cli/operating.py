"""What commands about a running installation share: the open database, who acts, tables, JSON, refusals."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar
from uuid import UUID

import click

from diversity_platform.cli.installation import installation, opened
from diversity_platform.cli.words import BAD_INPUT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic import BaseModel

    from diversity_platform.db.engine import Database
    from diversity_platform.settings import Settings

Result = TypeVar("Result")
#: What a command does with the open database.
Act = Callable[["Database", "Settings"], Awaitable[Result]]

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
LIMIT = click.option(
    "--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="At most so many."
)


class Identifier(click.ParamType[UUID]):
    """The id of a row, as lists show it."""

    name = "id"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> UUID:  # noqa: ANN401 - as click has it
        """Read an id."""
        try:
            return UUID(str(value))
        except ValueError:
            self.fail(f"'{value}' is no id. Ids stand in the first column of the lists.", param, ctx)


def operate(act: Act[Result], *, as_json: bool = False, refusals: Sequence[type[Exception]] = ()) -> Result:
    """Do something with the database of the installation, which must be migrated.

    Parameters
    ----------
    act
        What to do.
    refusals
        Errors whose words are for the person at the terminal: exit status 2.
    """
    with installation() as settings:
        try:
            return asyncio.run(_with_database(act, settings))
        except tuple(refusals) as error:
            refuse(str(error), as_json=as_json)


def refuse(message: str, *, as_json: bool) -> NoReturn:
    """Say why nothing was done; exit status 2."""
    if as_json:
        click.echo(json.dumps({"error": message}, ensure_ascii=False))
    click.echo(f"Error: {message}", err=True)
    sys.exit(BAD_INPUT)


def show(
    found: BaseModel | Sequence[BaseModel], *, as_json: bool, lines: Callable[[], Iterable[str]]
) -> None:
    """Print what was found: as JSON for programs, else line by line."""
    if not as_json:
        for line in lines():
            click.echo(line)
        return
    plain = (
        [one.model_dump(mode="json") for one in found]
        if isinstance(found, Sequence)
        else found.model_dump(mode="json")
    )
    click.echo(json.dumps(plain, ensure_ascii=False, indent=1))


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """Return the lines of a table whose columns are as wide as they must be."""
    cells = [tuple(header), *(tuple(one_line(str(cell)) for cell in row) for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(header))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]


def one_line(text: str) -> str:
    """Return a text without what would move the cursor of a terminal."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


def minute(moment: Any) -> str:  # noqa: ANN401 - a moment or nothing
    """Return a moment as lists show it, in UTC."""
    return f"{moment:%Y-%m-%d %H:%M:%S}" if moment else "-"


async def _with_database(act: Act[Result], settings: Settings) -> Result:
    from diversity_platform.db.migrate import refuse_unless_current  # noqa: PLC0415 - loaded when needed

    async with opened(settings.database, create=False) as database:
        await refuse_unless_current(database)
        return await act(database, settings)
