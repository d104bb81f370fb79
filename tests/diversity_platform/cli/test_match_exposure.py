"""What `match` says of declared groups: only what the gate lets out, and no group that few are of."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from click.testing import CliRunner

from diversity_platform.cli.main import main
from tests.builders import read_csv
from tests.connector.intake_files import OFFERS, write_files

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "id,name,needs,declared_groups,declared_uses\n"


def crowd(consent: str = "audit", **groups: int) -> str:
    """Write so many start-ups of each group; all of them ask for the same."""
    rows = [
        f"{group}{number},N{number},legal_status:3,origin:{group},{consent}\n"
        for group, many in groups.items()
        for number in range(many)
    ]
    return HEAD + "".join(rows)


def matched(folder: Path, startups: str, *more: str) -> Path:
    files = [str(path) for path in write_files(folder, startups)]
    out = folder / "out"
    options = ["--out", str(out), "--today", "2026-03-02", "--json", *more]
    done = CliRunner().invoke(main, ["match", *files, *options])
    assert done.exit_code == 0, done.output
    return out


def everything_in(folder: Path) -> str:
    return "".join(
        path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.suffix in {".html", ".csv", ".json"}
    )


def test_groups_are_compared_where_enough_declared_them(tmp_path: Path) -> None:
    out = matched(tmp_path, crowd(here=40, elsewhere=35))
    rows = {row["group"]: row for row in read_csv(out / "exposure.csv")}
    assert set(rows) == {"here", "elsewhere", "unknown"}
    assert (rows["here"]["startups"], rows["elsewhere"]["startups"]) == ("40", "35")
    assert (
        float(rows["here"]["ratio_low"]) <= float(rows["here"]["ratio"]) <= float(rows["here"]["ratio_high"])
    )
    assert {row["alert"] for row in rows.values()} == {"no"}
    page = (out / "index.html").read_text(encoding="utf-8")
    assert "Origin: elsewhere" in page
    assert "No group gets less attention than its share by more than chance." in page


def test_a_group_that_few_are_of_is_named_nowhere(tmp_path: Path) -> None:
    out = matched(tmp_path, crowd(here=40, elsewhere=35, zanzibari=4))
    assert "zanzibari" not in everything_in(out / "released")
    exposure = (out / "exposure.csv").read_text() + (out / "index.html").read_text(encoding="utf-8")
    assert "zanzibari" not in exposure
    rows = {row["group"]: row for row in read_csv(out / "exposure.csv")}
    assert set(rows) == {"here", "elsewhere", "unknown", "*"}
    assert rows["unknown"]["startups"] == ""  # four, withheld, and the smaller group with them
    assert [rows[group]["startups"] for group in ("here", "elsewhere", "*")] == ["40", "", ""]
    assert rows["elsewhere"]["ratio"] == ""
    assert float(rows["*"]["share_of_startups"]) == 0.494  # 39 of 79: both together


def test_who_did_not_agree_to_the_audit_is_not_in_it(tmp_path: Path) -> None:
    out = matched(tmp_path, crowd("pairs", here=40, elsewhere=35))
    assert read_csv(out / "exposure.csv") == []
    assert not (out / "released").exists()
    assert "so it says nothing" in (out / "index.html").read_text(encoding="utf-8")


def test_an_alert_is_raised_where_a_group_is_shown_to_nobody(tmp_path: Path) -> None:
    """Those elsewhere ask for what nobody offers, and no offer takes them."""
    startups = crowd(here=40) + "".join(
        f"e{number},E{number},procurement:3,origin:elsewhere,audit\n" for number in range(40)
    )
    startups = startups.replace(HEAD, HEAD.replace("needs", "stage,needs")).replace(",legal", ",idea,legal")
    startups = startups.replace(",procurement", ",growth,procurement")
    offers = OFFERS.splitlines()[0] + "\nservice,acc,Accountant,legal_status,,,,,idea,,,\n"
    folder = tmp_path / "files"
    folder.mkdir()
    files = [str(path) for path in write_files(folder, startups, offers)]
    out = tmp_path / "out"
    done = CliRunner().invoke(main, ["match", *files, "--out", str(out), "--today", "2026-03-02"])
    assert done.exit_code == 0, done.output
    rows = {row["group"]: row for row in read_csv(out / "exposure.csv")}
    assert (rows["elsewhere"]["alert"], rows["here"]["alert"]) == ("yes", "no")
    assert float(rows["elsewhere"]["share_of_exposure"]) == 0
    document = json.loads((out / "match.json").read_text(encoding="utf-8"))
    assert [alert["facts"]["group"] for alert in document["exposure"]["alerts"]] == ["elsewhere"]
    assert "A group gets less attention than its share" in (out / "index.html").read_text(encoding="utf-8")


def test_a_later_run_regards_what_readers_have(tmp_path: Path) -> None:
    out = matched(tmp_path, crowd(here=40, elsewhere=35))
    earlier = next((out / "released").iterdir())
    kept = earlier.rename(tmp_path / "earlier.json")
    again = matched(tmp_path, crowd(here=40, elsewhere=36), "--earlier", str(kept))
    rows = {row["group"]: row for row in read_csv(again / "exposure.csv")}
    # one more start-up would tell of whom: the counts of before stay
    assert rows["elsewhere"]["startups"] == "35"
    assert rows["elsewhere"]["ratio"] == ""


def test_an_earlier_release_that_is_none_is_refused(tmp_path: Path) -> None:
    files = [str(path) for path in write_files(tmp_path, crowd(here=40))]
    options = ["--out", str(tmp_path / "out"), "--earlier", files[0]]
    done = CliRunner().invoke(main, ["match", *files, *options])
    assert (done.exit_code, (tmp_path / "out").exists()) == (2, False)
    assert "startups.csv" in done.stderr
