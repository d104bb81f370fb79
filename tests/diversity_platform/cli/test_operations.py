"""`jobs`, `mail`, `audit`, `db` and `status` as a person calls them, on both databases."""

from __future__ import annotations

import asyncio
import csv
import json
import os
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from click.testing import CliRunner, Result

from diversity_platform.cli.main import main
from diversity_platform.db.engine import open_database
from diversity_platform.db.identifiers import new_id
from diversity_platform.jobs.models import Job, JobState
from diversity_platform.jobs.queue import enqueue
from diversity_platform.jobs.work import utc_now
from diversity_platform.jobs.worker import Worker
from diversity_platform.mail.service import Letter, note_bounce, write_mail
from diversity_platform.settings import Settings
from tests.diversity_platform.mail.test_bounces import report
from tests.servers import running

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from uuid import UUID

    from diversity_platform.db.engine import Database, Session

READER = "reader@example.org"
Given = TypeVar("Given")


class Terminal:
    """The command line of an installation, and its database beside."""

    def __init__(self, address: str) -> None:
        self.address = address

    @property
    def file(self) -> Path:
        """The file of an embedded database."""
        return Path(self.address.partition("///")[2])

    def call(self, *words: str, typed: str | bytes | None = None) -> Result:
        environment = {name: None for name in os.environ if name.startswith("DIVERSITY_")}
        return CliRunner().invoke(
            main, list(words), input=typed, env={**environment, "DIVERSITY_DATABASE": self.address}
        )

    def done(self, *words: str, typed: str | bytes | None = None) -> str:
        result = self.call(*words, typed=typed)
        assert result.exit_code == 0, result.output
        return result.stdout

    def refused(self, *words: str, typed: str | None = None) -> str:
        result = self.call(*words, typed=typed)
        assert result.exit_code == 2, result.output
        return result.stderr

    def read(self, *words: str) -> Any:  # noqa: ANN401 - JSON
        return json.loads(self.call(*words, "--json").stdout)

    def write(self, act: Callable[[Session], Awaitable[UUID]]) -> UUID:
        async def writing(database: Database) -> UUID:
            async with database.writing.begin() as db:
                return await act(db)

        return self.using(writing)

    def using(self, act: Callable[[Database], Awaitable[Given]]) -> Given:
        async def run() -> Given:
            database = open_database(self.address)
            try:
                return await act(database)
            finally:
                await database.close()

        return asyncio.run(run())

    def work(self) -> int:
        return self.using(lambda database: Worker(database, Settings(mail="memory:")).drain())

    def failed_job(self, error: str = "It broke.") -> UUID:
        async def add(db: Session) -> UUID:
            now = utc_now()
            job = Job(name="mail.forget", arguments={}, state=JobState.FAILED, attempts=5, error=error,
                      due_at=now, queued_at=now, finished_at=now)  # fmt: skip
            db.add(job)
            await db.flush()
            return job.id

        return self.write(add)

    def queued_job(self) -> UUID:
        return self.write(lambda db: enqueue(db, "mail.forget", {}, now=utc_now()))

    def mail(self, to: str = READER) -> UUID:
        return self.write(lambda db: write_mail(db, Letter(to, "en", "operations.test"), now=utc_now()))

    def bounced_mail(self) -> UUID:
        identifier = self.mail()

        async def come_back(db: Session) -> UUID:
            await note_bounce(db, identifier, f"550 <{READER}> unknown", now=utc_now())
            return identifier

        return self.write(come_back)


@pytest.fixture
def terminal(address: str) -> Terminal:
    return Terminal(address)


# ------------------------------------------------------------------------------------------------- jobs


