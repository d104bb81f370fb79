"""Publications about one population, attacked together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.rating.disclosure.attack.attacker.answers import breaches_of, settle
from tests.rating.disclosure.attack.attacker.consequences import rule_breaks
from tests.rating.disclosure.attack.attacker.contradiction import ContradictionError, contradiction
from tests.rating.disclosure.attack.attacker.facts import facts_of, heads_of
from tests.rating.disclosure.attack.attacker.population import is_hopeless, population
from tests.rating.disclosure.attack.attacker.reading import Reading, read
from tests.rating.disclosure.attack.attacker.structure import Structure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.rating.disclosure.attack.attacker.breach import Breach
    from tests.rating.disclosure.attack.attacker.cell import Cell
    from tests.rating.disclosure.attack.attacker.document import Document


def attack_reading(reading: Reading, headcounts: Mapping[Any, int] | None = None) -> list[Breach]:
    """Attack what was read, first as if all units were listed, and if that cannot be, as if some were not."""
    told = heads_of(headcounts, reading)
    try:
        facts = facts_of(reading, told)
    except ContradictionError:
        return [contradiction()]
    breaches = [*facts.breaches, *rule_breaks(reading, {**facts.released, **told})]
    for is_complete in (True, False):
        structure = Structure(reading, is_complete=is_complete)
        try:
            programme, asked = population(reading, structure, facts, told)
            asked = {key: said for key, said in asked.items() if not is_hopeless(said, told, structure)}
            return breaches + breaches_of(reading, asked, settle(programme, asked))
        except ContradictionError:
            continue
    return [*breaches, contradiction()]


def attack(publications: Sequence[Document], *, headcounts: Mapping[Any, int] | None = None) -> list[Breach]:
    """Attack publications about one population together.

    Parameters
    ----------
    publications
        Documents with the same reference date, in any shape.
    headcounts
        Totals that the reader knows from elsewhere: by a unit's name, or by the tuple of its names.

    Returns
    -------
    list[Breach]
        One for each withheld cell whose possible values are too few or too low, for each cell that is shown
        although the rule withholds it, and for publications that contradict each other.

    Raises
    ------
    ValueError
        If the publications have different reference dates.
    """
    dates = {document.get("population", {}).get("reference_date") for document in publications}
    if len(dates) > 1:
        raise ValueError(f"Editions of {sorted(map(str, dates))} are no one population: compare_editions")
    return attack_reading(read(publications), headcounts)


def possible_values(
    publications: Sequence[Document], *, headcounts: Mapping[Any, int] | None = None, at_most: int = 200
) -> dict[Cell, tuple[int, ...]]:
    """Return every value that each withheld cell can have, up to a bound."""
    reading = read(publications)
    told = heads_of(headcounts, reading)
    programme, asked = population(
        reading, Structure(reading, is_complete=True), facts_of(reading, told), told
    )
    answers = settle(programme, asked, reach=at_most, is_exhaustive=True)
    return {said.cell: answers[key][1] for key, said in asked.items()}
