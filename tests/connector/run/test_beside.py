"""What stands beside the parties, from its file into the document; what does not fit them has its row."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np
import pytest

from connector.documents import match_document
from connector.documents.schema import FurtherInput
from connector.errors import PartiesRefusedError
from connector.intake import read_offers, read_startups
from connector.matching.exposure import Introduction
from connector.matching.overrides import Override
from connector.matching.recommend import recommend
from connector.parties import Parties
from connector.run import match_files
from connector.run.beside import read_introductions
from connector.run.ranker import read_ranker
from tests.connector.intake_files import STARTUPS, write_files
from tests.connector.matching.learning.rankers import DRAWN, ranker, stays

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from connector.errors import Fault
    from connector.matching.learning.ranker import Learned

TODAY = date(2026, 3, 2)
OVERRIDES = "startup,offer,reason,by,day\n"
INTRODUCTIONS = "startup,offer,proposed,answered,accepted\n"


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def refused(read: Callable[[], object]) -> list[Fault]:
    with pytest.raises(PartiesRefusedError) as refusal:
        read()
    return list(refusal.value.faults)


# ------------------------------------------------------------------------------------------- overrides


def test_overrides_of_a_file_are_those_of_a_prompt(tmp_path: Path) -> None:
    paths = write_files(tmp_path)
    rows = OVERRIDES + "s3,hub,They met.,A. Diallo,2026-02-27\n"
    document = match_files(*paths, today=TODAY, overrides=written(tmp_path, "o.csv", rows))
    startups, offers = read_startups(paths[0]), read_offers(paths[1])
    wish = Override(startup="s3", offer="hub", reason="They met.", by="A. Diallo", day=date(2026, 2, 27))
    found = recommend(Parties(startups.parties, offers.parties), today=TODAY, overrides=[wish])
    further = FurtherInput(
        holds="overrides", file="o.csv", sha256=sha256(rows.encode()).hexdigest(), records=1
    )
    assert document == match_document(
        startups, offers, found, language="en", product="diversity-platform", further=[further]
    )
    assert [one.startup for one in document.overrides] == ["s3"]


def test_every_override_that_cannot_be_kept_is_told_with_its_row(tmp_path: Path) -> None:
    rows = OVERRIDES + "".join(
        f"{pair},They met.,A. Diallo,2026-02-27\n"
        for pair in ("s1,acc", "nobody,acc", "s1,nothing", "s1,old", "s2,loans", "s1,acc", "s3,acc")
    )
    path = written(tmp_path, "o.csv", rows)
    faults = refused(lambda: match_files(*write_files(tmp_path), today=TODAY, overrides=path))
    assert {fault.file for fault in faults} == {"o.csv"}
    assert [(fault.place, fault.message.partition(": ")[2]) for fault in faults] == [
        ("row 3", "there is no such start-up."),
        ("row 4", "there is no such offer."),
        ("row 5", "it is closed."),
        ("row 6", "it may not enter, by the rules stage."),
        ("row 7", ""),
        ("row 8", "others give away all of its 1 places."),
    ]
    assert faults[4].message == "overrides introduce start-up 's1' to offer 'acc' twice."
    assert all(fault.remedy for fault in faults)


def test_a_reason_that_is_too_long_is_a_fault_of_its_column(tmp_path: Path) -> None:
    path = written(tmp_path, "o.csv", OVERRIDES + f"s3,hub,{'x' * 2001},A. Diallo,2026-02-27\n")
    (fault,) = refused(lambda: match_files(*write_files(tmp_path), today=TODAY, overrides=path))
    assert (fault.place, fault.message) == (
        "row 2, column reason", "string should have at most 2000 characters."
    )  # fmt: skip


def test_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    paths = write_files(tmp_path, STARTUPS.replace("growth", "grown"))
    faults = refused(
        lambda: match_files(
            *paths,
            today=TODAY,
            overrides=written(tmp_path, "o.csv", OVERRIDES + "s3,hub,,A. Diallo,2026-02-27\n"),
            ranker=written(tmp_path, "r.json", "[]"),
            introductions=written(tmp_path, "i.csv", INTRODUCTIONS + "s1,hub,2026,,\n"),
        )
    )
    assert [(fault.file, fault.place) for fault in faults] == [
        ("startups.csv", "row 3, column stage"),
        ("o.csv", "row 2, column reason"),
        ("r.json", ""),
        ("i.csv", "row 2, column proposed"),
    ]


# --------------------------------------------------------------------------------------- introductions


def test_introductions_are_read_with_and_without_an_answer(tmp_path: Path) -> None:
    rows = (
        INTRODUCTIONS + "s1,hub,2026-01-05,2026-01-09,yes\ns2,,2026-01-06,2026-01-07,no\ns1,,2026-02-01,,\n"
    )
    listed = read_introductions(written(tmp_path, "i.csv", rows))
    assert listed.entries == (
        Introduction("s1", date(2026, 1, 5), date(2026, 1, 9), is_accepted=True),
        Introduction("s2", date(2026, 1, 6), date(2026, 1, 7), is_accepted=False),
        Introduction("s1", date(2026, 2, 1)),
    )


@pytest.mark.parametrize(
    ("row", "column", "message"),
    [
        ("s1,,2026-01-05,,yes", "answered", "an answer is stated without its day."),
        (
            "s1,,2026-01-05,2026-01-09,",
            "accepted",
            "the day of an answer is stated, and not whether it was yes.",
        ),
        ("nobody,,2026-01-05,,", "startup", "there is no start-up called 'nobody'."),
        ("s1,,2026-03-03,,", "proposed", "2026-03-03 lies after the day of matching, 2026-03-02."),
        (
            "s1,,2026-01-05,2026-03-03,no",
            "answered",
            "2026-03-03 lies after the day of matching, 2026-03-02.",
        ),
        (
            "s1,,2026-01-05,2026-01-04,no",
            "answered",
            "the answer (2026-01-04) lies before the proposal (2026-01-05).",
        ),
    ],
)
def test_an_introduction_that_cannot_have_been_is_told_with_its_row(
    tmp_path: Path, row: str, column: str, message: str
) -> None:
    path = written(tmp_path, "i.csv", INTRODUCTIONS + f"s2,,2026-01-05,,\n{row}\n")
    (fault,) = refused(lambda: match_files(*write_files(tmp_path), today=TODAY, introductions=path))
    assert (fault.file, fault.place, fault.message) == ("i.csv", f"row 3, column {column}", message)
    assert fault.remedy


def test_every_such_introduction_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, "i.csv", INTRODUCTIONS + "a,,2026-05-05,,\nb,,2026-01-05,,\n")
    faults = refused(lambda: match_files(*write_files(tmp_path), today=TODAY, introductions=path))
    assert [fault.place for fault in faults] == [
        "row 2, column startup", "row 2, column proposed", "row 3, column startup"
    ]  # fmt: skip


# ---------------------------------------------------------------------------------------------- ranker


@pytest.mark.parametrize("kind", DRAWN)
def test_a_ranker_of_a_file_is_that_of_a_prompt(tmp_path: Path, kind: str) -> None:
    paths = write_files(tmp_path)
    learned = DRAWN[kind](np.random.default_rng(3))
    text = learned.to_json()
    document = match_files(*paths, today=TODAY, ranker=written(tmp_path, "r.json", text), language="fr")
    startups, offers = read_startups(paths[0]), read_offers(paths[1])
    found = recommend(Parties(startups.parties, offers.parties), today=TODAY, ranker=learned)
    further = FurtherInput(holds="ranker", file="r.json", sha256=sha256(text.encode()).hexdigest(), records=1)
    assert document == match_document(
        startups, offers, found,
        language="fr", product="diversity-platform", ranker=learned, further=[further],
    )  # fmt: skip
    assert (document.rules.scored_by, document.rules.version) == ("ranker", learned.version)


def test_a_ranker_that_did_not_pass_changes_nothing_but_what_is_said_of_it(tmp_path: Path) -> None:
    paths = write_files(tmp_path)
    path = written(tmp_path, "r.json", stays().to_json())
    with_it, without = match_files(*paths, today=TODAY, ranker=path), match_files(*paths, today=TODAY)
    assert with_it.ranker is not None
    assert not with_it.ranker.ranks
    said = {"ranker", "further_inputs", "words"}
    assert with_it.model_dump(exclude=said) == without.model_dump(exclude=said)
    assert without.words.items() <= with_it.words.items()


def test_declarations_change_no_list_that_a_ranker_made(tmp_path: Path) -> None:
    beside = {
        "ranker": written(tmp_path, "r.json", DRAWN["trees"](np.random.default_rng(3)).to_json()),
        "overrides": written(tmp_path, "o.csv", OVERRIDES + "s3,hub,They met.,A. Diallo,2026-02-27\n"),
        "introductions": written(tmp_path, "i.csv", INTRODUCTIONS + "s1,hub,2026-01-05,2026-01-09,yes\n"),
    }
    told = match_files(*write_files(tmp_path), today=TODAY, **beside)
    other = STARTUPS.replace("yes,zanzibari", "no,other").replace("no,,secret", "yes,zanzibari,secret")
    assert other != STARTUPS
    flipped = match_files(*write_files(tmp_path, other), today=TODAY, **beside)
    assert told.model_dump(exclude={"inputs"}) == flipped.model_dump(exclude={"inputs"})


def test_answers_change_no_list(tmp_path: Path) -> None:
    paths = write_files(tmp_path)
    path = written(tmp_path, "i.csv", INTRODUCTIONS + "s1,hub,2026-01-05,2026-01-09,yes\n")
    told, silent = match_files(*paths, today=TODAY, introductions=path), match_files(*paths, today=TODAY)
    assert [one.holds for one in told.further_inputs] == ["introductions"]
    assert told.model_dump(exclude={"further_inputs"}) == silent.model_dump(exclude={"further_inputs"})


def changed(learned: Learned, *changes: tuple[str, str]) -> str:
    text = learned.to_json()
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    return text


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("startup,offer\n", "line 1", "this is no ranker: it is no readable JSON."),
        ("[]", "", "this is no ranker: it states no signals and no model and no calibration and no card."),
        ('{"schema":"match/1","signals":[]}', "",
         "this is no ranker: it states no model and no calibration and no card."),
        ("[" * 100_000, "", "this is no ranker: it is no readable JSON."),
        ('{"signals": [1e300]}', "", "this is no ranker: it holds the number 1e300."),
        ('{"signals": [NaN]}', "", "this is no ranker: it holds the number NaN."),
        (f'{{"signals": [{"9" * 5000}]}}', "", f"this is no ranker: it holds the number {'9' * 60}."),
    ],
)  # fmt: skip
def test_a_file_that_is_no_ranker_is_refused_in_words(
    tmp_path: Path, text: str, place: str, message: str
) -> None:
    (fault,) = refused(lambda: read_ranker(written(tmp_path, "r.json", text)))
    assert (fault.file, fault.place, fault.message) == ("r.json", place, message)
    assert fault.remedy == "Give the file as connector.Learned.to_json() wrote it."


@pytest.mark.parametrize(
    ("change", "place", "message"),
    [
        (('"seed":0', '"seed":-4'), "card.seed",
         "input should be greater than or equal to 0. Here stands: -4."),
        (('"seed":0', '"sed":0'), "card.seed", "it is missing."),
        (('"slope":1.0', '"slope":"steep"'), "calibration.slope",
         "input should be a valid number, unable to parse string as a number. Here stands: steep."),
        (('"kind":"logit"', '"kind":"oracle"'), "model",
         "input tag 'oracle' found using 'kind' does not match any of the expected tags"),
        (('"in_use":"logit"', '"in_use":"boosted"'), "", "the card is that of another model."),
        (('"learning.decision.replaced"', '"learning.decision.luck"'), "",
         "the decision of the card is about another model."),
        (('"limits":[]', '"limits":[{"code":"learning.limit.luck"}]'), "card",
         "the language 'en' lacks these words: learning.limit.luck."),
        (('"gain":5.0', '"win":5.0'), "card", "'learning.decision.replaced' is said with the facts"),
        (('"code":"dates"', '"code":"distance"'), "card.signals", "the card is about other signals."),
        (('"signals":["dates"', '"signals":["shoes"'), "signals", "there is no signal called 'shoes'."),
    ],
)  # fmt: skip
def test_a_ranker_that_was_changed_by_hand_is_refused_in_words(
    tmp_path: Path, change: tuple[str, str], place: str, message: str
) -> None:
    text = changed(DRAWN["logit"](np.random.default_rng(3)), change)
    fault = refused(lambda: read_ranker(written(tmp_path, "r.json", text)))[0]
    assert (fault.place, fault.message[: len(message)]) == (place, message)
    assert "pydantic" not in str(fault)


def test_a_ranker_of_other_weights_is_refused(tmp_path: Path) -> None:
    learned = ranker(DRAWN["logit"](np.random.default_rng(3)).model, judged_beside="1999-1")
    path = written(tmp_path, "r.json", learned.to_json())
    (fault,) = refused(lambda: match_files(*write_files(tmp_path), today=TODAY, ranker=path))
    assert (fault.file, fault.place) == ("r.json", "card")
    assert fault.message.startswith("The ranker was judged beside weights 1999-1, not ")
    assert fault.remedy.startswith("Learn it anew")