def test_jobs_are_listed_with_their_state_and_what_went_wrong(terminal: Terminal) -> None:
    assert terminal.done("jobs", "list") == "There are no such jobs.\n"
    failed, queued = terminal.failed_job("Nobody\nis \x1b[31mthere."), terminal.queued_job()
    header, first, second = terminal.done("jobs", "list").splitlines()
    assert header.split()[:4] == ["id", "name", "state", "attempts"]
    assert first.split()[:4] == [str(queued), "mail.forget", "queued", "0"]
    assert second.split()[:4] == [str(failed), "mail.forget", "failed", "5"]
    assert second.endswith("Nobody is  [31mthere.")  # nothing of it moves the cursor
    assert [job["id"] for job in terminal.read("jobs", "list", "--state", "failed")] == [str(failed)]
    assert terminal.read("jobs", "list", "--name", "mail", "--limit", "1")[0]["id"] == str(queued)
    assert terminal.read("jobs", "list", "--name", "mail.f%") == []


def test_one_job_is_shown_whole(terminal: Terminal) -> None:
    job = terminal.failed_job()
    found = terminal.read("jobs", "show", str(job))
    assert (found["id"], found["error"], found["arguments"]) == (str(job), "It broke.", {})
    assert "error: It broke." in terminal.done("jobs", "show", str(job)).splitlines()
    unknown = new_id()
    assert f"There is no job {unknown}." in terminal.refused("jobs", "show", str(unknown))
    assert terminal.read("jobs", "show", str(unknown))["error"].startswith("There is no job")
    assert "'17' is no id. Ids stand in the first column" in terminal.refused("jobs", "show", "17")


@pytest.mark.parametrize(
    ("verb", "said", "action", "state"),
    [
        ("retry", "queued again", "jobs.retried", "queued"),
        ("discard", "put away", "jobs.discarded", "cancelled"),
    ],
)
def test_a_failed_job_is_retried_or_put_away_and_that_is_written_down(
    terminal: Terminal, verb: str, said: str, action: str, state: str
) -> None:
    job = terminal.failed_job()
    assert terminal.done("jobs", verb, str(job)) == f"{job}: {said}\n"
    assert terminal.read("jobs", "show", str(job))["state"] == state
    [entry] = terminal.read("audit", "list")
    assert (entry["action"], entry["thing"], entry["details"]) == (
        action, f"job:{job}", {"job": "mail.forget"},
    )  # fmt: skip
    assert entry["actor"].startswith("command:")


def test_a_job_that_waits_is_cancelled(terminal: Terminal) -> None:
    job = terminal.queued_job()
    assert terminal.done("jobs", "cancel", str(job)) == f"{job}: cancelled, or about to be\n"
    assert terminal.work() == 0


def test_of_several_jobs_all_are_changed_or_none(terminal: Terminal) -> None:
    jobs = [terminal.failed_job(), terminal.queued_job()]
    said = terminal.refused("jobs", "retry", *map(str, jobs))
    assert f"The job {jobs[1]} is queued; only failed and cancelled jobs can be changed so." in said
    assert [job["state"] for job in terminal.read("jobs", "list")] == ["queued", "failed"]
    assert terminal.read("audit", "list") == []


def test_all_failed_jobs_are_retried_at_once(terminal: Terminal) -> None:
    jobs = {str(terminal.failed_job()) for _ in range(3)}
    assert set(terminal.read("jobs", "retry", "--all-failed")["jobs"]) == jobs
    assert terminal.work() == 3
    assert terminal.done("jobs", "retry", "--all-failed") == "No job has failed.\n"
    assert "Name jobs by their ids, or say --all-failed." in terminal.refused("jobs", "retry")


def test_the_timetable_is_shown_run_paused_and_resumed(terminal: Terminal) -> None:
    names = {entry["name"] for entry in terminal.read("jobs", "timetable")}
    assert names >= {"mail-forget", "operations-tidy", "operations-alert"}
    job = terminal.read("jobs", "run", "mail-forget")["job"]
    assert terminal.read("jobs", "show", job)["name"] == "mail.forget"
    assert terminal.done("jobs", "pause", "mail-forget") == "The clock passes over mail-forget.\n"
    assert terminal.done("jobs", "resume", "mail-forget") == "The clock regards mail-forget again.\n"
    assert "The timetable has no entry 'daily'." in terminal.refused("jobs", "run", "daily")
    done = [entry["action"] for entry in terminal.read("audit", "list")]
    assert done == ["jobs.schedule_resumed", "jobs.schedule_paused", "jobs.schedule_run"]


