"""The outbox: written with what it is about, tried again, given up, come back; in the receiver's language."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from diversity_platform.db.identifiers import new_id
from diversity_platform.jobs.models import Job, JobState, Lane
from diversity_platform.jobs.queue import enqueue
from diversity_platform.jobs.service import cancel_job
from diversity_platform.jobs.worker import Worker
from diversity_platform.mail.addresses import masked
from diversity_platform.mail.errors import BadAddressError, MailNotFoundError, NotSentAgainError
from diversity_platform.mail.jobs import GIVEN_UP_AFTER, KEPT, PAUSES
from diversity_platform.mail.models import DeadAddress, Mail, MailState
from diversity_platform.mail.posts import post_of
from diversity_platform.mail.posts.memory import MemoryPost
from diversity_platform.mail.queries import mails, number_by_state
from diversity_platform.mail.service import Letter, allow_address, note_bounce, send_again, write_mail
from diversity_platform.settings import Settings
from tests.servers import free_port

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from diversity_platform.db.engine import Database
    from tests.diversity_platform.catcher import Catcher

pytestmark = pytest.mark.anyio

READER = "Reader@example.org"
TEST = Letter(READER, "en", "operations.test")
NOBODY_THERE = "550 5.1.1 No such user"


def settings(**values: object) -> Settings:
    given = {"mail_from": "Havenport ratings <ratings@havenport.example>", "mail": "memory:", **values}
    return Settings.model_validate(given)


async def written(database: Database, letter: Letter, now: datetime) -> UUID:
    async with database.writing.begin() as db:
        return await write_mail(db, letter, now=now)


async def stored(database: Database, identifier: UUID) -> Mail:
    async with database.reading() as db:
        return await db.get_one(Mail, identifier)


async def delivered(database: Database, now: datetime, using: Settings) -> int:
    return await Worker(database, using, now=lambda: now).drain()


@pytest.fixture
def box() -> MemoryPost:
    """Return the post that `settings` names, empty."""
    post = post_of("memory:")
    assert isinstance(post, MemoryPost)
    post.delivered.clear()
    return post


# ------------------------------------------------------------------------------------------------- writing


async def test_a_mail_is_there_if_what_it_is_about_is_kept_and_else_not(
    database: Database, now: datetime, box: MemoryPost
) -> None:
    async with database.writing() as db:
        await write_mail(db, TEST, now=now)
        await db.rollback()
    assert await delivered(database, now, settings()) == 0
    await written(database, TEST, now)
    assert await delivered(database, now, settings()) == 1
    assert [str(one["To"]) for one in box.delivered] == [READER]


@pytest.mark.parametrize(
    "to",
    ["", "reader", "@example.org", "a@b@c", "a b@example.org", "a@example.org\nBcc: all@example.org",
     "a@example.org, b@example.org", "Reader <a@example.org>", "a@", "x" * 65 + "@example.org"],
)  # fmt: skip
async def test_what_is_no_address_is_refused_before_anything_is_written(
    database: Database, now: datetime, to: str
) -> None:
    async with database.writing.begin() as db:
        with pytest.raises(BadAddressError, match="It looks like name@example"):
            await write_mail(db, Letter(to, "en", "operations.test"), now=now)
        assert await db.scalar(select(func.count()).select_from(Mail)) == 0


@pytest.mark.parametrize(
    ("language", "template"),
    [
        ("en", "operations.nothing"),
        ("en", "nowhere.test"),
        ("ar", "operations.test"),
        ("xx", "operations.test"),
    ],
)
async def test_a_mail_that_could_not_be_rendered_fails_at_its_writer(
    database: Database, now: datetime, language: str, template: str
) -> None:
    async with database.writing.begin() as db:
        with pytest.raises(LookupError):
            await write_mail(db, Letter(READER, language, template), now=now)


async def test_an_urgent_mail_waits_in_the_urgent_lane(database: Database, now: datetime) -> None:
    await written(database, TEST, now)
    await written(database, Letter(READER, "en", "operations.test", is_urgent=True), now)
    async with database.reading() as db:
        assert list(await db.scalars(select(Job.lane).order_by(Job.id))) == [Lane.USUAL, Lane.URGENT]


async def test_the_job_knows_nothing_but_the_id_of_the_mail(database: Database, now: datetime) -> None:
    identifier = await written(database, TEST, now)
    async with database.reading() as db:
        [job] = await db.scalars(select(Job))
    assert (job.arguments, job.key) == ({"mail": str(identifier)}, f"mail {identifier}")


# ------------------------------------------------------------------------------------------------- sending


#: language -> subject and greeting
SAID = {
    "en": ("Test mail of the Diversity Platform", "Good day,"),
    "fr": ("Courriel d’essai de la Plateforme de la diversité", "Bonjour,"),
}


@pytest.mark.parametrize("language", SAID)
async def test_a_mail_is_in_its_receivers_language(
    database: Database, now: datetime, box: MemoryPost, language: str
) -> None:
    subject, greeting = SAID[language]
    identifier = await written(database, Letter(READER, language, "operations.test"), now)
    using = settings(
        operator="City of Havenport", contact="help@havenport.example", address="https://d.example"
    )
    await delivered(database, now, using)
    [mail] = box.delivered
    assert (str(mail["Subject"]), mail["Content-Language"]) == (subject, language)
    assert (str(mail["From"]), str(mail["To"])) == (
        "Havenport ratings <ratings@havenport.example>",
        READER,
    )
    assert mail["Message-ID"] == f"<{identifier}@havenport.example>"
    assert mail["Date"].datetime == now.replace(microsecond=0)
    assert (mail["Auto-Submitted"], mail["X-Auto-Response-Suppress"]) == ("auto-generated", "All")
    text = mail.get_content().replace("\r\n", "\n")
    assert text.startswith(f"{greeting}\n\n")
    assert all(said in text for said in ("City of Havenport", "https://d.example", "help@havenport.example"))
    assert "\n-- \n" in text
    assert "\n\n\n" not in text


async def test_a_sent_mail_keeps_nothing_of_what_stood_in_it(
    database: Database, now: datetime, box: MemoryPost
) -> None:
    letter = Letter(READER, "en", "operations.needs_a_person", {"failed": 3})
    identifier = await written(database, letter, now)
    assert (await stored(database, identifier)).fields == {"failed": 3}
    await delivered(database, now, settings())
    mail = await stored(database, identifier)
    assert (mail.state, mail.fields, mail.ended_at, mail.attempts) == (MailState.SENT, {}, now, 1)
    assert "3 jobs could not be done" in box.delivered[0].get_content()


async def test_a_delivery_that_runs_twice_sends_once(
    database: Database, now: datetime, box: MemoryPost
) -> None:
    identifier = await written(database, TEST, now)
    await delivered(database, now, settings())
    async with database.writing.begin() as db:
        await enqueue(db, "mail.deliver", {"mail": str(identifier)}, now=now)
        await enqueue(db, "mail.deliver", {"mail": str(new_id())}, now=now)  # one that is forgotten
    assert await delivered(database, now, settings()) == 2
    assert len(box.delivered) == 1


async def test_a_server_that_is_away_is_asked_again_and_again_and_costs_no_attempt_of_the_job(
    database: Database, now: datetime, box: MemoryPost
) -> None:
    away = settings(mail=f"smtp+plain://127.0.0.1:{free_port()}")
    identifier = await written(database, TEST, now)
    moment = now
    for number, pause in enumerate((*PAUSES, PAUSES[-1]), start=1):
        assert await delivered(database, moment, away) == 1
        assert await delivered(database, moment + pause - timedelta(seconds=1), away) == 0
        mail = await stored(database, identifier)
        assert (mail.state, mail.attempts) == (MailState.WAITING, number)
        assert "refused" in mail.error
        moment += pause
    assert await delivered(database, moment, settings()) == 1
    assert (await stored(database, identifier)).state == MailState.SENT
    assert len(box.delivered) == 1


async def test_after_two_days_a_mail_is_given_up_with_the_reason(database: Database, now: datetime) -> None:
    away = settings(mail=f"smtp+plain://127.0.0.1:{free_port()}")
    identifier = await written(database, TEST, now)
    late = now + GIVEN_UP_AFTER - timedelta(seconds=1)
    assert await delivered(database, late, away) == 1
    mail = await stored(database, identifier)
    assert (mail.state, mail.ended_at) == (MailState.FAILED, late)
    assert mail.error.startswith("No server took it for 2 days: 127.0.0.1, port ")
    assert await delivered(database, late + timedelta(days=1), away) == 0


async def test_a_mail_that_is_too_late_to_be_of_use_is_not_sent_and_its_words_are_wiped(
    database: Database, now: datetime, box: MemoryPost
) -> None:
    until = now + timedelta(minutes=10)
    letter = Letter(READER, "en", "operations.needs_a_person", {"failed": 3}, expires_at=until)
    identifier = await written(database, letter, now)
    await delivered(database, until, settings())
    mail = await stored(database, identifier)
    assert (mail.state, mail.error, mail.fields) == (MailState.FAILED, "It was too late for it.", {})
    assert box.delivered == []
    async with database.writing.begin() as db:
        with pytest.raises(NotSentAgainError, match="is expired"):
            await send_again(db, identifier, now=until)


# ---------------------------------------------------------------------------------------------- coming back


async def test_an_address_that_does_not_exist_is_not_written_to_again_until_somebody_allows_it(
    database: Database, now: datetime, catcher: Catcher
) -> None:
    using = settings(mail=catcher.address)
    catcher.refused[READER] = NOBODY_THERE
    first = await written(database, TEST, now)
    await delivered(database, now, using)
    mail = await stored(database, first)
    assert (mail.state, mail.error, mail.ended_at) == (MailState.BOUNCED, NOBODY_THERE, now)
    del catcher.refused[READER]
    second = await written(database, Letter(READER.upper(), "en", "operations.test"), now)
    await delivered(database, now, using)
    mail = await stored(database, second)
    assert (mail.state, mail.error) == (MailState.HELD, f"An earlier mail came back: {NOBODY_THERE}")
    assert catcher.arrived == []
    async with database.writing.begin() as db:
        assert await allow_address(db, f" {READER.lower()} ") is True
        assert await allow_address(db, READER) is False
    third = await written(database, TEST, now)
    await delivered(database, now, using)
    assert (await stored(database, third)).state == MailState.SENT
    assert catcher.receivers == [READER]


async def test_a_mail_that_came_back_can_be_sent_again_and_its_address_counts_as_alive(
    database: Database, now: datetime, catcher: Catcher
) -> None:
    using = settings(mail=catcher.address)
    catcher.refused[READER] = NOBODY_THERE
    identifier = await written(database, TEST, now)
    await delivered(database, now, using)
    del catcher.refused[READER]
    later = now + timedelta(days=3)
    async with database.writing.begin() as db:
        mail = await send_again(db, identifier, now=later)
        assert (mail.state, mail.attempts, mail.error) == (MailState.WAITING, 0, "")
    await delivered(database, later, using)
    assert (await stored(database, identifier)).state == MailState.SENT
    assert catcher.receivers == [READER]
    async with database.writing.begin() as db:
        with pytest.raises(NotSentAgainError, match="is sent; only mails that did not get through"):
            await send_again(db, identifier, now=later)
        with pytest.raises(MailNotFoundError):
            await send_again(db, new_id(), now=later)


async def test_a_mail_whose_job_was_cancelled_can_be_sent_after_all(
    database: Database, now: datetime, box: MemoryPost
) -> None:
    identifier = await written(database, TEST, now)
    async with database.writing.begin() as db:
        job = await db.scalar(select(Job.id))
        assert job is not None
        await cancel_job(db, job, now=now)
    assert await delivered(database, now, settings()) == 0
    async with database.writing.begin() as db:
        await send_again(db, identifier, now=now)
        await send_again(db, identifier, now=now)  # twice is once
    assert await delivered(database, now, settings()) == 1
    assert len(box.delivered) == 1


async def test_a_mail_that_no_server_would_take_has_failed_and_its_address_is_not_blamed(
    database: Database, now: datetime, catcher: Catcher
) -> None:
    catcher.reply = "554 5.7.1 Looks like spam"
    identifier = await written(database, TEST, now)
    await delivered(database, now, settings(mail=catcher.address))
    mail = await stored(database, identifier)
    assert (mail.state, mail.error) == (MailState.FAILED, "554 5.7.1 Looks like spam")
    async with database.reading() as db:
        assert list(await db.scalars(select(DeadAddress.address))) == []


async def test_a_report_of_a_mail_that_came_back_later_is_noted(
    database: Database, now: datetime, box: MemoryPost
) -> None:
    del box
    identifier = await written(database, TEST, now)
    await delivered(database, now, settings())
    async with database.writing.begin() as db:
        for _ in range(2):  # servers repeat themselves
            mail = await note_bounce(db, identifier, NOBODY_THERE, now=now)
            assert mail is not None
            assert mail.state == MailState.BOUNCED
        assert await note_bounce(db, new_id(), NOBODY_THERE, now=now) is None


# ------------------------------------------------------------------------------------------------- the log


async def test_mails_are_found_by_state_and_whole_address_a_page_at_a_time(
    database: Database, now: datetime, box: MemoryPost
) -> None:
    del box
    sent = [await written(database, TEST, now) for _ in range(3)]
    await delivered(database, now, settings())
    other = await written(database, Letter("other@example.org", "en", "operations.test"), now)
    async with database.reading() as db:
        assert [mail.id for mail in await mails(db, limit=9)] == [other, *sent[::-1]]
        assert [mail.id for mail in await mails(db, limit=2, before=other)] == sent[:0:-1]
        assert [mail.id for mail in await mails(db, limit=9, state=MailState.WAITING)] == [other]
        assert [mail.id for mail in await mails(db, limit=9, to=f" {READER.lower()}")] == sent[::-1]
        assert await mails(db, limit=9, to="other") == []
        assert await number_by_state(db) == {
            **dict.fromkeys(MailState, 0), MailState.WAITING: 1, MailState.SENT: 3,
        }  # fmt: skip


async def test_mails_that_ended_long_ago_are_forgotten_and_others_are_not(
    database: Database, now: datetime, box: MemoryPost
) -> None:
    del box
    await written(database, TEST, now)
    await delivered(database, now, settings())
    waiting = await written(database, TEST, now)
    later = now + KEPT + timedelta(seconds=1)
    async with database.writing.begin() as db:
        await note_bounce(db, (await mails(db, limit=1))[0].id, NOBODY_THERE, now=later)
        for _ in range(2):
            await enqueue(db, "mail.forget", {}, now=later)
    await delivered(database, later, settings())
    async with database.reading() as db:
        assert [mail.id for mail in await mails(db, limit=9)] == [waiting]
        assert list(await db.scalars(select(DeadAddress.address))) == [READER.lower()]
        jobs = await db.scalars(select(Job.state).where(Job.name == "mail.forget"))
        assert list(jobs) == [JobState.DONE] * 2


def test_a_log_shows_no_more_of_an_address_than_its_first_letter_and_its_domain() -> None:
    assert [masked(one) for one in (READER, "a@b.example", "nonsense")] == [
        "R…@example.org", "a…@b.example", "…@nonsense",
    ]  # fmt: skip
