"""`diversity-platform release`: counts in, what may be published of them out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from diversity_platform.cli.files import writing_all
from diversity_platform.cli.output import write_csv
from diversity_platform.cli.words import refusing_clearly
from rating.disclosure import Policy, publication_of
from rating.disclosure.lattice import TOTAL
from rating.disclosure.publication import columns, rows
from rating.disclosure.release import release_and_explain
from rating.errors import InputRefusedError, RatingError
from rating.intake.counts import read_counts
from rating.intake.policies import read_policy
from rating.intake.publications import read_publication

if TYPE_CHECKING:
    from rating.disclosure import Released
    from rating.disclosure.blocked import Blocked, Reason

_PATH = click.Path(path_type=Path)
_WAIT = "wait until more people have joined and left."
#: Why figures stay as they were, and what else than a merge would do.
_REASONS: dict[Reason, tuple[str, str]] = {
    "same_day": (
        "A correction of figures that are published would show what it is about.",
        "mention the correction beside the figures, and publish it with the next edition.",
    ),
    "few_moved": ("Too few people joined or left since then, or it is not known how many.", _WAIT),
    "told_together": (
        "Together with the figures of then the new ones would tell too much of what is withheld.",
        _WAIT,
    ),
    "unfitting": (
        "The numbers of people who joined and left do not fit the counts of both dates.",
        "check joiners and leavers in the policy, and the counts.",
    ),
}
#: So many blocked cells of a company are listed one by one.
_LISTED = 5


def split_keys(_ctx: click.Context, _param: click.Parameter, value: str) -> tuple[str, ...]:
    """Read a list of columns as it is given on the command line."""
    return tuple(part.strip() for part in value.split(",") if part.strip())


def read_parents(_ctx: click.Context, _param: click.Parameter, value: tuple[str, ...]) -> dict[str, str]:
    """Read ``child=parent`` options."""
    parents = {}
    for text in value:
        child, equals, parent = text.partition("=")
        if not (child and equals and parent) or child in parents:
            raise click.BadParameter(
                f"'{text}' is not one child=parent for each child, such as site=company."
            )
        parents[child] = parent
    return parents


@click.command("release")
@click.argument("counts", type=_PATH, metavar="COUNTS")
@click.option("--keys", required=True, callback=split_keys, help="Key columns: company,level,attribute,group")
@click.option("--value", default="n", show_default=True, help="The column of the counts.")
@click.option(
    "--policy", "policy_file", type=_PATH, help="Floors, reference date, joiners and leavers (TOML)."
)
@click.option("--parent", multiple=True, callback=read_parents, help="Units summed into others: site=company")
@click.option("--earlier", multiple=True, type=_PATH, help="A released.json that readers already have.")
@click.option("--out", required=True, type=_PATH, help="Table to write (CSV).")
@click.option("--json", "json_file", type=_PATH, help="The same with rule and guarantee (JSON).")
@click.option("--as-json", is_flag=True, help="Say what was done as JSON.")
def command(
    *,
    counts: Path,
    keys: tuple[str, ...],
    value: str,
    policy_file: Path | None,
    parent: dict[str, str],
    earlier: tuple[Path, ...],
    out: Path,
    json_file: Path | None,
    as_json: bool,
) -> None:
    """Write what may be published of the counts of people in COUNTS (CSV or XLSX, base cells only).

    All totals are computed. What would tell of few people is withheld, and as much else as it takes that it
    cannot be computed back. Figures of companies that changed too little since an earlier release stay as
    they were; this is listed here and nowhere in the files. Exit status 2: the input is faulty, nothing was
    written.
    """
    with refusing_clearly(as_json=as_json):
        policy = read_policy(policy_file) if policy_file else Policy()
        before = [read_publication(path) for path in earlier]
        tables = read_counts(counts, keys, value, parent)
        try:
            released, blocked = release_and_explain(tables, policy, before)
        except RatingError as error:
            names = ", ".join(path.name for path in (counts, *earlier))
            raise InputRefusedError.because(
                names, "", str(error), "Give counts and earlier files of the same companies."
            ) from error
        write(released, out, json_file)
    told = summary(released, blocked, out, json_file)
    click.echo(json.dumps(told, ensure_ascii=False) if as_json else in_words(told, blocked))


def write(released: Released, out: Path, json_file: Path | None) -> None:
    """Write both files or none."""
    with writing_all(out, *([json_file] if json_file else [])) as drafts:
        write_csv(drafts[0], columns(released), rows(released))
        if json_file:
            drafts[1].write_text(publication_of(released).as_text(), encoding="utf-8")


def summary(
    released: Released, blocked: tuple[Blocked, ...], out: Path, json_file: Path | None
) -> dict[str, Any]:
    """Return what was done, for programs."""
    statuses = [row[-1] for row in rows(released)]
    return {
        "files": [str(path) for path in (out, json_file) if path],
        "released": statuses.count("released"),
        "withheld": statuses.count("withheld"),
        "kept_back": [
            {
                "unit": [text for text in entry.unit if text],
                "reason": entry.reason,
                "since": entry.since or None,
                "cells": [{**keys, "change": change} for keys, change in entry.cells],
                "cure": entry.cure or None,
            }
            for entry in blocked
        ],
    }


def in_words(told: dict[str, Any], blocked: tuple[Blocked, ...]) -> str:
    """Return what was done, for people."""
    lines = [f"{told['released']:,} cells released, {told['withheld']:,} withheld."]
    for entry in blocked:
        name = ", ".join(text for text in entry.unit if text != TOTAL)
        since = f" of {entry.since}" if entry.since else ""
        lines.append(f"Kept back: {name or 'the figures'}: shown are still the figures{since}.")
        why, remedy = _REASONS[entry.reason]
        lines.append(f"    {why}")
        for keys, change in entry.cells[:_LISTED]:
            own = list(keys.values())[len(entry.unit) :]
            parts = [text for text, whole in zip(keys.values(), entry.unit, strict=False) if text != whole]
            lines.append(f"    {', '.join(text for text in (*parts, *own) if text)} changed by {change:+d}")
        if len(entry.cells) > _LISTED:
            lines.append(f"    ... and {len(entry.cells) - _LISTED:,} more")
        cure = (
            f"Published together, these would do: {entry.cure}."
            if entry.cure
            else f"No merge of levels or groups would do: {remedy}"
        )
        lines.append(f"    {cure}")
    lines.append(f"Look at: {told['files'][0]}")
    return "\n".join(lines)
