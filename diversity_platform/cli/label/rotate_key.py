"""`diversity-platform label rotate-key`: other keys, in good order, after a loss or after a theft."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from connector.label.issuing.rotation import replace_lost_keys, rotate_key
from diversity_platform.cli.label.office import BY_PASSPHRASE, IN_FOLDER, moment, office_in
from diversity_platform.cli.label.showing import write_again, write_pages

if TYPE_CHECKING:
    from pathlib import Path


@click.command("rotate-key")
@IN_FOLDER
@click.option(
    "--compromised",
    "since",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]),
    metavar="SINCE",
    help="The key may have been in other hands since then (UTC): what was issued before is signed anew.",
)
@click.option(
    "--confirm",
    "confirmed",
    multiple=True,
    metavar="NUMBER",
    help="With --compromised: issued since then, looked at, and stood by. May be repeated.",
)
@click.option(
    "--key",
    metavar="NAME",
    help="With --compromised: which key, such as key-1, if it is not the one in use.",
)
@click.option("--lost", is_flag=True, help="The keys or the passphrase are lost, to nobody: take new ones.")
@BY_PASSPHRASE
def command(
    *,
    folder: Path,
    since: datetime | None,
    confirmed: tuple[str, ...],
    key: str | None,
    lost: bool,
    passphrase_file: Path | None,
) -> None:
    """Take a new key into use in FOLDER. What was signed by the old one stays verifiable.

    With --lost the passphrase is a new one.
    """
    if lost and since is not None:
        raise click.UsageError("Either --lost or --compromised: what is lost to somebody is compromised.")
    if (confirmed or key) and since is None:
        raise click.UsageError("--confirm and --key go with --compromised.")
    with office_in(folder, passphrase_file) as office:
        now = moment()
        if lost:
            replace_lost_keys(office, now)
            write_pages(office, now)
            click.echo(f"New keys are in use. Publish {folder / 'public'} again.")
            return
        moment_lost = since.replace(tzinfo=UTC) if since is not None else None
        came = rotate_key(office, now, compromised_since=moment_lost, confirmed=confirmed, key=key)
        told = write_again(office, came.reissued)
        write_pages(office, now)
    click.echo(f"Done. Publish {folder / 'public'} again.")
    for numbers, says in (
        (came.reissued, "Signed anew; hand these to their holders"),
        (
            came.doubtful,
            "Not valid any more, as issued since then; look at each, and --confirm what you stand by",
        ),
        (came.missing, "Not signed anew, for their documents are not in the folder"),
    ):
        if numbers:
            click.echo(f"{says}: {', '.join(numbers)}.")
    for line in told:
        click.echo(line, err=True)
