"""What the office of a label does: open, issue, change, endorse."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from connector.label.credential.keys import multikey
from connector.label.credential.model import Badge, Endorsement
from connector.label.credential.moments import written
from connector.label.credential.proof import signed
from connector.label.credential.reading import check_form
from connector.label.credential.writing import Attestation, badge, endorsement
from connector.label.issuing.book import Act, begin
from connector.label.issuing.errors import NotAllowedError
from connector.label.issuing.files import write_whole
from connector.label.issuing.folder import PURPOSES, LabelFolder, check_free, scheme_in, working_in
from connector.label.issuing.ledger import Ledger
from connector.label.issuing.sealing import COST, check_passphrase
from connector.label.issuing.settings import SETTINGS, LabelSettings, written_settings
from connector.label.issuing.vouchers import held
from connector.label.journal import Issued, document_digest, entry_of
from connector.label.scheme import digest_of
from connector.label.validity import last_day

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from connector.label.journal import Entry

#: Why a label is suspended or withdrawn; the ground stays in the office, with its notes.
GROUNDS: Final = (
    "criteria_no_longer_met", "findings_unanswered", "misuse_of_the_mark", "unreported_change",
    "breach_of_the_agreement", "given_back", "issued_in_error", "other",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Award:
    """What was decided, and for whom.

    Attributes
    ----------
    holder, holder_name
        An address or identifier of the organisation, and what it is called.
    level, scope
        Which level, and what for.
    decided
        The day of the decision; the label holds from its beginning.
    number
        Of the credential; the year and a running number if None.
    language
        In which it is written; that of the label if None.
    """

    holder: str
    holder_name: str
    level: str
    scope: str
    decided: date
    number: str | None = None
    language: str | None = None


def open_office(
    path: Path, settings: LabelSettings, passphrase: bytes, now: datetime, *, cost: int = COST
) -> None:
    """Make a label in a folder: settings, two keys, and what is published of nothing issued yet.

    Raises
    ------
    NotAllowedError
        If there is a label in the folder, or a part of one.
    KeyLockedError
        If the passphrase is too short.
    FolderFaultyError
        If the scheme is none of the product and no file of the folder.
    """
    check_free(path)
    check_passphrase(passphrase)
    path.mkdir(parents=True, exist_ok=True)
    new = LabelFolder(path, settings, scheme_in(path, settings.scheme), [], Ledger(), passphrase, cost)
    begin(path, [Act(tuple(new_key(new, purpose, now) for purpose in PURPOSES))])
    # the settings come last: without them there is no label, and with them it has all that it needs
    write_whole(path / SETTINGS, written_settings(settings).encode())
    with working_in(path, passphrase, cost=cost) as office:
        office.publish(now)


def issue(office: LabelFolder, award: Award, now: datetime) -> dict[str, Any]:
    """Issue the badge of a holder and return it.

    Raises
    ------
    NotAllowedError
        If the number was used before, there is no such level, the decision is of a later day, no place is
        left in the status lists, or the scheme is a draft or was changed.
    NotACredentialError
        If what was given cannot be written into a credential.
    """
    scheme, issuer = office.scheme, office.settings.issuer
    _check_published(office)
    levels = [one.code for one in scheme.levels]
    language = award.language or office.settings.language
    if award.level not in levels:
        raise NotAllowedError(f"There is no level '{award.level}'.", f"Levels: {', '.join(levels)}.")
    if language not in scheme.purpose:
        raise NotAllowedError(
            f"The scheme is not written in '{language}'.", f"Languages: {', '.join(scheme.purpose)}."
        )
    begins = datetime(award.decided.year, award.decided.month, award.decided.day, tzinfo=UTC)
    if begins > now:
        raise NotAllowedError(f"The decision is of {award.decided}, which is still to come.")
    ends = last_day(scheme.validity, award.decided)
    attested = Attestation(
        number=award.number or _next_number(office, award.decided.year),
        holder=award.holder,
        holder_name=award.holder_name,
        level=award.level,
        scope=award.scope,
        decided=begins,
        valid_from=begins,
        valid_until=datetime(ends.year, ends.month, ends.day, 23, 59, 59, tzinfo=UTC),
        language=language,
    )
    place = _next_place(office)
    told = badge(issuer, scheme, attested, place=place, endorsements=held(office.path, issuer.did, now))
    document = signed_by(office, told, now)
    level = next(one for one in scheme.levels if one.code == award.level)
    entry = entry_of(
        act="issued",
        at=written(now),
        credential=document["id"],
        digest=document_digest(document),
        number=attested.number,
        place=place,
        holder=award.holder,
        holder_name=award.holder_name,
        level=award.level,
        level_name=level.names[language],
        scheme=scheme.label,
        scheme_digest=f"sha256:{digest_of(scheme)}",
        scope=award.scope,
        valid_from=document["validFrom"],
        valid_until=document["validUntil"],
        language=language,
    )
    office.do(Act((entry,), {document["id"]: document}), now)
    return document


def _check_published(office: LabelFolder) -> None:
    """Refuse a draft, and a scheme that says something else than when it was used first."""
    scheme, told = office.scheme, f"sha256:{digest_of(office.scheme)}"
    if scheme.published is None:
        raise NotAllowedError(
            f"The scheme {scheme.label} is a draft.", "Write its day of publication into it: published = …"
        )
    for one in office.ledger.credentials.values():
        entry = one.entry
        if isinstance(entry, Issued) and entry.scheme == scheme.label and entry.scheme_digest != told:
            raise NotAllowedError(
                f"The scheme {scheme.label} was changed since {entry.number} was issued by it.",
                "Give the changed scheme a new version, and name it in label.toml.",
            )


def change(office: LabelFolder, number: str, act: str, now: datetime, *, notes: dict[str, str]) -> None:
    """Revoke, suspend or restore what was issued.

    Parameters
    ----------
    office
        In which it was issued.
    number
        Of the badge or endorsement.
    act
        ``revoked``, ``suspended`` or ``restored``.
    now
        With a time zone.
    notes
        Grounds and remarks, which are not published.

    Raises
    ------
    NotAllowedError
        If there is no such credential, or its state does not allow it.
    """
    entry = entry_of(act=act, at=written(now), credential=_address(office, number))
    office.do(Act((entry,), {}, notes), now)


def endorse(
    office: LabelFolder, did: str, comment: str, now: datetime, *, days: int, number: str | None = None
) -> dict[str, Any]:
    """Vouch for another issuer and return the endorsement, to be handed to it.

    Raises
    ------
    NotAllowedError
        If it is oneself, it holds for no day, or the number was used before.
    NotACredentialError
        If what was given cannot be written into an endorsement.
    """
    issuer = office.settings.issuer
    if did == issuer.did:
        raise NotAllowedError("Nobody vouches for oneself.")
    if days < 1:
        raise NotAllowedError(f"An endorsement of {days} days never holds.", "Name one day or more.")
    number = number or _next_number(office, now.year)
    place = _next_place(office)
    told = endorsement(
        issuer,
        did,
        number=number,
        comment=comment,
        place=place,
        valid_from=now,
        valid_until=now + timedelta(days=days),
        endorsements=held(office.path, issuer.did, now),
    )
    document = signed_by(office, told, now)
    entry = entry_of(
        act="endorsed",
        at=written(now),
        credential=document["id"],
        digest=document_digest(document),
        number=number,
        place=place,
        endorsed=did,
        valid_from=document["validFrom"],
        valid_until=document["validUntil"],
    )
    office.do(Act((entry,), {document["id"]: document}), now)
    return document


def new_key(office: LabelFolder, purpose: str, now: datetime) -> Entry:
    """Make a key and return the entry that takes it into use."""
    key, name = office.keep_key(purpose)
    return entry_of(
        act="key_added", at=written(now), key=name, purpose=purpose, public=multikey(key.public_key())
    )


def signed_by(office: LabelFolder, told: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Return a document signed by the key in use, if it is of the form that is signed.

    Raises
    ------
    NotACredentialError
        If it is not.
    KeyLockedError
        If the key cannot be opened.
    """
    check_form(told, Endorsement if "EndorsementCredential" in told["type"] else Badge)
    key, name = office.signing_key("credentials")
    return signed(told, key, method=f"{office.settings.issuer.did}#{name}", now=now)


def _next_number(office: LabelFolder, year: int) -> str:
    taken = {one.entry.number for one in office.ledger.credentials.values()}
    count = 1
    while (number := f"{year}-{count:04d}") in taken:
        count += 1
    return number


def _next_place(office: LabelFolder) -> int:
    place = len(office.ledger.places)
    if place >= office.settings.places:
        raise NotAllowedError("The status lists have no place left.", "Open a new folder for what follows.")
    return place


def _address(office: LabelFolder, number: str) -> str:
    for address, one in office.ledger.credentials.items():
        if number in {one.entry.number, address}:
            return address
    raise NotAllowedError(f"Nothing was issued under {number}.", "`label list` shows all that was issued.")