def test_workers_are_shown_while_they_run(terminal: Terminal) -> None:
    assert terminal.done("jobs", "workers").startswith("No worker runs. Start one:")
    assert terminal.call("status").exit_code == 1
    with running("worker", database=terminal.address):
        for _ in range(100):
            if found := terminal.read("jobs", "workers"):
                break
        assert [worker["is_there"] for worker in found] == [True]
        assert "Workers: 1\n" in terminal.done("status")


# ------------------------------------------------------------------------------------------------- mail


def test_a_test_mail_tells_whether_it_got_through(terminal: Terminal) -> None:
    with running("worker", database=terminal.address):
        result = terminal.call("mail", "test", READER, "--language", "fr")
    assert result.exit_code == 0, result.output
    assert result.stdout == "The mail to r…@example.org was handed over. Look into the mailbox.\n"
    assert "DIVERSITY_MAIL names no server" in result.stderr
    [entry] = terminal.read("audit", "list", "--action", "mail")
    assert READER not in json.dumps(entry)


def test_a_test_mail_without_a_worker_says_so_and_waits(terminal: Terminal) -> None:
    result = terminal.call("mail", "test", READER, "--within", "1")
    assert result.exit_code == 1
    assert "No worker has tried it within 1 seconds; it waits in the outbox." in result.stdout
    assert terminal.work() == 1
    assert "'nobody' is no mail address." in terminal.refused("mail", "test", "nobody")


def test_mails_are_listed_without_naming_their_readers(terminal: Terminal) -> None:
    mail = terminal.bounced_mail()
    terminal.mail("other@example.org")
    shown = terminal.done("mail", "list")
    assert "550 <r…@example.org> unknown" in shown
    assert READER not in shown
    assert [one["id"] for one in terminal.read("mail", "list", "--to", READER.upper())] == [str(mail)]
    assert [one["to"] for one in terminal.read("mail", "list", "--state", "waiting")] == ["o…@example.org"]
    assert terminal.done("mail", "list", "--to", "reader") == "There are no such mails.\n"


def test_a_mail_that_came_back_is_sent_again(terminal: Terminal) -> None:
    mail = terminal.bounced_mail()
    assert terminal.done("mail", "again", str(mail)) == f"{mail} to r…@example.org: waits for a worker.\n"
    terminal.work()
    assert f"The mail {mail} is sent; only mails that did not" in terminal.refused("mail", "again", str(mail))


def test_an_address_is_allowed_again(terminal: Terminal) -> None:
    terminal.bounced_mail()
    assert terminal.done("mail", "allow", READER) == "Mails to it are sent again.\n"
    assert terminal.done("mail", "allow", READER) == "No mail to it was held back.\n"
    [entry] = terminal.read("audit", "list")
    assert (entry["action"], entry["thing"]) == ("mail.address_allowed", "address:")


def test_a_report_of_a_mail_server_is_taken_from_a_pipe(terminal: Terminal) -> None:
    mail = terminal.mail()
    terminal.work()
    raw = report().replace(_mail_of_reports(), str(mail).encode())
    assert terminal.done("mail", "bounce", typed=raw).endswith("its address is not written to again.\n")
    assert terminal.read("mail", "list")[0]["state"] == "bounced"
    assert "no longer on record" in terminal.done("mail", "bounce", typed=report())
    assert "takes longer" in terminal.done("mail", "bounce", typed=report(action="delayed", status="4.4.1"))
    assert terminal.done("mail", "bounce", typed=b"Subject: away\n\nI am away").startswith(
        "This is no report"
    )


