"""A copy of what a label has published, read and checked: all of it has to fit the log, and that its key.

Nothing is trusted because it is there: the DID document names the key of the log, the key signed the head,
the head stands for the entries, and these name the digest of each document.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from connector.errors import DefinitionError
from connector.label.credential.did import address_of, document_address
from connector.label.credential.errors import CredentialError
from connector.label.credential.keys import public_key
from connector.label.credential.model import DidDocument, StatusListCredential
from connector.label.credential.moments import read
from connector.label.credential.reading import check_form, parsed
from connector.label.credential.status_list import unpacked
from connector.label.credential.writing import Issuer, list_address
from connector.label.issuing.errors import FolderFaultyError, NotAllowedError
from connector.label.issuing.ledger import ledger_of
from connector.label.issuing.publishing import own_document, place_of
from connector.label.issuing.settings import LabelSettings
from connector.label.issuing.soundness import check_settings
from connector.label.journal import Issued, document_digest, entry_from
from connector.label.log.bundles import unbundled
from connector.label.log.checkpoint import opened
from connector.label.log.errors import LogError
from connector.label.log.layout import CHECKPOINT, WIDTH, bundle_path, width_of
from connector.label.log.merkle import leaf_hash, root_of
from connector.label.scheme import Scheme, declared_scheme, digest_of, scheme_from, scheme_labels
from connector.label.verifying.logged import log_name

if TYPE_CHECKING:
    from pathlib import Path

    from connector.label.issuing.ledger import Ledger
    from connector.label.journal import Entry
    from connector.label.log.checkpoint import Checkpoint

_REMEDY: Final = "Copy the whole site again, or take another copy."


@dataclass(frozen=True, slots=True)
class SiteCopy:
    """What a copy comes to.

    Attributes
    ----------
    settings, scheme
        As far as they can be told.
    scheme_file
        Of a scheme that is none of the product; else None.
    entries, ledger
        Of the log.
    documents
        Address -> digest and document, of those that are what was signed last.
    missing, damaged
        Numbers of the others.
    """

    settings: LabelSettings
    scheme: Scheme
    scheme_file: bytes | None
    entries: tuple[Entry, ...]
    ledger: Ledger
    documents: dict[str, tuple[str, dict[str, Any]]]
    missing: tuple[str, ...]
    damaged: tuple[str, ...]


def read_copy(public: Path) -> SiteCopy:
    """Read a copy of what was published.

    Raises
    ------
    FolderFaultyError
        If it is damaged, not complete, or contradicts itself; documents may be missing or damaged.
    """
    try:
        return _read(public)
    except FileNotFoundError as error:
        raise FolderFaultyError(f"{error.filename} is not in the copy.", _REMEDY) from error
    except (OSError, ValueError, LookupError, TypeError, CredentialError, LogError, DefinitionError) as error:
        raise FolderFaultyError(f"The copy in {public} is damaged: {error}.", _REMEDY) from error
    except NotAllowedError as error:
        raise FolderFaultyError(
            f"The copy in {public} contradicts itself: {error.message}", _REMEDY
        ) from error


def _read(public: Path) -> SiteCopy:
    did = _did_document(public)
    address = address_of(did.id)
    entries = _entries(public / "log", _head(public / "log" / CHECKPOINT, did, f"{address}/log"))
    ledger = ledger_of(entries)
    settings, scheme, scheme_file = _settings(public, did.id, entries)
    check_settings(settings, ledger)
    own = DidDocument.model_validate(own_document(settings, ledger))
    if (own.verificationMethod, own.assertionMethod) != (did.verificationMethod, did.assertionMethod):
        raise _contradiction("did.json has other keys than the log says")
    documents: dict[str, tuple[str, dict[str, Any]]] = {}
    missing, damaged = [], []
    for one in ledger.credentials.values():
        file = place_of(public, address, one.entry.credential)
        try:
            told = parsed(file.read_bytes())
        except FileNotFoundError:
            missing.append(one.entry.number)
        except CredentialError:
            damaged.append(one.entry.number)
        else:
            if document_digest(told) == one.digest:
                documents[one.entry.credential] = one.digest, told
            else:
                damaged.append(one.entry.number)
    return SiteCopy(settings, scheme, scheme_file, entries, ledger, documents, tuple(missing), tuple(damaged))


def _did_document(public: Path) -> DidDocument:
    """Return the DID document, which a label at the root of a site has in a folder of its own."""
    well_known = public / ".well-known" / "did.json"
    path = well_known if well_known.exists() else public / "did.json"
    told = parsed(path.read_bytes())
    check_form(told, DidDocument)
    document = DidDocument.model_validate(told)
    if place_of(public, address_of(document.id), document_address(document.id)) != path:
        raise _contradiction(f"{path.name} of {document.id} stands in another place")
    return document


def _head(path: Path, did: DidDocument, log: str) -> Checkpoint:
    """Return the head of the log, signed by a key that is listed for nothing else."""
    note, name = path.read_text(encoding="utf-8"), log_name(log)
    for method in did.verificationMethod:
        if did.method(method.id) is None and method.publicKeyMultibase is not None:
            with suppress(LogError):
                return opened(note, name, public_key(method.publicKeyMultibase))
    raise _contradiction("the head of the log is signed by no key of did.json")


def _entries(log: Path, head: Checkpoint) -> tuple[Entry, ...]:
    """Return the entries that a head stands for, whatever the tiles say: these are made anew."""
    data: list[bytes] = []
    for number in range(-(-head.size // WIDTH)):
        width = width_of(number, head.size)
        path = bundle_path(number, width)
        data += unbundled((log / path).read_bytes(), width, path)
    if root_of([leaf_hash(one) for one in data]) != head.root:
        raise _contradiction("the entries of the log are not those that its head stands for")
    return tuple(entry_from(one) for one in data)


def _settings(
    public: Path, did: str, entries: tuple[Entry, ...]
) -> tuple[LabelSettings, Scheme, bytes | None]:
    address = address_of(did)
    issuer = parsed((public / "register.json").read_bytes())["issuer"]
    if issuer["did"] != did:
        raise _contradiction("register.json is of another issuer than did.json")
    listed = list_address(Issuer(did, issuer["name"], address), "revocation")
    revocation = parsed(place_of(public, address, listed).read_bytes())
    check_form(revocation, StatusListCredential)
    holds = read(revocation["validUntil"]) - read(revocation["validFrom"])
    last = next((one for one in reversed(entries) if isinstance(one, Issued)), None)
    name, scheme, file = _scheme(public, last)
    settings = LabelSettings(
        name=issuer["name"],
        address=address,
        language=last.language if last is not None else "en",
        scheme=name,
        lists_hold_days=holds.days,
        places=8 * len(unpacked(revocation["credentialSubject"]["encodedList"])),
    )
    return settings, scheme, file


def _scheme(public: Path, last: Issued | None) -> tuple[str, Scheme, bytes | None]:
    """Return how the settings name the scheme, the scheme, and its file if it is none of the product."""
    published = sorted(file.stem for file in (public / "schemes").glob("*.json"))
    label = last.scheme if last is not None else "".join(published[:1])
    if label in scheme_labels():
        return label, declared_scheme(label), None
    content = (public / "schemes" / f"{label}.json").read_bytes()
    scheme = scheme_from(json.loads(content))
    if scheme.label != label:
        raise _contradiction(f"{label}.json is the scheme {scheme.label}")
    if last is not None and last.scheme_digest != f"sha256:{digest_of(scheme)}":
        raise _contradiction(f"the scheme {label} is not the one that the log names")
    return f"{label}.json", scheme, content


def _contradiction(what: str) -> FolderFaultyError:
    return FolderFaultyError(f"The copy contradicts itself: {what}.", _REMEDY)
