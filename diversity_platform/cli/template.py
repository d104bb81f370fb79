"""`diversity-platform template`: the canonical formats as tables to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from diversity_platform.cli.parties_template import codes_in_words, write_parties_template
from diversity_platform.cli.words import BAD_INPUT
from rating.data import default_ladder, registered_attributes
from rating.intake.canonical import ALL_LEVELS
from rating.intake.drafts import HEADCOUNT, MOVED, MOVEMENT

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

#: The attributes whose grid is written out; the others are in the list.
_GRID = ("gender", "origin", "age", "seniority")

#: The columns of the canonical format with what belongs in them.
COLUMNS: tuple[tuple[str, int, str], ...] = (
    ("company", 28, "The company's name. Required in every row."),
    ("company_number", 18, "Its register number, if it has one; then it identifies the company."),
    ("period", 10, "The year or another name of the period, for example 2026."),
    ("area", 10, "A short code of its place, if the ranking is to be restricted to one."),
    ("level", 20, "One of the levels of the sheet 'lists', bottom to top."),
    ("attribute", 14, "One of the attributes of the sheet 'lists'."),
    ("group", 26, "A group of that attribute; 'unknown' for people whose group is not known."),
    ("count", 10, "People, a whole number, 0 included. Leave it empty where it is suppressed."),
)

#: One line of the sheet a paragraph.
_NOTES = """
One row for each company, period, level, attribute and group.

Leave out the levels that a company does not have. At a level that it does have, state every group of the
attribute, 0 included: an empty or missing count is taken as suppressed, never as zero. Only the group
non_binary of gender may be left out where nobody belongs to it. A level whose counts are all left empty is
taken as one that the company does not have.

All attributes must agree on how many people there are at a level. Where an attribute is not known for
everybody, add the group 'unknown', or state the people of the level in a row with the attribute 'headcount'
and the group 'total'.

Two rows a company tell who joined and left since the period before: level 'all', attribute 'movement',
groups 'joined' and 'left'. They are published nowhere; without them a company whose counts changed by a few
people keeps its earlier published figures.

Values only, no formulas. CSV works as well: the same columns, UTF-8, separated by comma or semicolon.
"""


_FRAMEWORK = "management-diversity-2016"
#: What one can fill in -> how its file's name ends, and what reads it.
_KINDS = {
    "headcount": (
        ".xlsx",
        f"diversity-platform rate {{out}} --profile canonical --framework {_FRAMEWORK} --out results",
    ),
    "startups": (".csv", "diversity-platform match {out} OFFERS.csv --out results"),
    "offers": (".csv", "diversity-platform match STARTUPS.csv {out} --out results"),
    **{
        beside: (".csv", f"diversity-platform match STARTUPS.csv OFFERS.csv --{beside} {{out}} --out results")
        for beside in ("overrides", "introductions")
    },
}
#: Those whose columns hold codes.
_OF_CODES = ("startups", "offers")


@click.command("template")
@click.argument("kind", type=click.Choice(tuple(_KINDS)))
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    help="File to write (headcount .xlsx, others .csv).",
)
@click.option("--company", default="", help="Name to fill in (headcount).")
@click.option("--period", default="", help="Period to fill in (headcount).")
def command(kind: str, out: Path, company: str, period: str) -> None:
    """Write a table of the canonical format to fill in: headcounts, or what is to be matched.

    A headcount comes with menus, lists of codes and notes; start-ups, offers, overrides and introductions
    come with examples to write over.
    """
    ending, reader = _KINDS[kind]
    if out.suffix.casefold() != ending:
        raise click.UsageError(f"--out must end in {ending}.")
    if out.exists():
        click.echo(f"Error: {out} exists and is not overwritten. Name another file.", err=True)
        raise SystemExit(BAD_INPUT)
    try:
        if kind == "headcount":
            write_template(out, company=company, period=period)
        else:
            write_parties_template(out, kind)
    except (OSError, FileCreateError) as error:
        click.echo(f"Error: {out} cannot be written ({error}). Name another file.", err=True)
        raise SystemExit(BAD_INPUT) from error
    click.echo(f"Fill in: {out}")
    if kind in _OF_CODES:
        click.echo(codes_in_words())
    click.echo(f"Then: {reader.format(out=out)}")


def write_template(path: Path, *, company: str, period: str) -> None:
    """Write the workbook: headcounts to fill in, the lists that its menus offer, and notes."""
    with xlsxwriter.Workbook(path, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        _headcounts(book.add_worksheet("headcounts"), bold, company, period)
        _lists(book.add_worksheet("lists"), bold)
        notes = book.add_worksheet("notes")
        notes.set_column(0, 0, 100)
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        for number, paragraph in enumerate(_NOTES.strip().split("\n\n")):
            notes.write_string(number, 0, paragraph.replace("\n", " "), wrapped)


def _headcounts(sheet: Worksheet, bold: Format, company: str, period: str) -> None:
    """Fill in the grid of levels, attributes and groups, with menus where one chooses."""
    sheet.freeze_panes(1, 0)
    for column, (name, width, note) in enumerate(COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, bold)
        sheet.write_comment(0, column, note)
    attributes = registered_attributes()
    levels = [level.code for level in default_ladder().levels]
    grid = [
        (company, "", period, "", level, code, group)
        for level in levels
        for code in _GRID
        for group in (*attributes[code].group_codes, "unknown")
    ]
    grid += [(company, "", period, "", ALL_LEVELS, MOVEMENT, group) for group in MOVED]
    for row, texts in enumerate(grid, start=1):
        for column, text in enumerate(texts):
            if text:
                sheet.write_string(row, column, text)
    last = len(grid) + 2000
    kinds = [*attributes, HEADCOUNT, MOVEMENT]
    sheet.data_validation(1, 4, last, 4, {"validate": "list", "source": [*levels, ALL_LEVELS]})
    sheet.data_validation(1, 5, last, 5, {"validate": "list", "source": kinds})
    whole = {
        "validate": "integer",
        "criteria": ">=",
        "value": 0,
        "error_title": "People",
        "error_message": "A whole number of people, 0 or more, or empty.",
    }
    sheet.data_validation(1, 7, last, 7, whole)


def _lists(sheet: Worksheet, bold: Format) -> None:
    """List the codes that may be used, with their meaning."""
    sheet.set_column(0, 2, 26)
    sheet.set_column(3, 3, 60)
    entries = [("kind", "code", "of", "meaning")]
    entries += [("level", level.code, "", level.label) for level in default_ladder().levels]
    entries.append(("level", ALL_LEVELS, "", "The company as a whole, for movement only"))
    for attribute in registered_attributes().values():
        entries.append(("attribute", attribute.code, "", f"{attribute.title}. {attribute.note}".strip()))
        entries += [("group", group.code, attribute.code, group.label) for group in attribute.groups]
        entries.append(("group", "unknown", attribute.code, "Not known or not stated"))
    entries.append(("attribute", HEADCOUNT, "", "Everybody at a level; its only group is 'total'."))
    entries.append(("attribute", MOVEMENT, "", "Who joined and left since the period before."))
    entries += [("group", group, MOVEMENT, group.capitalize()) for group in MOVED]
    for row, entry in enumerate(entries):
        for column, text in enumerate(entry):
            sheet.write_string(row, column, text, *([bold] if row == 0 else []))
