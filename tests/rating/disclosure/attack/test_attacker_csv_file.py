"""The attacker reads a CSV file as its document, and finds where the two differ."""

from __future__ import annotations

from tests.rating.disclosure.attack.attacker import attack_csv
from tests.rating.disclosure.attack.careless_gates import cells, csv_of, published, table


def test_a_csv_file_says_what_its_document_says() -> None:
    rows = table({"staff": {"women": 40, "men": 33}, "leaders": {"women": 20, "men": 25}})
    block = cells("staff women", "staff men", "leaders women", "leaders men")
    for keys, fixed in (
        (("level", "group"), {}),
        (("group",), {}),
        (("level",), {}),
        (("group",), {"level": "staff"}),
        (("level",), {"group": "women"}),
    ):
        document = published(rows, block, keys=keys, fixed=fixed)
        assert attack_csv(csv_of(document), document) == []


def test_a_csv_file_that_says_more_than_its_document_is_a_breach() -> None:
    rows = table({"staff": {"women": 40, "men": 33}, "leaders": {"women": 20, "men": 25}})
    block = cells("staff women", "staff men", "leaders women", "leaders men")
    document = published(rows, block)
    more = csv_of(document).replace("staff,women,,withheld", "staff,women,40,withheld")
    reasons = [breach.why for breach in attack_csv(more, document)]
    assert "the CSV says withheld and 40" in reasons
    assert "the document says None, the CSV 40" in reasons
    assert "known exactly" in reasons
    less = csv_of(document).replace("A,,gender,*,women,60,released\r\n", "")
    assert [breach.why for breach in attack_csv(less, document)] == ["the document says 60, the CSV nothing"]
