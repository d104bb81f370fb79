"""`diversity-platform audit-release`: whether published files keep the promise, from these files alone."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from diversity_platform.cli.words import refusing_clearly
from rating.disclosure.audit import MOST, audit
from rating.errors import InputRefusedError, RatingError
from rating.intake.publications import read_publication

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rating.disclosure.audit import Finding

_PATH = click.Path(path_type=Path)
#: So many broken promises are listed one by one.
_LISTED = 20
#: A promise is broken.
BROKEN = 1


@click.command("audit-release")
@click.argument("released", type=_PATH, metavar="RELEASED.JSON")
@click.option("--earlier", multiple=True, type=_PATH, help="Another released.json that readers have.")
@click.option("--json", "as_json", is_flag=True, help="Report every withheld cell as JSON.")
def command(*, released: Path, earlier: tuple[Path, ...], as_json: bool) -> None:
    """Tell for each withheld cell of RELEASED.JSON how many values it may have, for a reader of these files.

    Needs published files only. Exit status 1: a promise is broken. 2: the files cannot be read, or
    contradict each other.
    """
    with refusing_clearly(as_json=as_json):
        publications = [read_publication(path) for path in (released, *earlier)]
        try:
            findings = audit(publications)
        except RatingError as error:
            names = ", ".join(path.name for path in (released, *earlier))
            raise InputRefusedError.because(
                names, "", str(error), "Check that the files are about the same people and unchanged."
            ) from error
    report = as_report(findings)
    click.echo(json.dumps(report, ensure_ascii=False) if as_json else in_words(findings))
    if not report["kept"]:
        sys.exit(BROKEN)


def as_report(findings: Sequence[Finding]) -> dict[str, Any]:
    """Return what was found, for programs."""
    return {
        "kept": all(finding.kept for finding in findings),
        "withheld": len(findings),
        "broken": sum(not finding.kept for finding in findings),
        "cells": [
            {
                **finding.keys,
                "possible": finding.possible,
                "exact": finding.exact,
                "reaches": finding.reaches,
                "needed": finding.needed,
                "kept": finding.kept,
            }
            for finding in findings
        ],
    }


def in_words(findings: Sequence[Finding]) -> str:
    """Return what was found, for people."""
    broken = [finding for finding in findings if not finding.kept]
    if not findings:
        return "Nothing is withheld: there is no promise to keep."
    fewest = min(finding.possible for finding in findings)
    lines = [f"{len(findings):,} cells are withheld; each has at least {_values(fewest)}."]
    lines += [
        f"  broken: {', '.join(finding.keys.values())}: {_values(finding.possible)}, the largest "
        f"{finding.reaches:,}; promised are {finding.needed}, one of them at least {finding.needed}"
        for finding in broken[:_LISTED]
    ]
    if len(broken) > _LISTED:
        lines.append(f"  ... and {len(broken) - _LISTED:,} more")
    lines.append(_verdict(len(broken)))
    return "\n".join(lines)


def _verdict(broken: int) -> str:
    if not broken:
        return "All promises are kept."
    return "1 promise is broken." if broken == 1 else f"{broken:,} promises are broken."


def _values(count: int) -> str:
    if count >= MOST:
        return f"{MOST:,} or more possible values"
    return f"{count:,} possible value{'' if count == 1 else 's'}"