def _mail_of_reports() -> bytes:
    return report().split(b"Message-ID: <")[1].split(b"@")[0]


# ------------------------------------------------------------------------------------------------- audit


def test_the_audit_is_exported_as_a_table_and_as_lines_and_that_is_written_down(
    terminal: Terminal, tmp_path: Path
) -> None:
    job = terminal.failed_job()
    terminal.done("jobs", "discard", str(job))
    table, lines = tmp_path / "audit.csv", tmp_path / "audit.jsonl"
    assert terminal.done("audit", "export", str(table)) == f"{table}: 2 entries\n"
    assert terminal.read("audit", "export", str(lines), "--action", "jobs")["entries"] == 1
    with table.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["action"] for row in rows] == ["jobs.discarded", "audit.exported"]
    assert json.loads(rows[0]["details"]) == {"job": "mail.forget"}
    [entry] = [json.loads(line) for line in lines.read_text(encoding="utf-8").splitlines()]
    assert (entry["action"], entry["thing"]) == ("jobs.discarded", f"job:{job}")
    assert "Name a file that ends in .csv or .jsonl." in terminal.refused("audit", "export", "audit.pdf")
    nowhere = tmp_path / "nowhere" / "audit.csv"
    assert "cannot be written" in terminal.refused("audit", "export", str(nowhere))


def test_entries_are_listed_by_what_and_when(terminal: Terminal) -> None:
    assert terminal.done("audit", "list") == "There are no such entries.\n"
    terminal.done("jobs", "discard", str(terminal.failed_job()))
    assert "jobs.discarded" in terminal.done("audit", "list", "--since", "2026-01-01")
    assert terminal.read("audit", "list", "--until", "2026-01-01") == []
    assert terminal.read("audit", "list", "--actor", "operator") == []


# ------------------------------------------------------------------------------------------------- db


def test_the_state_of_the_database_tells_what_migrations_would_do(terminal: Terminal, tmp_path: Path) -> None:
    found = terminal.read("db", "status")
    assert found["revision"] == found["needed"]
    assert (found["to_do"], found["bytes"] > 0) == ([], True)
    assert "It is at the schema of this version." in terminal.done("db", "status")
    new = Terminal(f"sqlite+aiosqlite:///{tmp_path / 'new.db'}")
    (tmp_path / "new.db").touch()
    assert len(new.read("db", "status")["to_do"]) >= 5
    assert "To do, by diversity-platform db migrate: 0001: Cities" in new.done("db", "status")
    assert "Run: diversity-platform migrate" in new.refused("jobs", "list")
    assert new.done("db", "migrate").endswith("The database is up to date.\n")


def test_backup_and_restore_give_back_what_was_there(address: str, tmp_path: Path) -> None:
    terminal = Terminal(address)
    copy = tmp_path / "copy.db"
    if not address.startswith("sqlite"):
        for words in (["backup", str(copy)], ["restore", str(copy), "--yes"]):
            assert "yours is on a server: use pg_" in terminal.refused("db", *words)
        return
    before = terminal.failed_job()
    assert terminal.read("db", "backup", str(copy))["rows"]["jobs"] == 1
    assert copy.stat().st_mode & 0o777 == 0o600
    assert "is whole: " in terminal.done("db", "check", str(copy))
    after = terminal.failed_job()
    mails = [terminal.mail()]
    assert terminal.refused("db", "restore", str(tmp_path / "none.db"), "--yes").startswith(
        "Error: There is no"
    )
    assert "Aborted" in terminal.call("db", "restore", str(copy), typed="n\n").stderr
    assert len(terminal.read("jobs", "list")) == 3
    kept = terminal.read("db", "restore", str(copy), "--yes")["before"]
    assert [job["id"] for job in terminal.read("jobs", "list")] == [str(before)]
    assert terminal.read("mail", "list") == []
    assert [entry["action"] for entry in terminal.read("audit", "list")] == ["db.restored"]
    undone = Terminal(f"sqlite+aiosqlite:///{kept}")
    assert {job["id"] for job in undone.read("jobs", "list", "--name", "mail.forget")} == {
        str(before), str(after),
    }  # fmt: skip
    assert [mail["id"] for mail in undone.read("mail", "list")] == [str(mails[0])]


