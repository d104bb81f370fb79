"""Pages of a matching that a ranker scored and an organiser had a hand in."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest

from connector.documents import match_document
from connector.intake import read_offers, read_startups
from connector.matching.overrides import Override
from connector.matching.recommend import recommend
from connector.parties import Parties
from connector.run.progress import silent
from diversity_platform.cli.match_report.site import write_report
from tests.connector.intake_files import write_files
from tests.connector.matching.learning.rankers import DRAWN

if TYPE_CHECKING:
    from pathlib import Path

    from connector.documents import MatchDocument

SAYS = {
    "en": ("What the organiser decided", "how likely the introduction is to be taken up", "weighted mean"),
    "fr": ("Ce que l’organisateur a décidé", "la chance sur 100 que la mise en relation", "moyenne pondérée"),
}


def document(folder: Path, language: str, *, by_hand: bool) -> MatchDocument:
    paths = write_files(folder)
    startups, offers = read_startups(paths[0]), read_offers(paths[1])
    today = date(2026, 3, 2)
    wish = Override(startup="s3", offer="hub", reason="They <know> each other.", by="B. Kaya", day=today)
    found = recommend(
        Parties(startups.parties, offers.parties),
        today=today,
        ranker=DRAWN["logit"](np.random.default_rng(3)) if by_hand else None,
        overrides=[wish] if by_hand else [],
        length=3,
    )
    return match_document(startups, offers, found, language=language, product="test")


@pytest.mark.parametrize("language", SAYS)
def test_pages_say_who_scored_and_what_was_decided(language: str, tmp_path: Path) -> None:
    made = document(tmp_path, language, by_hand=True)
    write_report(made, tmp_path, on_page=silent)
    index = (tmp_path / "index.html").read_text(encoding="utf-8")
    decided, chance, mean = SAYS[language]
    assert decided in index
    assert chance in index
    assert mean not in index
    assert "They &lt;know&gt; each other." in index
    pages = [path.read_text(encoding="utf-8") for path in (tmp_path / "report" / "startups").iterdir()]
    assert sum("They &lt;know&gt; each other." in page for page in pages) == 1


@pytest.mark.parametrize("language", SAYS)
def test_without_both_nothing_is_said_of_them(language: str, tmp_path: Path) -> None:
    made = document(tmp_path, language, by_hand=False)
    write_report(made, tmp_path, on_page=silent)
    index = (tmp_path / "index.html").read_text(encoding="utf-8")
    decided, chance, mean = SAYS[language]
    assert (decided in index, chance in index, mean in index) == (False, False, True)
