"""Every code of the label has its words in every language, and the public hears no more than it may know."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import pytest

from connector.label import validity
from connector.label.workflow import FINAL, STEPS, Duty, Register, Role, State, steps_from
from connector.words import languages
from connector.words.lexicon import lexicon

if TYPE_CHECKING:
    from pathlib import Path

#: What the register says while a case has no entry in it.
NO_ENTRY = Register.NOTHING
#: In these nothing is said to the public by the state itself: there is no case, it is over without an entry,
#: or the register says what it said before.
SILENT = {State.DRAFT, State.CLOSED, State.REFUSED, State.APPEALED}
#: An appeal is of what the case was when it came to it; the conditions of a step tell which.
APPEALS = {
    "appeal_of_refusal": State.REFUSAL_SENT,
    "appeal_of_suspension": State.SUSPENDED,
    "appeal_of_withdrawal": State.WITHDRAWAL_SENT,
}


def words(language: str, topic: str) -> dict[str, str]:
    """Return what stands below a topic, without it."""
    return {
        key.removeprefix(f"{topic}."): "".join(str(part) for part in entry.forms["other"].parts)
        if "other" in entry.forms
        else "".join(str(part) for part in entry.forms[""].parts)
        for key, entry in lexicon(language).entries.items()
        if key.startswith(f"{topic}.")
    }


CODES = {
    "step": {step.verb for step in STEPS},
    "role": set(Role),
    "duty": set(Duty),
    "need": {need for step in STEPS for need in step.needs},
    "mail": {mail for step in STEPS for mail in step.mail},
    "register": set(Register),
    "agenda": set(get_args(validity.What)),
    "state": {f"{state}.staff" for state in State} | {f"{state}.public" for state in set(State) - SILENT},
}


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("topic", CODES)
def test_every_code_has_words_and_no_words_are_left_over(topic: str, language: str) -> None:
    assert set(words(language, f"label.{topic}")) == {str(code) for code in CODES[topic]}


@pytest.mark.parametrize("language", languages())
def test_there_is_no_other_topic(language: str) -> None:
    assert {key.split(".")[0] for key in words(language, "label")} == set(CODES)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("topic", ["step", "role", "duty", "need", "mail", "register", "agenda"])
def test_no_two_codes_are_called_the_same(topic: str, language: str) -> None:
    said = list(words(language, f"label.{topic}").values())
    assert sorted(said) == sorted(set(said))


@pytest.mark.parametrize("language", languages())
def test_staff_can_tell_states_apart(language: str) -> None:
    said = [text for key, text in words(language, "label.state").items() if key.endswith(".staff")]
    assert len(said) == len(set(said)) == len(State)


@pytest.mark.parametrize("language", languages())
def test_conditions_are_sentences_and_what_is_clicked_or_listed_is_not(language: str) -> None:
    for topic in CODES:
        is_sentence = {text.endswith(".") for text in words(language, f"label.{topic}").values()}
        assert is_sentence == {topic == "need"}, topic


def walked() -> set[tuple[State, Register]]:
    """Return every state with what the register can say in it, by walking the table from a draft."""
    # an appeal remembers of what it is, for the steps that lead out of it
    start = (State.DRAFT, NO_ENTRY, None)
    found, waiting = {start}, [start]
    while waiting:
        state, register, appealed = waiting.pop()
        for step in steps_from(state):
            of = next((APPEALS[need] for need in step.needs if need in APPEALS), None)
            if of is not appealed:
                continue
            says = register if step.register is Register.NOTHING else step.register
            after = (step.target, says, state if step.target is State.APPEALED else None)
            if after not in found:
                found.add(after)
                waiting.append(after)
    return {(state, register) for state, register, _ in found}


@pytest.mark.parametrize("language", languages())
def test_the_public_name_of_a_state_is_what_the_register_says(language: str) -> None:
    """So an objection, surveillance, renewal or a withdrawal that can be appealed are not told."""
    registered = words(language, "label.register")
    names = words(language, "label.state")
    for state, register in walked():
        if state not in SILENT and register is not NO_ENTRY:
            assert names[f"{state}.public"] == registered[register], state


@pytest.mark.parametrize("language", languages())
def test_before_there_is_an_entry_all_that_is_told_is_the_same(language: str) -> None:
    """Nobody can tell from it who was asked to revise, is about to be refused, or was granted already."""
    names = words(language, "label.state")
    before = {state for state, register in walked() if register is NO_ENTRY} - SILENT
    assert {State.SUBMITTED, State.PANEL, State.REFUSAL_SENT, State.GRANTED, State.MAJOR_REVISIONS} <= before
    assert len({names[f"{state}.public"] for state in before}) == 1


def test_no_state_is_before_and_after_there_is_an_entry_but_an_appeal() -> None:
    """Else its public name could be no one word."""
    entries = {state: {register for one, register in walked() if one is state} for state in State}
    assert {state for state, found in entries.items() if len(found) > 1} == {State.APPEALED}
    assert {state for state in FINAL if entries[state] == {NO_ENTRY}} == {State.CLOSED, State.REFUSED}
    assert {state for state, found in entries.items() if found == {NO_ENTRY}} >= SILENT - {State.APPEALED}


def test_a_subject_line_names_no_level_and_no_outcome() -> None:
    """Subject lines are read by others: on a screen, in a list, by whoever passes mails on."""
    telling = {
        "en": ("refus", "grant", "suspen", "condition", "distinction", "candidate"),
        "fr": ("refus", "accord", "suspen", "condition", "distinction", "candidat"),
    }
    for language, parts in telling.items():
        said = words(language, "label.mail")
        of_the_panel = [said["decision"], said["appeal_decided"], said["letter"]]
        assert [text for text in of_the_panel for part in parts if part in text.lower()] == []


@pytest.mark.parametrize("topic", ["label_check", "label_template"])
def test_every_word_of_the_self_check_is_said_somewhere(topic: str, root: Path) -> None:
    sources = [
        *(root / "connector" / "label").glob("*.py"),
        *(root / "connector" / "documents").glob("*.py"),
        *(root / "connector" / "documents" / "self_check").glob("*.py"),
        *(root / "diversity_platform" / "cli" / "label").glob("*.py"),
    ]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    unsaid = [
        key
        for key in words("en", topic)
        if f'"{topic}.{key}"' not in text and f'"{key}"' not in text and not key.startswith("kind.")
    ]
    assert unsaid == []
