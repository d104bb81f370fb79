"""A label that somebody was attested, for the tests of its renderings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from connector.label.scheme import declared_scheme
from diversity_platform.labels.rendering.attested import Attested

ADDRESS = "https://label.example.org/register/2026-0017"
#: What a stranger may write, to get out of where it is put.
HOSTILE = """<script>alert(1)</script> & "quoted" 'single' ]]> --> </svg></title>"""
ARABIC = "حاضنة الأعمال للمؤسسين الجدد في المدينة القديمة "
GREEK = "Εκκολαπτήριο Επιχειρήσεων για Νέους Ιδρυτές "
LONG = {
    "words": ("Incubator for the Long and Winding Road of Founders " * 4)[:200].strip(),
    "one word": ("Donaudampfschifffahrtsgesellschaft" * 6)[:200],
    "capitals": ("WAGENWERKSTATT MAMMUT " * 10)[:200].strip(),
    "Arabic": (ARABIC * 5)[:200].strip(),
    "Greek": (GREEK * 5)[:200].strip(),
}


def attested(degree: int = 1, **other: object) -> Attested:
    """Return a label at a level of the published scheme: 0 candidate, 1 the label, 2 with distinction."""
    shown = declared_scheme()
    level = shown.levels[min(degree, 2)]
    usual = Attested(
        holder="Maison des possibles",
        city="Lyon",
        country="France",
        degree=degree,
        level=level.names,
        scheme=shown.names,
        scheme_version=shown.version,
        says=level.says,
        scope="Incubation programme",
        issuer="Network of example cities",
        issuer_did="did:web:label.example.org",
        credential_id="urn:uuid:3e1f0f5c-6f0e-4a8e-9c0b-000000000001",
        verification_url=ADDRESS,
        valid_from=date(2026, 9, 1),
        valid_until=date(2028, 8, 31),
        number="2026-0017",
        key_fingerprint="z6Mk0example0fingerprint",
        endorsed_by=("City of Example", "Network of Incubators"),
    )
    return replace(usual, **other)
