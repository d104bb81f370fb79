"""Small files of start-ups and offers, with everything that a matching has to deal with."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

#: Words that stand in declarations and nowhere else.
DECLARED = ("zanzibari", "secretgroup", "secretattribute")

STARTUPS = """\
id,name,stage,needs,languages,country,declared_under_represented,declared_backgrounds,declared_groups,declared_uses
s1,Baobab,idea,legal_status:5|finance:2,ar:C2,FR,yes,zanzibari,secretattribute:secretgroup,audit|pairs|cohorts
s2,"Cedar, Ltd",growth,procurement:4,fr:C1,FR,no,,secretattribute:secretgroup,audit
s3,Delta,,,,,,,,
"""
OFFERS = """\
kind,id,name,needs,languages,capacity,is_open,closes,rule_stages,instrument,largest_ticket,currency
service,acc,Accountant,legal_status,ar:C2|fr:B2,1,,,,,,
funder,loans,Small loans,finance@idea+pre_start,,2,,,idea|pre_start,microcredit,,EUR
connector,hub,Hub,coaching,fr:C2,,,,,,,
connector,old,Old hub,procurement,,,no,,,,,
connector,over,Over hub,procurement,,,,2026-01-31,,,,
connector,full,Full hub,procurement,,0,,,,,,
"""


def write_files(folder: Path, startups: str = STARTUPS, offers: str = OFFERS) -> tuple[Path, Path]:
    """Write both files; returns where."""
    paths = folder / "startups.csv", folder / "offers.csv"
    for path, text in zip(paths, (startups, offers), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


INTRODUCTIONS = "startup,offer,proposed,answered,accepted\n"
DECLARED_HEAD = "id,name,needs,declared_groups,declared_uses\n"
MANY = {"here": 200, "elsewhere": 160}


def declared() -> str:
    """Write start-ups of two groups that are large enough for every figure; all of them ask for the same."""
    rows = [
        f"{group}{number},N{number},legal_status:3,origin:{group},audit\n"
        for group, many in MANY.items()
        for number in range(many)
    ]
    return DECLARED_HEAD + "".join(rows)


def answers() -> str:
    """Answer three quarters of those here with yes, a quarter of those elsewhere, after 5 and 25 days."""
    rows = []
    for group, many in MANY.items():
        day = {"here": "2026-01-06", "elsewhere": "2026-01-26"}[group]
        for number in range(0, many, 2):
            is_yes = (number % 8 == 0) == (group == "elsewhere")
            rows.append(f"{group}{number},,2026-01-01,{day},{'yes' if is_yes else 'no'}\n")
    return INTRODUCTIONS + "".join(rows)
