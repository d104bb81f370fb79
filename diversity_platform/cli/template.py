"""`diversity-platform template`: the canonical format as a workbook to fill in."""

from __future__ import annotations

from pathlib import Path

import click
import xlsxwriter

from diversity_platform.cli.words import BAD_INPUT
from rating.data import default_ladder, registered_attributes

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

_NOTES = (
    "One row for each company, period, level, attribute and group.",
    "Leave out the levels that a company does not have. At a level that it does have, state every group of "
    "the attribute, 0 included: an empty or missing count is taken as suppressed, never as zero. "
    "(The group non_binary of gender may be left out where nobody belongs to it.)",
    "All attributes must agree on how many people there are at a level. Where an attribute is not known for "
    "everybody, add the group 'unknown', or state the number of people in a row with the attribute "
    "'headcount' and the group 'total'.",
    "Values only, no formulas. CSV works as well: the same columns, UTF-8, separated by comma or semicolon.",
)


@click.command("template")
@click.argument("kind", type=click.Choice(["headcount"]))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Workbook to write (.xlsx).")
@click.option("--company", default="", help="Name to fill in.")
@click.option("--period", default="", help="Period to fill in.")
def command(kind: str, out: Path, company: str, period: str) -> None:
    """Write an empty table of the canonical format: the grid of levels, attributes and groups, lists, notes."""
    del kind  # the only one so far; further kinds get their row here
    if out.suffix.casefold() != ".xlsx":
        raise click.UsageError("--out must end in .xlsx.")
    if out.exists():
        click.echo(f"Error: {out} exists and is not overwritten. Name another file.", err=True)
        raise SystemExit(BAD_INPUT)
    try:
        write_template(out, company=company, period=period)
    except (OSError, xlsxwriter.exceptions.FileCreateError) as error:
        click.echo(f"Error: {out} cannot be written ({error}). Name another file.", err=True)
        raise SystemExit(BAD_INPUT) from error
    click.echo(f"Fill in: {out}")
    click.echo(
        f"Then: diversity-platform rate {out} --profile canonical --framework management-diversity-2016 "
        "--out results"
    )


def write_template(path: Path, *, company: str, period: str) -> None:
    """Write the workbook: headcounts to fill in, the lists that its menus offer, and notes."""
    ladder = default_ladder()
    attributes = registered_attributes()
    core = ("gender", "origin", "age", "seniority")
    with xlsxwriter.Workbook(path, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet("headcounts")
        sheet.freeze_panes(1, 0)
        for column, (name, width, note) in enumerate(COLUMNS):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, name, bold)
            sheet.write_comment(0, column, note)
        row = 0
        for level in ladder.levels:
            for code in core:
                for group in (*attributes[code].group_codes, "unknown"):
                    row += 1
                    for column, text in enumerate((company, "", period, "", level.code, code, group)):
                        if text:
                            sheet.write_string(row, column, text)
        last = max(row, 2000)
        levels = [level.code for level in ladder.levels]
        sheet.data_validation(1, 4, last, 4, {"validate": "list", "source": levels})
        sheet.data_validation(1, 5, last, 5, {"validate": "list", "source": [*attributes, "headcount"]})
        sheet.data_validation(
            1, 7, last, 7,
            {"validate": "integer", "criteria": ">=", "value": 0, "ignore_blank": True,
             "error_title": "People", "error_message": "A whole number of people, 0 or more, or empty."},
        )  # fmt: skip
        lists = book.add_worksheet("lists")
        lists.set_column(0, 2, 26)
        lists.set_column(3, 3, 60)
        for column, name in enumerate(("kind", "code", "of", "meaning")):
            lists.write_string(0, column, name, bold)
        entries = [("level", level.code, "", level.label) for level in ladder.levels]
        for attribute in attributes.values():
            entries.append(("attribute", attribute.code, "", f"{attribute.title}. {attribute.note}".strip()))
            entries += [("group", group.code, attribute.code, group.label) for group in attribute.groups]
            entries.append(("group", "unknown", attribute.code, "Not known or not stated"))
        for number, entry in enumerate(entries, start=1):
            for column, text in enumerate(entry):
                lists.write_string(number, column, text)
        notes = book.add_worksheet("notes")
        notes.set_column(0, 0, 100)
        for number, text in enumerate(_NOTES):
            notes.write_string(number, 0, text, wrap)
