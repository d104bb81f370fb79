"""`label verify` against a real web server on this machine: answers, statuses, and a time offline."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from connector.label.issuing.folder import working_in
from connector.label.issuing.office import Award, change, endorse, issue, open_office
from connector.label.issuing.settings import LabelSettings
from connector.label.issuing.vouchers import keep
from connector.label.verifying import CHECKS
from diversity_platform.cli.main import main

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PASSPHRASE = b"four words are enough"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing: pytest does not ask for it."""


@contextmanager
def serving(folder: Path, port: int = 0) -> Iterator[int]:
    """Serve a folder on this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", port), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Label:
    """A label that is served, and a reader who believes it."""

    def __init__(self, folder: Path, port: int, name: str = "label") -> None:
        self.folder, self.reader = folder / name, folder / "reader"
        self.address = f"http://localhost:{port}/{name}/public"
        self.did = f"did:web:localhost%3A{port}:{name}:public"
        self.now = datetime.now(UTC).replace(microsecond=0)
        settings = LabelSettings(name=f"City of {name}", address=self.address)
        open_office(self.folder, settings, PASSPHRASE, self.now, cost=2)

    def issued(self) -> str:
        award = Award("https://a.example", "Ödland", "connector", "Everything", date(2026, 10, 1))
        with working_in(self.folder, PASSPHRASE, cost=2) as office:
            told: str = issue(office, award, self.now)["id"]
        return told

    def file(self, number: str = "2026-0001") -> Path:
        return self.folder / "public" / "credentials" / f"{number}.json"

    def trust(self, **extra: object) -> Path:
        path = self.folder.parent / "trusted.toml"
        lines = ["[[trusted]]", f'did = "{self.did}"', 'name = "The city"']
        lines += [f"{name} = {json.dumps(value)}" for name, value in extra.items()]
        path.write_text("\n".join(lines), encoding="utf-8")
        return path

    def verify(self, *arguments: object, trust: Path | None = None) -> Result:
        told = ["label", "verify", *(str(one) for one in arguments), "--cache", str(self.reader)]
        told += ["--trust", str(trust or self.trust())]
        return CliRunner().invoke(main, told, catch_exceptions=False)


@pytest.fixture
def label(tmp_path: Path) -> Iterator[Label]:
    with serving(tmp_path) as port:
        yield Label(tmp_path, port)


def told(result: Result) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(result.stdout)
    return document


def test_a_file_and_an_address_are_valid_and_end_with_0(label: Label) -> None:
    address = label.issued()
    for what in (label.file(), address):
        done = label.verify(what, "--log")
        assert done.exit_code == 0
        first = "Valid: Ödland holds “Diversity Connector”, attested by City of label."
        assert done.stdout.splitlines()[0] == first


def test_the_answer_as_json_has_result_sentence_and_all_checks(label: Label) -> None:
    label.issued()
    document = told(label.verify(label.file(), "--json", "--log"))
    assert list(document)[:4] == ["schema", "result", "sentence", "checks"]
    assert (document["schema"], document["result"]) == ("label-verdict/1", "valid")
    assert [check["check"] for check in document["checks"]] == list(CHECKS)
    assert {check["outcome"] for check in document["checks"]} == {"good"}


def test_a_suspended_one_ends_with_1_and_names_the_day_in_the_readers_language(label: Label) -> None:
    label.issued()
    with working_in(label.folder, PASSPHRASE, cost=2) as office:
        change(office, "2026-0001", "suspended", label.now, notes={})
    done = label.verify(label.file(), "--language", "fr")
    assert done.exit_code == 1
    assert done.stdout.splitlines()[0].startswith("Non valable. Elle est suspendue depuis le ")


def test_without_a_trust_list_it_cannot_be_told_and_the_way_out_is_named(
    label: Label, tmp_path: Path
) -> None:
    label.issued()
    empty = tmp_path / "empty.toml"
    empty.write_text("", encoding="utf-8")
    done = label.verify(label.file(), trust=empty)
    assert done.exit_code == 3
    assert done.stdout.startswith("Cannot tell. ")
    assert str(empty) in done.stderr


def test_a_time_offline_answers_by_what_was_kept(label: Label) -> None:
    label.issued()
    assert label.verify(label.file(), "--offline").exit_code == 3
    assert label.verify(label.file()).exit_code == 0
    assert label.verify(label.file(), "--offline").exit_code == 0


def test_an_issuer_that_does_not_answer_is_judged_by_what_was_kept(tmp_path: Path) -> None:
    with serving(tmp_path) as port:
        label = Label(tmp_path, port)
        label.issued()
        kept = label.verify(label.file())
    assert kept.exit_code == 0
    assert label.verify(label.file()).exit_code == 0
    gone = told(label.verify(f"http://localhost:{port}/label/public/credentials/none.json", "--json"))
    assert (gone["result"], gone["checks"][0]["code"]) == ("cannot tell", "verify.form.not_reached")


def test_a_list_that_is_gone_is_gone_whatever_was_kept(label: Label) -> None:
    label.issued()
    assert label.verify(label.file()).exit_code == 0
    (label.folder / "public" / "status" / "revocation.json").unlink()
    document = told(label.verify(label.file(), "--json"))
    assert document["result"] == "cannot tell"
    assert document["sentence"].startswith("Cannot tell. Whether it is revoked cannot be told: there is no")


def test_a_log_that_takes_back_what_it_said_is_noticed_by_who_saw_it(label: Label) -> None:
    first, second = label.issued(), label.issued()
    assert label.verify(second, "--log").exit_code == 0
    other = label.folder.parent / "other"
    settings = LabelSettings(name="City of label", address=label.address)
    open_office(other, settings, PASSPHRASE, label.now, cost=2)
    # the issuer makes another history with its own keys, at the same address
    for file in (label.folder / "keys").iterdir():
        (other / "keys" / file.name).write_bytes(file.read_bytes())
    journal = (label.folder / "journal.jsonl").read_bytes().splitlines(keepends=True)
    (other / "journal.jsonl").write_bytes(b"".join(journal[:-1]))
    for file in sorted((other / "public" / "log").rglob("*"), reverse=True):
        file.unlink() if file.is_file() else file.rmdir()
    (other / "public" / "log").rmdir()
    later = label.now + timedelta(seconds=5)
    with working_in(other, PASSPHRASE, cost=2) as office:
        change(office, "2026-0001", "suspended", later, notes={})
        change(office, "2026-0001", "restored", later, notes={})
    (label.folder / "public").rename(label.folder / "was")
    (other / "public").rename(label.folder / "public")
    document = told(label.verify(first, "--log", "--json"))
    checks = {check["check"]: check["code"] for check in document["checks"]}
    assert (document["result"], checks["log"]) == ("cannot tell", "verify.log.rewritten")


def test_a_chain_of_endorsements_leads_to_who_is_believed(label: Label, tmp_path: Path) -> None:
    """The network vouches for the city, the city for the label."""
    port = int(label.did.split("%3A")[1].split(":")[0])
    network, city = Label(tmp_path, port, "network"), Label(tmp_path, port, "city")
    for by, to in ((network, city), (city, label)):
        with working_in(by.folder, PASSPHRASE, cost=2) as office:
            document = endorse(office, to.did, "We know them.", by.now, days=100)
        keep(to.folder, to.did, json.dumps(document).encode(), to.now)
    label.issued()
    trust = network.trust(issues=False, endorses=True)
    done = told(label.verify(label.file(), "--json", trust=trust))
    assert (done["result"], done["endorsed_by"]) == ("valid", ["City of city", "The city"])
    with working_in(city.folder, PASSPHRASE, cost=2) as office:
        change(office, "2026-0001", "revoked", city.now, notes={})
    done = told(label.verify(label.file(), "--json", trust=trust))
    assert (done["result"], done["endorsed_by"]) == ("cannot tell", [])


def test_an_endorsement_beside_the_credential_counts_as_well(label: Label, tmp_path: Path) -> None:
    port = int(label.did.split("%3A")[1].split(":")[0])
    network = Label(tmp_path, port, "network")
    label.issued()
    with working_in(network.folder, PASSPHRASE, cost=2) as office:
        document = endorse(office, label.did, "We know them.", network.now, days=100)
    beside = tmp_path / "endorsement.json"
    beside.write_text(json.dumps(document), encoding="utf-8")
    trust = network.trust(issues=False, endorses=True)
    assert label.verify(label.file(), trust=trust).exit_code == 3
    assert label.verify(label.file(), "--endorsement", beside, trust=trust).exit_code == 0
    beside.write_text(json.dumps({**document, "id": "https://other.example/1"}), encoding="utf-8")
    assert label.verify(label.file(), "--endorsement", beside, trust=trust).exit_code == 3


def test_what_is_no_credential_ends_with_1_and_wrong_usage_with_2(label: Label, tmp_path: Path) -> None:
    page = tmp_path / "page.json"
    page.write_text("hello", encoding="utf-8")
    assert label.verify(page).exit_code == 1
    assert label.verify(tmp_path / "none.json").exit_code == 2
    assert label.verify(page, "--language", "tlh").exit_code == 2
    faulty = tmp_path / "faulty.toml"
    faulty.write_text('[[trusted]]\nname = "Nobody"\n', encoding="utf-8")
    done = label.verify(page, trust=faulty)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith("Error: faulty.toml, trusted.0.did: ")


def test_what_a_credential_says_does_not_command_the_terminal(label: Label, tmp_path: Path) -> None:
    label.issued()
    document = json.loads(label.file().read_bytes())
    document["\x1b[2J"] = 1
    hostile = tmp_path / "hostile.json"
    hostile.write_text(json.dumps(document), encoding="utf-8")
    done = label.verify(hostile)
    assert done.exit_code == 1
    assert "\x1b[2J" not in done.output


def test_a_candidate_is_valid_and_said_not_to_hold_the_label(label: Label) -> None:
    award = Award("https://a.example", "Ödland", "candidate", "Everything", date(2026, 10, 1))
    with working_in(label.folder, PASSPHRASE, cost=2) as office:
        issue(office, award, label.now)
    assert label.verify(label.file()).stdout.startswith("Valid: Ödland holds “Candidate”")
