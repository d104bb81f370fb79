"""`diversity-platform db check`: whether a backup could be restored."""

from __future__ import annotations

from pathlib import Path

import click

from diversity_platform.cli.db.embedded import tell
from diversity_platform.cli.installation import installation
from diversity_platform.cli.operating import AS_JSON


@click.command("check")
@click.argument("file", type=click.Path(path_type=Path))
@AS_JSON
def command(*, file: Path, as_json: bool) -> None:
    """Check that the backup FILE is whole, of this product, and of a version that can be restored."""
    from diversity_platform.db.backup import check  # noqa: PLC0415 - loaded when needed

    with installation():
        copy = check(file)
    tell(copy, f"{file} is whole", as_json=as_json)
