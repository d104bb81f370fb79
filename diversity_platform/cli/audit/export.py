"""`diversity-platform audit export`: entries of the audit in a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from diversity_platform.cli.audit.filters import filter_of, filtered
from diversity_platform.cli.files import writing_all
from diversity_platform.cli.operating import AS_JSON, operate, refuse
from rating.errors import InputRefusedError

if TYPE_CHECKING:
    from diversity_platform.audit.queries import Filter
    from diversity_platform.db.engine import Database


@click.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@filtered
@AS_JSON
def command(*, file: Path, as_json: bool, **wanted: Any) -> None:  # noqa: ANN401 - the options of a filter
    """Write entries into FILE, the earliest first: as CSV, or one JSON object a line where it ends in .jsonl.

    That the audit was exported is itself written into it.
    """
    from diversity_platform.operations.audit_files import WRITERS  # noqa: PLC0415 - loaded when needed

    if file.suffix not in WRITERS:
        refuse(f"Name a file that ends in {' or '.join(WRITERS)}.", as_json=as_json)
    try:
        with writing_all(file) as (draft,), draft.open("w", encoding="utf-8", newline="") as stream:
            about = filter_of(**wanted), file.suffix
            written = operate(lambda database, _: _write(database, stream, *about), as_json=as_json)
    except InputRefusedError as error:
        refuse(str(error.faults[0]), as_json=as_json)
    told = {"file": str(file), "entries": written}
    click.echo(json.dumps(told) if as_json else f"{file}: {written:,} entries")


async def _write(database: Database, stream: TextIO, wanted: Filter, ending: str) -> int:
    from diversity_platform.audit.actors import command_line  # noqa: PLC0415 - loaded when needed
    from diversity_platform.jobs.work import utc_now  # noqa: PLC0415
    from diversity_platform.operations.audit_files import audit_file  # noqa: PLC0415
    from diversity_platform.operations.service import note_export  # noqa: PLC0415

    async with database.writing.begin() as db:
        note_export(db, by=command_line(), now=utc_now())
    lines = 0
    async with database.reading() as db:
        async for line in audit_file(db, wanted, ending):
            stream.write(line)
            lines += 1
    return lines - (ending == ".csv")
