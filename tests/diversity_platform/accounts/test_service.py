"""Passes and sessions: each pass once, for a while; two at once are one."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from diversity_platform.accounts.errors import PassRefusedError
from diversity_platform.accounts.models import OperatorPass, Session
from diversity_platform.accounts.queries import is_pass, reader_by_secret
from diversity_platform.accounts.secrets import as_typed, form_token, is_form_token, new_pass
from diversity_platform.accounts.service import PASS_LASTS, SESSION_LASTS, enter, leave, make_pass, operator
from diversity_platform.db.engine import Database, open_database
from tests.diversity_platform.actors import SOMEBODY

if TYPE_CHECKING:
    from datetime import datetime

asynchronous = pytest.mark.anyio


async def a_pass(database: Database, now: datetime) -> str:
    async with database.writing.begin() as db:
        return await make_pass(db, by=SOMEBODY, now=now)


async def entered(database: Database, secret: str, now: datetime) -> str:
    async with database.writing.begin() as db:
        return await enter(db, secret, now=now)


@asynchronous
async def test_a_pass_lets_in_once(database: Database, now: datetime) -> None:
    secret = await a_pass(database, now)
    assert await is_pass(database.statements, secret, now=now)
    session = await entered(database, secret, now)
    assert not await is_pass(database.statements, secret, now=now)
    with pytest.raises(PassRefusedError):
        await entered(database, secret, now)
    reader = await reader_by_secret(database.statements, session, now=now)
    assert reader is not None
    assert reader.secret == session


@asynchronous
async def test_two_with_the_same_pass_at_once_are_one(address: str, now: datetime) -> None:
    databases = [open_database(address) for _ in range(3)]
    try:
        secret = await a_pass(databases[0], now)
        done = await asyncio.gather(*(entered(one, secret, now) for one in databases), return_exceptions=True)
        assert sorted(type(one).__name__ for one in done) == ["PassRefusedError", "PassRefusedError", "str"]
    finally:
        for one in databases:
            await one.close()


@asynchronous
async def test_passes_and_sessions_end(database: Database, now: datetime) -> None:
    late = await a_pass(database, now)
    assert not await is_pass(database.statements, late, now=now + PASS_LASTS)
    with pytest.raises(PassRefusedError):
        await entered(database, late, now + PASS_LASTS)
    session = await entered(database, late, now + PASS_LASTS - timedelta(seconds=1))
    last = now + PASS_LASTS - timedelta(seconds=1) + SESSION_LASTS
    assert await reader_by_secret(database.statements, session, now=last - timedelta(seconds=1)) is not None
    assert await reader_by_secret(database.statements, session, now=last) is None
    await entered(database, await a_pass(database, last), last)
    async with database.reading() as db:
        assert await db.scalar(select(func.count()).select_from(Session)) == 1  # those that ended are gone


@asynchronous
async def test_who_leaves_is_out(database: Database, now: datetime) -> None:
    session = await entered(database, await a_pass(database, now), now)
    reader = await reader_by_secret(database.statements, session, now=now)
    assert reader is not None
    async with database.writing.begin() as db:
        await leave(db, reader.session, by=operator(reader.pass_id), now=now)
    assert await reader_by_secret(database.statements, session, now=now) is None


@asynchronous
async def test_the_database_keeps_no_secret(database: Database, now: datetime) -> None:
    secret = await a_pass(database, now)
    session = await entered(database, secret, now)
    async with database.reading() as db:
        kept = [
            *await db.scalars(select(OperatorPass.secret_hash)),
            *await db.scalars(select(Session.secret_hash)),
        ]
    assert [len(one) for one in kept] == [64, 64]
    assert not {secret, session} & set(kept)


def test_a_pass_has_a_hundred_random_bits_and_no_sign_that_is_taken_for_another() -> None:
    made = {new_pass() for _ in range(200)}
    assert len(made) == 200
    assert all(re.fullmatch(r"([A-HJ-NP-Z2-9]{4}-){4}[A-HJ-NP-Z2-9]{4}", one) for one in made)


@given(st.sampled_from([str.lower, str.upper]), st.sampled_from(["-", " ", "", " - ", "\n"]))
def test_a_pass_may_be_typed_in_any_way(case: object, between: str) -> None:
    made = new_pass()
    assert as_typed(f" {case(made).replace('-', between)}") == made  # type: ignore[operator] # a method of text


@given(st.text(max_size=80))
def test_only_the_token_of_a_session_is_its_token(other: str) -> None:
    token = form_token("secret")
    assert is_form_token(token, "secret")
    assert is_form_token(other, "secret") is (other == token)
    assert not is_form_token(token, "another")
