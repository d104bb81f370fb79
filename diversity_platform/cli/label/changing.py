"""The three commands that change how a credential stands: alike but for the act."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from connector.label.issuing.office import GROUNDS, change
from diversity_platform.cli.label.office import BY_PASSPHRASE, IN_FOLDER, moment, office_in
from diversity_platform.cli.label.showing import write_pages

if TYPE_CHECKING:
    from pathlib import Path


def changing(verb: str, act: str, says: str, *, has_ground: bool = False) -> click.Command:
    """Return a command.

    Parameters
    ----------
    verb, act
        What it is called, and the act that goes into the log.
    says
        Its help.
    has_ground
        Whether a ground has to be stated; it stays in the folder, and is not published.
    """

    def run(
        *, folder: Path, number: str, ground: str | None = None, note: str, passphrase_file: Path | None
    ) -> None:
        notes = {"ground": ground, "note": note}
        with office_in(folder, passphrase_file) as office:
            now = moment()
            change(office, number, act, now, notes={name: told for name, told in notes.items() if told})
            write_pages(office, now)
        click.echo(f"{number} is {act}. Publish {folder / 'public'} again.")

    run.__doc__ = says
    command = click.command(verb)(run)
    for option in (
        IN_FOLDER,
        click.argument("number"),
        *((_GROUND,) if has_ground else ()),
        click.option("--note", default="", help="A remark; it stays in the folder, too."),
        BY_PASSPHRASE,
    ):
        command = option(command)
    return command


_GROUND = click.option(
    "--ground",
    required=True,
    type=click.Choice(GROUNDS),
    help="Why. It stays in the folder: the register tells the state and the day alone.",
)
