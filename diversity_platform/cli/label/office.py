"""What the commands that run a label have in common: the folder, the passphrase, the clock, and refusals."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import click

from connector.errors import ConnectorError
from connector.label.issuing.folder import working_in
from connector.label.toml_file import one_line
from diversity_platform.cli.label.schemes import REFUSED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from connector.label.issuing.folder import LabelFolder

F = TypeVar("F", bound="Callable[..., None]")

#: The environment may hold the passphrase, where nobody is there to type it.
PASSPHRASE: Final = "LABEL_PASSPHRASE"  # noqa: S105  # the name of a variable

IN_FOLDER: Final[Callable[[F], F]] = click.argument(
    "folder", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER"
)
BY_PASSPHRASE: Final[Callable[[F], F]] = click.option(
    "--passphrase-file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help=f"What opens the keys; else the variable {PASSPHRASE}, else it is asked for.",
)


def passphrase_from(file: Path | None, *, is_new: bool = False) -> bytes:
    """Return the passphrase, from a file, the environment or whoever sits there."""
    if file is not None:
        return file.read_bytes().rstrip(b"\r\n")
    told = os.environ.get(PASSPHRASE)
    if told is None:
        told = click.prompt("Passphrase", hide_input=True, confirmation_prompt=is_new, err=True)
    return str(told).encode()


def moment() -> datetime:
    """Return the present, to the second, as it is written."""
    return datetime.now(UTC).replace(microsecond=0)


@contextmanager
def refusing() -> Iterator[None]:
    """Turn what cannot be done into a sentence and an exit status; nothing was changed then."""
    try:
        yield
    except (ConnectorError, OSError) as error:
        click.echo(f"Error: {one_line(str(error))}", err=True)
        click.echo("Nothing was changed.", err=True)
        sys.exit(REFUSED)


@contextmanager
def office_in(folder: Path, passphrase_file: Path | None) -> Iterator[LabelFolder]:
    """Hold the folder of a label, refusing clearly."""
    with refusing(), working_in(folder, passphrase_from(passphrase_file)) as office:
        yield office
