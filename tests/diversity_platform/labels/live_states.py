"""A label as a page is told of it, and whose page it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from connector.label.scheme import declared_scheme
from diversity_platform.labels.rendering.live_state import Endorser, LiveState, Publisher

TODAY = date(2026, 11, 2)
PUBLISHER = Publisher(
    name="City of Example",
    did="did:web:city.example:label",
    address="https://city.example/label",
    did_document="did.json",
    languages=("en", "fr"),
)
#: State and since when; what an end or a return makes of it stands before.
HISTORIES = {
    "valid": (("valid", date(2026, 10, 1)),),
    "suspended": (("valid", date(2026, 10, 1)), ("suspended", TODAY)),
    "withdrawn": (("valid", date(2026, 10, 1)), ("withdrawn", TODAY)),
    "expired": (("valid", date(2024, 10, 1)), ("expired", date(2026, 9, 30))),
}


def live_state(state: str = "valid", at: str = "connector", **other: object) -> LiveState:
    """Return a label in a state, at a level of the published scheme."""
    scheme = declared_scheme()
    shown = next(one for one in scheme.levels if one.code == at)
    is_over = state == "expired"
    usual = LiveState(
        number="2026-0001",
        state=state,
        since=HISTORIES[state][-1][1],
        history=HISTORIES[state],
        is_held=at != "candidate",
        holder="https://incubator.example",
        holder_name="Brückenbau Inkubator",
        language="en",
        level=shown.names,
        says=shown.says,
        scheme=scheme.names,
        scheme_version=scheme.version,
        scope="All programmes",
        valid_from=date(2024 if is_over else 2026, 10, 1),
        valid_until=date(2026 if is_over else 2028, 9, 30),
        endorsers=(Endorser("Network of Cities", "did:web:network.example", date(2027, 1, 31)),),
        credential="https://city.example/label/credentials/2026-0001.json",
        scheme_file="schemes/diversity-connector-2026.json",
    )
    return replace(usual, **other)
