"""Jobs about mails: one hands a mail to the server, one forgets what is old."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import delete

from diversity_platform.jobs.errors import NotNowError
from diversity_platform.jobs.registry import job
from diversity_platform.mail.errors import AddressRefusedError, MailRefusedError, NotTakenNowError
from diversity_platform.mail.models import DeadAddress, Mail, MailState
from diversity_platform.mail.posts import post_of
from diversity_platform.mail.queries import dead_address, mail_by_id
from diversity_platform.mail.rendering import compose
from diversity_platform.mail.service import note_bounce

if TYPE_CHECKING:
    from diversity_platform.jobs.work import Work

#: Pauses after the first attempts; from then on the last one. Servers that see us for the first time often
#: want us to come back after some minutes.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 30, 60, 120, 240))
#: A mail that no server has taken for so long is given up.
GIVEN_UP_AFTER = timedelta(days=2)
#: So long mails stay on record after their end, and addresses that refused one.
KEPT, ADDRESSES_KEPT = timedelta(days=30), timedelta(days=365)


@job
async def deliver(work: Work, /, *, mail: str) -> None:
    """Hand a mail to the server; put off where it does not take it now.

    A worker that dies between the server's "taken" and our writing it down has the mail sent twice, under
    the same Message-ID.
    """
    async with work.reading() as db:
        found = await mail_by_id(db, UUID(mail))
        dead = None if found is None else await dead_address(db, found.to_address)
    if found is None or found.state != MailState.WAITING:
        return
    if dead is not None:
        await _end(work, found, MailState.HELD, f"An earlier mail came back: {dead.why}")
    elif found.expires_at is not None and found.expires_at <= work.now():
        await _end(work, found, MailState.FAILED, found.error or "It was too late for it.")
    else:
        await _hand_over(work, found)


@job
async def forget(work: Work, /) -> None:
    """Remove records of mails that ended long ago, and addresses that refused one even longer ago."""
    async with work.finishing() as db:
        await db.execute(delete(Mail).where(Mail.ended_at < work.now() - KEPT))
        await db.execute(delete(DeadAddress).where(DeadAddress.since < work.now() - ADDRESSES_KEPT))


async def _hand_over(work: Work, mail: Mail) -> None:
    message = compose(mail, work.settings, now=work.now())
    post = post_of(work.settings.mail)
    try:
        await work.compute(partial(post.deliver, message))
    except AddressRefusedError as error:
        async with work.finishing() as db:
            await note_bounce(db, mail.id, str(error), now=work.now())
    except MailRefusedError as error:
        await _end(work, mail, MailState.FAILED, str(error))
    except NotTakenNowError as error:
        await _put_off(work, mail, str(error))
    else:
        await _end(work, mail, MailState.SENT, "")


async def _end(work: Work, mail: Mail, state: MailState, error: str) -> None:
    async with work.finishing() as db:
        stored = await db.get_one(Mail, mail.id)
        stored.state, stored.error, stored.ended_at = state, error, work.now()
        stored.attempts += 1
        if state == MailState.SENT or (mail.expires_at is not None and mail.expires_at <= work.now()):
            stored.fields = {}  # nobody needs them again, and they may have a link to sign in with


async def _put_off(work: Work, mail: Mail, why: str) -> None:
    last = mail.written_at + GIVEN_UP_AFTER
    pause = PAUSES[min(mail.attempts, len(PAUSES) - 1)]
    if work.now() + pause > last:
        await _end(work, mail, MailState.FAILED, f"No server took it for {GIVEN_UP_AFTER.days} days: {why}")
        return
    async with work.writing() as db:
        stored = await db.get_one(Mail, mail.id)
        stored.attempts += 1
        stored.error = why
    raise NotNowError(why, after=pause)
