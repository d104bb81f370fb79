"""How many credentials are signed and verified a second, beside openbadgeslib, and what a status list costs.

    python benchmarks/label.py [--rounds 200]

Both sign the same unsigned badge with the same key, and verify the same signed one. "Signature" is the proof
alone. "Whole" is what each has for a full answer, offline, with the issuer's document and both status lists
at hand: ours with form, dates, trust and scope, and the proofs of both lists; theirs by `OB3LdpVerifier`,
which reads the bits of lists whose proofs it does not check (it knows lists as JWT alone), so it does less.
Turns alternate; medians of one process. The status list has 131,072 entries, of which 1,000 are marked.
"""

from __future__ import annotations

import sys

sys.path.pop(0)  # other libraries look for a package named coverage, which coverage.py here is not

import argparse
import json
import statistics
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from openbadgeslib.ob3 import ldp
from openbadgeslib.ob3.status import decode_encoded_list
from openbadgeslib.ob3.status_list import encode_bitstring

from connector.label.credential.model import Badge
from connector.label.credential.proof import is_signed, signed
from connector.label.credential.reading import check_form
from connector.label.credential.status_list import LEAST, is_marked, packed, unpacked
from connector.label.issuing.folder import working_in
from connector.label.issuing.office import Award, issue, open_office
from connector.label.issuing.settings import LabelSettings
from connector.label.verifying import Fetched, NotReachableError, Trusted, TrustList, verify

if TYPE_CHECKING:
    from collections.abc import Callable

ADDRESS = "https://city.example/label"
PASSPHRASE = b"four words are enough"


class Kept:
    """Public files in memory."""

    def __init__(self, public: Path) -> None:
        files = (path for path in public.rglob("*.json") if path.is_file())
        self.files = {f"{ADDRESS}/{path.relative_to(public).as_posix()}": path.read_bytes() for path in files}

    def fetch(self, address: str) -> Fetched:
        """Return a file."""
        if address not in self.files:
            raise NotReachableError(address, "missing")
        return Fetched(self.files[address])

    def last_head(self, log: str) -> str | None:
        """Return nothing: the log is not asked."""
        del log

    def keep_head(self, log: str, head: str) -> None:
        """Keep nothing."""


def medians(rounds: int, *works: Callable[[], object]) -> list[float]:
    """Return the median seconds of each, taken in turns."""
    taken: list[list[float]] = [[] for _ in works]
    for work in works:
        work()
    for _ in range(rounds):
        for seconds, work in zip(taken, works, strict=True):
            begun = perf_counter()
            work()
            seconds.append(perf_counter() - begun)
    return [statistics.median(seconds) for seconds in taken]


def row(what: str, ours: float, theirs: float) -> None:
    """Print a line: a second, and the ratio of medians."""
    print(f"{what:<28} {1 / ours:>10,.0f} /s {1 / theirs:>10,.0f} /s {theirs / ours:>8.2f}x")


def expect(*facts: object) -> None:
    """Stop where what is measured is not what is said."""
    if not all(facts):
        raise SystemExit("what was measured did not come out as it should")


def main() -> None:
    """Make a label, then measure."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--rounds", type=int, default=200)
    rounds = arguments.parse_args().rounds
    now = datetime.now(UTC).replace(microsecond=0)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "label"
        open_office(path, LabelSettings(name="City", address=ADDRESS), PASSPHRASE, now, cost=2)
        with working_in(path, PASSPHRASE, cost=2) as office:
            award = Award("https://a.example", "Incubator", "connector", "All", (now - timedelta(9)).date())
            document = issue(office, award, now)
            key, name = office.signing_key("credentials")
            did = office.settings.issuer.did
        kept = Kept(path / "public")
    unsigned = {term: value for term, value in document.items() if term != "proof"}
    data = json.dumps(document).encode()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    public_pem = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    method = f"{did}#{name}"
    trust = TrustList(trusted=(Trusted(did=did, name="City"),))

    def our_signing() -> dict[str, Any]:
        check_form(unsigned, Badge)
        return signed(unsigned, key, method=method, now=now)

    def their_signing() -> dict[str, Any]:
        return dict(ldp.add_data_integrity_proof(dict(unsigned), pem, method, created=now))

    def our_signature() -> bool:
        return is_signed(document, document["proof"], key.public_key())

    def their_signature() -> object:
        return ldp.verify_data_integrity_proof(dict(document), public_pem)

    def our_verdict() -> str:
        return str(verify(data, sources=kept, trust=trust, now=now).result)

    def their_verdict() -> object:
        return ldp.OB3LdpVerifier().verify(
            dict(document),
            check_status=True,
            download=lambda address, **_: kept.files[address],
            verify_status_list=False,
        )

    expect(our_signing()["proof"] == their_signing()["proof"], our_signature(), our_verdict() == "valid")
    their_signature()
    their_verdict()
    print(f"{'':<28} {'ours':>13} {'openbadgeslib':>13} {'ratio':>9}")
    row("issue: form and signature", *medians(rounds, our_signing, their_signing))
    row("verify: signature", *medians(rounds, our_signature, their_signature))
    row("verify: whole", *medians(rounds, our_verdict, their_verdict))
    marks = list(range(0, LEAST, LEAST // 1_000))[:1_000]
    text = packed(marks)
    bits = unpacked(text)
    expect(
        bits == decode_encoded_list(text),
        [place for place in range(LEAST) if is_marked(bits, place)] == marks,
    )
    print(f"\nStatus list of {LEAST:,} entries, {len(text):,} characters")
    row("pack", *medians(rounds, lambda: packed(marks), lambda: encode_bitstring(marks, LEAST)))
    row("unpack", *medians(rounds, lambda: unpacked(text), lambda: decode_encoded_list(text)))
    [look_up] = medians(rounds, lambda: [is_marked(bits, place) for place in range(0, LEAST, 128)])
    print(f"{'look up one entry':<28} {look_up / (LEAST / 128) * 1e9:>10,.0f} ns")
    print(f"\n{date.today()}: {rounds} rounds in turns, one process.")  # noqa: DTZ011  # the day of the machine


if __name__ == "__main__":
    main()