def test_a_mail_that_waited_in_a_backup_is_not_sent_by_a_restore(migrated_copy: Path, tmp_path: Path) -> None:
    terminal = Terminal(f"sqlite+aiosqlite:///{migrated_copy}")
    mail = terminal.mail()
    terminal.done("db", "backup", str(tmp_path / "copy.db"))
    terminal.work()
    terminal.done("db", "restore", str(tmp_path / "copy.db"), "--yes")
    terminal.work()
    [found] = terminal.read("mail", "list")
    assert (found["id"], found["state"]) == (str(mail), "held")
    assert found["error"] == "Restored from a backup: it may have been sent already."
    terminal.done("mail", "again", str(mail))
    terminal.work()
    assert terminal.read("mail", "list")[0]["state"] == "sent"


@pytest.fixture
def migrated_copy(migrated_file: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "platform.db"
    copy.write_bytes(migrated_file.read_bytes())
    return copy


def test_what_is_no_whole_backup_of_ours_is_refused_and_changes_nothing(
    migrated_copy: Path, tmp_path: Path
) -> None:
    terminal = Terminal(f"sqlite+aiosqlite:///{migrated_copy}")
    terminal.failed_job()
    letter, others, damaged, newer = (tmp_path / name for name in ("letter", "others", "damaged", "newer"))
    letter.write_text("Dear Sir or Madam")
    with sqlite3.connect(others) as db:
        db.execute("CREATE TABLE invoices (number INTEGER)")
    db.close()
    terminal.done("db", "backup", str(newer))
    with sqlite3.connect(newer) as db:
        db.execute("UPDATE alembic_version SET version_num = '9999'")
    db.close()
    terminal.done("db", "backup", str(damaged))
    whole = bytearray(damaged.read_bytes())
    whole[40_000:60_000] = bytes(20_000)
    damaged.write_bytes(whole)
    said = {
        letter: "cannot be read: file is not a database",
        others: "is no database of this product",
        damaged: "cannot be read: database disk image is malformed",
        newer: "a later version of the product made it",
    }
    for file, words in said.items():
        assert words in terminal.refused("db", "restore", str(file), "--yes")
    assert len(terminal.read("jobs", "list")) == 1
    assert sorted(path.name for path in tmp_path.iterdir() if "before" in path.name) == []


def test_a_backup_never_replaces_a_file(migrated_copy: Path, tmp_path: Path) -> None:
    terminal = Terminal(f"sqlite+aiosqlite:///{migrated_copy}")
    there = tmp_path / "there.db"
    there.write_text("mine")
    assert f"{there} is there already. Name a file that is not." in terminal.refused(
        "db", "backup", str(there)
    )
    assert there.read_text() == "mine"
    assert "cannot be written" in terminal.refused("db", "backup", str(tmp_path / "none" / "copy.db"))


# ------------------------------------------------------------------------------------------------- status


def test_the_status_says_what_needs_a_person(terminal: Terminal) -> None:
    terminal.failed_job()
    result = terminal.call("status")
    assert result.exit_code == 1
    assert "Jobs: 0 queued, 0 running, 0 done, 1 failed, 0 cancelled\n" in result.stdout
    assert "To do: Jobs have failed: diversity-platform jobs list --state failed\n" in result.stdout
    found = terminal.read("status")
    assert found["needs_a_person"] == ["failed-jobs", "no-worker"]
    assert found["queue"]["by_state"]["failed"] == 1
