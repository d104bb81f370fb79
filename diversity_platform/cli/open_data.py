"""`diversity-platform open-data`: counts with noise as open data, paid from a privacy budget."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from diversity_platform.cli.files import writing_all
from diversity_platform.cli.ledger_file import load, one_at_a_time, save
from diversity_platform.cli.output import write_csv
from diversity_platform.cli.release import read_parents, split_keys
from diversity_platform.cli.words import refusing_clearly
from rating.disclosure.ledger import LEAST_EPSILON, MOST_EPSILON, people_of
from rating.disclosure.noisy import margin, release_noisy
from rating.disclosure.policy import Policy
from rating.disclosure.publication import columns, publication_of, rows
from rating.errors import InputRefusedError
from rating.intake.counts import read_counts
from rating.intake.policies import read_policy

if TYPE_CHECKING:
    from rating.disclosure.ledger import Ledger
    from rating.disclosure.tables import Tables

_PATH = click.Path(path_type=Path)
#: Exit status where the budget was charged and nothing was published.
CHARGED = 1


class ChargedInVainError(Exception):
    """The ledger was charged and then the files could not be written."""

    def __init__(self, ledger: Ledger, reason: str) -> None:
        self.ledger, self.reason = ledger, reason
        super().__init__(reason)


@click.command("open-data")
@click.argument("counts", type=_PATH, metavar="COUNTS")
@click.option("--keys", required=True, callback=split_keys, help="Key columns: company,level,attribute,group")
@click.option("--value", default="n", show_default=True, help="The column of the counts.")
@click.option("--parent", multiple=True, callback=read_parents, help="Units summed into others: site=company")
@click.option("--policy", "policy_file", type=_PATH, help="The reference date (TOML), as for release.")
@click.option(
    "--epsilon",
    required=True,
    type=float,
    help=f"What to spend: more, less noise. {LEAST_EPSILON:g} or more.",
)
@click.option(
    "--budget", type=float, help=f"Opens a ledger: epsilon of all releases, at most {MOST_EPSILON:g}."
)
@click.option(
    "--ledger", "ledger_file", required=True, type=_PATH, help="What these people's data have spent."
)
@click.option("--out", required=True, type=_PATH, help="Table to write (CSV).")
@click.option("--json", "json_file", required=True, type=_PATH, help="The same with its noise told (JSON).")
@click.option("--as-json", is_flag=True, help="Say what was done as JSON.")
def command(
    *,
    counts: Path,
    keys: tuple[str, ...],
    value: str,
    parent: dict[str, str],
    policy_file: Path | None,
    epsilon: float,
    budget: float | None,
    ledger_file: Path,
    out: Path,
    json_file: Path,
    as_json: bool,
) -> None:
    """Publish the counts of people in COUNTS (CSV or XLSX, base cells only) with noise, as open data.

    No number is exact and none is withheld; totals are sums of noisy numbers. What it spends of the privacy
    budget is written into the ledger first. Give all levels and groups that there can be, 0 included: their
    names are published as they stand. Exit status 2: nothing was written or spent. 1: the budget was charged,
    but the files could not be written.
    """
    with refusing_clearly(as_json=as_json):
        policy = read_policy(policy_file) if policy_file else Policy()
        tables = read_counts(counts, keys, value, parent)
        try:
            ledger = publish(
                tables,
                policy,
                epsilon=epsilon,
                budget=budget,
                ledger_file=ledger_file,
                out=out,
                json_file=json_file,
            )
        except ChargedInVainError as error:
            _tell_charged(error, ledger_file, as_json=as_json)
            sys.exit(CHARGED)
    told = summary(ledger, ledger_file, (out, json_file))
    click.echo(json.dumps(told, ensure_ascii=False) if as_json else in_words(told))


def publish(
    tables: Tables,
    policy: Policy,
    *,
    epsilon: float,
    budget: float | None,
    ledger_file: Path,
    out: Path,
    json_file: Path,
) -> Ledger:
    """Draw the noise, charge the ledger, then write both files.

    Raises
    ------
    InputRefusedError
        If a file may not be written or the ledger does not allow it; nothing is spent then.
    CannotAddNoiseError
        As `rating.disclosure.noisy.release_noisy`.
    ChargedInVainError
        If writing failed after the ledger was charged; neither file is there.
    """
    with one_at_a_time(ledger_file):
        _refuse_taken(out, json_file, ledger_file)
        ledger = load(ledger_file, people_of(tables, policy.reference_date), budget)
        at = datetime.now(UTC).isoformat(timespec="seconds")
        released, charged = release_noisy(tables, policy, epsilon=epsilon, ledger=ledger, at=at)
        is_charged = False
        try:
            # drafts first: where nothing can be written, nothing is spent
            with writing_all(out, json_file) as drafts:
                save(ledger_file, charged)
                is_charged = True
                write_csv(drafts[0], columns(released), rows(released))
                drafts[1].write_text(publication_of(released).as_text(), encoding="utf-8")
        except BaseException as error:  # also when somebody presses Ctrl-C
            if not is_charged:
                raise
            for path in (out, json_file):
                path.unlink(missing_ok=True)
            raise ChargedInVainError(charged, str(error) or type(error).__name__) from error
    return charged


def _refuse_taken(out: Path, json_file: Path, ledger_file: Path) -> None:
    """Refuse to write over anything: an earlier release has cost its part of the budget."""
    for path in (out, json_file):
        if path.resolve() == ledger_file.resolve():
            raise InputRefusedError.because(str(path), "", "this is the ledger.", "Name another file.")
        if path.exists():
            raise InputRefusedError.because(
                str(path), "", "it exists and is not overwritten.", "Name another file."
            )


def _tell_charged(error: ChargedInVainError, ledger_file: Path, *, as_json: bool) -> None:
    if as_json:
        document = {"error": error.reason, "ledger": _shown(error.ledger, ledger_file)}
        click.echo(json.dumps(document, ensure_ascii=False))
    spent = error.ledger.releases[-1].epsilon
    click.echo(f"Error: {error.reason}", err=True)
    click.echo(
        f"No data were written, but {ledger_file} was charged epsilon {spent:g}; {error.ledger.left:g} "
        "is left. Running again draws new noise and spends again.",
        err=True,
    )


def summary(ledger: Ledger, ledger_file: Path, files: tuple[Path, ...]) -> dict[str, Any]:
    """Return what was published, what it spent and what is left, for programs."""
    release = ledger.releases[-1]
    return {
        "files": [str(path) for path in files],
        "mechanism": release.mechanism,
        "scale": release.scale,
        "nine_of_ten_within": margin(release.scale),
        "epsilon": release.epsilon,
        "ledger": _shown(ledger, ledger_file),
    }


def in_words(told: dict[str, Any]) -> str:
    """Return the same, for people."""
    ledger, reach = told["ledger"], told["nine_of_ten_within"]
    people = ledger["people"]
    units = people["units"][0] if len(people["units"]) == 1 else f"{len(people['units']):,} units"
    whom = f"everybody in {units}" if people["key"] else "everybody in these counts"
    day = f", {people['reference_date']}" if people["reference_date"] else ""
    lines = [
        f"Spent: epsilon {told['epsilon']:g}, for {told['mechanism']} noise of scale {told['scale']:g}.",
        f"  Nine of ten base cells are off by at most {reach:,}; totals add up the noise of their cells.",
        f"Budget of {whom}{day}: {ledger['spent']:g} of {ledger['budget']:g} spent, {ledger['left']:g} left",
    ]
    for entry in ledger["releases"]:
        columns_told = ", ".join(entry["keys"])
        attributes = f" ({', '.join(entry['attributes'])})" if entry["attributes"] else ""
        lines.append(f"  {entry['at']}  epsilon {entry['epsilon']:g}  {columns_told}{attributes}")
    lines += [
        f"Keep: {ledger['file']}",
        f"Publish together: {' and '.join(told['files'])}",
        "They name units, levels and groups as they stand: whether these exist must be no secret.",
    ]
    return "\n".join(lines)


def _shown(ledger: Ledger, ledger_file: Path) -> dict[str, Any]:
    content = ledger.model_dump(mode="json")
    return {"file": str(ledger_file), **content, "spent": ledger.spent, "left": ledger.left}
