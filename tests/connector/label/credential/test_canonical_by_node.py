"""Our canonical form beside that of a library under node, on badges of any words."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from connector.label.credential.canonical import canonical
from connector.label.credential.errors import CredentialError
from connector.label.credential.model import Badge
from connector.label.credential.reading import check_form
from tests.connector.label.credential.everything import everything
from tests.oracles import node_vc


def places(part: object, path: tuple[str | int, ...] = ()) -> list[tuple[tuple[str | int, ...], Any]]:
    steps: Any = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    found = [((*path, step), value) for step, value in steps if step != "@context"]
    return found + [inner for below, value in found for inner in places(value, below)]


def put(document: Any, path: tuple[str | int, ...], value: object) -> None:  # noqa: ANN401
    for step in path[:-1]:
        document = document[step]
    document[path[-1]] = value


#: What is said in the badge with every term in words for people, and so may be any words.
WORDED = [
    path
    for path, _ in places(everything())
    if path[-1]
    in {"name", "description", "narrative", "endorsementComment", "caption", "streetAddress", "tag"}
]


def leave_out(document: Any, path: tuple[str | int, ...]) -> Any:  # noqa: ANN401 - JSON of any shape
    holder = document
    for step in path[:-1]:
        holder = holder[step]
    del holder[path[-1]]
    return document


def is_of_the_form(document: dict[str, Any]) -> bool:
    try:
        check_form(document, Badge)
    except CredentialError:
        return False
    return True


#: What may be left out of it.
OPTIONAL = [path for path, _ in places(everything()) if is_of_the_form(leave_out(everything(), path))]
#: The larger ones; a badge has one of these, for 200 to be done in seconds.
LARGE = [
    path
    for path in OPTIONAL
    if path[-1] in {"creator", "endorsement"}
    and "endorsement" not in path[:-1]
    and "creator" not in path[:-1]
]
#: Every sign that a text may have.
words = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from('\t\n\r"\\<>'), min_size=1, max_size=30
)


@st.composite
def badges(draw: st.DrawFn) -> dict[str, Any]:
    """Return a badge with other words, without some terms, and with nameless parts that look alike."""
    badge = everything()
    for path in draw(st.lists(st.sampled_from(WORDED), max_size=6)):
        put(badge, path, draw(words))
    badge["evidence"] = draw(
        st.lists(
            st.fixed_dictionaries({"type": st.just("Evidence"), "name": st.just("A") | words}),
            min_size=1,
            max_size=5,
        )
    )
    left_out = [*draw(st.permutations(LARGE))[1:], *draw(st.lists(st.sampled_from(OPTIONAL), max_size=6))]
    for path in left_out:
        with suppress(LookupError):  # it was in what is left out already
            leave_out(badge, path)
    return badge


def test_two_hundred_badges_of_any_words_have_the_same_canonical_form_under_node() -> None:
    drawn: list[dict[str, Any]] = []

    @settings(max_examples=200, phases=[Phase.generate], database=None)
    @given(badges())
    def collect(badge: dict[str, Any]) -> None:
        drawn.append(badge)

    collect()
    assert len(drawn) == 200
    answers = node_vc.judged(node_vc.canonizing(badge) for badge in drawn)
    ours = [canonical(badge).decode() for badge in drawn]
    assert [one for one, answer in zip(ours, answers, strict=True) if one != answer.value] == []
    assert len(set(ours)) > 100
