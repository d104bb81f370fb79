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
