"""An application as a reader first gets it: what is planned and asked for, without who it is.

A list says what is shown; what it does not name is withheld, and so is every field that a profile gets later,
until somebody decides otherwise. Withheld are name and id, what owners declared of themselves, and what may
tell of them: where they are, the languages they work in, whether they may register a company here. None of
that is for a reader to weigh: place, language and permission are hard rules of the connector.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from connector.errors import CannotMatchError
from connector.matching.calls.conflicts import barred
from connector.matching.text.plain import words_of
from connector.matching.text.terms import all_terms
from connector.matching.text.unread import without_persons
from connector.parties import Amount
from connector.parties.record import Code, Country, Prose, Record, Urgency

if TYPE_CHECKING:
    from collections.abc import Iterable

    from connector.matching.calls.conflicts import Conflict
    from connector.parties import StartUp


class BlindApplication(Record):
    """What a reader gets on the first read.

    Attributes
    ----------
    alias
        What it is called among readers; tells neither the start-up nor when it applied.
    founded_in
        The year alone: with the day it could be found in a register.
    sectors, stage, team_size, is_registered, markets_known, markets_sought, needs, offers, ticket,
    available_from
        As the start-up stated them.
    text
        Without its name, addresses and telephone numbers, and words for who somebody is.
    """

    alias: str
    founded_in: int | None
    sectors: frozenset[Code]
    stage: Code | None
    team_size: int | None
    is_registered: bool | None
    markets_known: frozenset[Country]
    markets_sought: frozenset[Country]
    needs: Mapping[Code, Urgency]
    offers: frozenset[Code]
    ticket: Amount | None
    available_from: date | None
    text: Prose


#: Fields that are shown as they were stated.
_SHOWN = frozenset(BlindApplication.model_fields) - {"alias", "founded_in", "text"}


def blind_applications(
    applicants: Iterable[StartUp], *, call: str, key: bytes, reader: str, conflicts: Iterable[Conflict] = ()
) -> tuple[BlindApplication, ...]:
    """Return what a reader gets of applications on the first read, in the order of their aliases.

    Parameters
    ----------
    applicants
        Those that this reader is to read.
    call
        Id of the call.
    key
        A secret of the call: see `aliases`.
    reader
        Id of who reads.
    conflicts
        Applications that the reader is in conflict with are left out.

    Raises
    ------
    CannotMatchError
        As `aliases`.
    """
    apart = barred(conflicts)
    shown = [one for one in applicants if (reader, one.id) not in apart]
    alias_of = aliases((one.id for one in shown), call=call, key=key)
    found = (
        BlindApplication(
            alias=alias_of[one.id],
            founded_in=None if one.founded is None else one.founded.year,
            text=blind_text(one),
            **{field: getattr(one, field) for field in _SHOWN},
        )
        for one in shown
    )
    return tuple(sorted(found, key=lambda one: one.alias))


#: Digits and consonants: no words, and no letter that is taken for a digit 0 or 1.
_SIGNS = "23456789BCDFGHJKMNPQRSTVWXZ"
_LENGTH = 8
_KEY_BYTES = 16


def aliases(applicants: Iterable[str], *, call: str, key: bytes) -> Mapping[str, str]:
    """Return what applications are called among readers: applicant -> alias, such as ``7KQM-2XWD``.

    The alias of an application depends on nothing but its id, the call and the key, so that it is the same
    for all readers, and stays when others apply or withdraw. Without the key it cannot be worked out.

    Parameters
    ----------
    applicants
        Ids.
    call
        Id of the call: in another one the same start-up has another alias.
    key
        A secret of the call that no reader knows, at least 16 random bytes.

    Raises
    ------
    CannotMatchError
        If the key is shorter, or two applications would have one alias (once in some 20,000 calls of 5,000
        applications).
    """
    if len(key) < _KEY_BYTES:
        raise CannotMatchError(f"A key of {len(key)} bytes can be guessed: use {_KEY_BYTES} random ones.")
    found = {one: _alias(one, call, key) for one in applicants}
    if len(set(found.values())) < len(found):
        raise CannotMatchError("Two applications would have one alias: use another key.")
    return found


def _alias(applicant: str, call: str, key: bytes) -> str:
    # the length keeps "a" in "bc" apart from "ab" in "c"
    number = int.from_bytes(hmac.digest(key, f"{len(call)} {call} {applicant}".encode(), "sha256"), "big")
    signs = []
    for _ in range(_LENGTH):
        number, sign = divmod(number, len(_SIGNS))
        signs.append(_SIGNS[sign])
    half = _LENGTH // 2
    return f"{''.join(signs[:half])}-{''.join(signs[half:])}"


#: A word, with the apostrophe that is a letter of Ukrainian.
_WORD = re.compile(r"\w+(?:(?<=[\u0400-\u04ff])['’ʼ](?=[єїюя])\w+)*")
_BLANKS = re.compile(r"[^\S\n]+")
_PIECE = re.compile(r"\S+")
_AROUND = ".,;:!?()[]<>\"'«»“”"
#: A page without "www."; looked for in whole pieces, so that no text takes long.
_PAGE = re.compile(r"(?:[\w-]+\.)+(?:[a-z]{2,24}|[A-Z]{2,24})(?:/.*)?")
_TELEPHONE = re.compile(r"(?:\+\d|\b00[1-9]|\b0[1-9])(?:[ ().\-/\u2010-\u2013]{0,3}\d){7,12}\b")
#: What may stand between the words of a name; a colon or a full stop parts it from what is said of it.
_BETWEEN = r"[^\w.,:;!?\n]+"
#: Words of a name that are shorter stand in every text.
_TELLING = 4


def blind_text(applicant: StartUp) -> str:
    """Return what a start-up writes of itself, without what tells who it is.

    Taken out are addresses and telephone numbers, its name and id as a whole and every longer word of its
    name that is no trade ("Baobab Catering" stays in catering), and the words for who somebody is
    (`connector.matching.text.unread`). Names of persons cannot be told from other words, so they stay where a
    start-up writes them; whoever asks for a text should ask for one without.

    Examples
    --------
    >>> from connector.parties import StartUp
    >>> one = StartUp(id="1", name="Baobab Catering", text="Baobab: catering by refugees, www.baobab.example")
    >>> blind_text(one)
    ': catering by ,'
    """
    text = _PIECE.sub(lambda found: _without_address(found.group()), applicant.text)
    text = _TELEPHONE.sub(" ", text)
    telling = [applicant.id] if _tells(applicant.id) else []
    for whole in (applicant.name, *telling):
        text = re.sub(_as_words(whole), " ", text, flags=re.IGNORECASE)
    own = {
        plain
        for plain in _plain_words(applicant.name)
        if len(plain) >= _TELLING and not all_terms().concepts_of([plain])
    }
    joined = "".join(_plain_words(applicant.name))
    if len(joined) >= _TELLING:
        own.add(joined)
    text = _WORD.sub(lambda found: "" if own & set(words_of(found.group())) else found.group(), text)
    return _BLANKS.sub(" ", without_persons(text)).strip()


def _tells(identifier: str) -> bool:
    """Tell whether an id says who it is: a short number stands for other things as well."""
    return len(identifier) >= _TELLING or not identifier.isdigit()


def _without_address(piece: str) -> str:
    """Return what stands between two blanks, or nothing if it is an address of mail, a page or an account."""
    bare = piece.strip(_AROUND)
    is_page = "://" in bare or bare.casefold().startswith("www.") or _PAGE.fullmatch(bare)
    return "" if is_page or re.search(r"@\w", bare) else piece


def _as_words(whole: str) -> str:
    """Return a pattern of words that stand in a row, whatever is between them, and of no parts of words."""
    parts = _WORD.findall(whole)
    return r"\b" + _BETWEEN.join(parts) + r"\b" if parts else r"(?!)"


def _plain_words(name: str) -> Iterable[str]:
    return (plain for word in _WORD.findall(name) for plain in words_of(word))
