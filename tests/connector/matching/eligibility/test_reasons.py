"""What each rule says, to the letter, in both languages: one row for every reason that a rule declares."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from connector.matching.eligibility import eligibility, reasons, shelf
from connector.parties import Amount, EntryRules, Permission, Place
from connector.words import say
from tests.connector.builders import TODAY, columns, funder, incubator, startup

if TYPE_CHECKING:
    from connector.parties import Offer, StartUp

PARIS = Place(country="FR", city="Paris", latitude=48.857, longitude=2.352)
LYON = Place(country="FR", city="Lyon", latitude=45.764, longitude=4.836)


def with_rules(**rules: Any) -> Offer:  # noqa: ANN401 - any rule
    """Build a connector in Paris."""
    return incubator(places=(PARIS,), rules=EntryRules(**rules))


class Row(NamedTuple):
    """A pair and what is said of it."""

    startup: StartUp
    offer: Offer
    english: str
    french: str


SAID = {
    "open.ineligible": Row(
        startup(),
        incubator(is_open=False),
        "This offer has ended.",
        "Cette offre a pris fin.",
    ),
    "open.closed": Row(
        startup(),
        incubator(closes=date(2026, 3, 1)),
        "Closed: the last day to enter was March 1, 2026.",
        "Fermé\u00a0: le dernier jour pour entrer était le 1er mars 2026.",
    ),
    "open.not_yet": Row(
        startup(),
        incubator(opens=date(2026, 5, 4)),
        "Not open yet: the first day to enter is May 4, 2026.",
        "Pas encore ouvert\u00a0: le premier jour pour entrer est le 4 mai 2026.",
    ),
    "capacity.ineligible": Row(
        startup(),
        incubator(capacity=0),
        "Full: no place is left for now.",
        "Complet\u00a0: il n’y a plus de place pour le moment.",
    ),
    "stage.ineligible": Row(
        startup(stage="idea"),
        with_rules(stages={"growth", "start_up"}),
        "Takes only start-ups at stage Start-up or Growth; this one is at Idea.",
        "Accueille seulement les start-up au stade Démarrage ou Croissance\u202f; celle-ci est au "
        "stade Idée.",
    ),
    "stage.cannot_tell": Row(
        startup(),
        with_rules(stages={"growth"}),
        "Cannot tell until the stage is stated: this offer takes only start-ups at stage Growth.",
        "Impossible de se prononcer tant que le stade n’est pas indiqué\u00a0: cette offre accueille "
        "seulement les start-up au stade Croissance.",
    ),
    "sector.ineligible": Row(
        startup(sectors={"food"}),
        with_rules(sectors={"software", "health"}),
        "Takes only start-ups in Software or Health and care; this one works in Food and agriculture.",
        "Accueille seulement ces secteurs\u00a0: Logiciels ou Santé et soins\u202f; cette start-up "
        "indique\u00a0: Alimentation et agriculture.",
    ),
    "sector.cannot_tell": Row(
        startup(),
        with_rules(sectors={"food"}),
        "Cannot tell until the sector is stated: this offer takes only start-ups in Food and agriculture.",
        "Impossible de se prononcer tant que le secteur n’est pas indiqué\u00a0: cette offre accueille "
        "seulement les secteurs Alimentation et agriculture.",
    ),
    "sector.too_wide": Row(
        startup(sectors={"digital"}),
        with_rules(sectors={"software"}),
        "Cannot tell until the sector is stated more exactly: this offer takes only start-ups in "
        "Software, and this one names Digital technology.",
        "Impossible de se prononcer tant que le secteur n’est pas précisé\u00a0: cette offre accueille "
        "seulement les secteurs Logiciels, et cette start-up indique Technologies numériques.",
    ),
    "country.ineligible": Row(
        startup(place=PARIS),
        with_rules(countries={"NL", "BE"}),
        "Open only to these countries: Belgium or Netherlands; this start-up states France.",
        "Ouvert seulement à ces pays\u00a0: Belgique ou Pays-Bas\u202f; "
        "cette start-up indique\u00a0: France.",
    ),
    "country.cannot_tell": Row(
        startup(),
        with_rules(countries={"BE"}),
        "Cannot tell until the country is stated: this offer is open only to these countries: Belgium.",
        "Impossible de se prononcer tant que le pays n’est pas indiqué\u00a0: cette offre est ouverte "
        "seulement aux pays suivants\u00a0: Belgique.",
    ),
    "distance.ineligible": Row(
        startup(place=LYON),
        with_rules(radius_km=50),
        "Takes only start-ups within 50 km; this one is 392 km away.",
        "Accueille seulement les start-up à moins de 50\u202fkm\u202f; celle-ci est à 392\u202fkm.",
    ),
    "distance.cannot_tell": Row(
        startup(place=Place(country="FR")),
        with_rules(radius_km=12.5),
        "Cannot tell until the exact place of this start-up is stated: this offer takes only "
        "start-ups within 12.5 km.",
        "Impossible de se prononcer tant que le lieu exact de cette start-up n’est pas indiqué\u00a0: "
        "cette offre accueille seulement les start-up à moins de 12,5\u202fkm.",
    ),
    "distance.offer_without_place": Row(
        startup(place=PARIS),
        incubator(rules=EntryRules(radius_km=50)),
        "Cannot tell until this offer states its own exact place: it takes only start-ups within 50 km.",
        "Impossible de se prononcer tant que cette offre n’indique pas son propre lieu exact\u00a0: "
        "elle accueille seulement les start-up à moins de 50\u202fkm.",
    ),
    "language.ineligible": Row(
        startup(languages={"en": "A2", "ar": "C2"}),
        # nothing is above C2
        with_rules(languages={"fr": "C2", "de": "B2"}),
        "Needs German from B2 or French (C2); this start-up states Arabic (C2) and English (A2).",
        "Langue demandée\u00a0: allemand à partir de B2 ou français (C2)\u202f; cette start-up "
        "indique\u00a0: arabe (C2) et anglais (A2).",
    ),
    "language.cannot_tell": Row(
        startup(),
        with_rules(languages={"fr": "B1"}),
        "Cannot tell until the working languages are stated: this offer needs French from B1.",
        "Impossible de se prononcer tant que les langues de travail ne sont pas indiquées\u202f; "
        "langue demandée\u00a0: français à partir de B1.",
    ),
    "registration.ineligible": Row(
        startup(is_registered=False),
        with_rules(must_be_registered=True),
        "Takes only registered companies; this start-up is not registered yet.",
        "Accueille seulement les entreprises immatriculées\u202f; cette start-up ne l’est pas encore.",
    ),
    "registration.cannot_tell": Row(
        startup(),
        with_rules(must_be_registered=True),
        "Cannot tell until it is stated whether this start-up is registered: this offer takes "
        "only registered companies.",
        "Impossible de se prononcer tant que la start-up n’indique pas si elle est immatriculée\u00a0: "
        "cette offre accueille seulement les entreprises immatriculées.",
    ),
    "permission.ineligible": Row(
        startup(may_register=Permission.NOT_YET),
        with_rules(must_be_allowed_to_register=True),
        "Takes only founders who may register a company here; those of this start-up may not yet.",
        "Accueille seulement les personnes qui peuvent immatriculer une entreprise ici\u202f; celles "
        "de cette start-up ne le peuvent pas encore.",
    ),
    "permission.cannot_tell": Row(
        startup(),
        with_rules(must_be_allowed_to_register=True),
        "Cannot tell until it is stated whether the founders may register a company here: this "
        "offer asks for it.",
        "Impossible de se prononcer tant que la start-up n’indique pas si ses fondatrices et "
        "fondateurs peuvent immatriculer une entreprise ici\u00a0: cette offre le demande.",
    ),
    "permission.unsure": Row(
        startup(may_register=Permission.UNSURE),
        with_rules(must_be_allowed_to_register=True),
        "Cannot tell until it is clear whether the founders may register a company here: this "
        "offer asks for it, and they are unsure.",
        "Impossible de se prononcer tant qu’il n’est pas établi que les fondatrices et fondateurs "
        "peuvent immatriculer une entreprise ici\u00a0: cette offre le demande, et la start-up n’en "
        "est pas sûre.",
    ),
    "team_size.ineligible": Row(
        startup(team_size=1),
        with_rules(smallest_team=2, largest_team=5),
        "Takes only teams of 2 to 5 people; this one has 1 person.",
        "Taille d’équipe demandée\u00a0: 2 à 5 personnes\u202f; cette start-up compte 1 personne.",
    ),
    "team_size.cannot_tell": Row(
        startup(),
        with_rules(smallest_team=2),
        "Cannot tell until the size of the team is stated: this offer takes only teams of at least 2 people.",
        "Impossible de se prononcer tant que la taille de l’équipe n’est pas indiquée\u202f; taille "
        "demandée\u00a0: au moins 2 personnes.",
    ),
    "age.ineligible": Row(
        startup(founded=date(2024, 2, 1)),
        with_rules(youngest_months=6, oldest_months=24),
        "Takes only start-ups that are between 6 months and 2 years old; this one was founded on "
        "February 1, 2024.",
        "Âge demandé\u00a0: entre 6 mois et 2 ans\u202f; cette start-up a été fondée le 1er février 2024.",
    ),
    "age.cannot_tell": Row(
        startup(),
        with_rules(oldest_months=12),
        "Cannot tell until the day of founding is stated: this offer takes only start-ups that "
        "are at most 1 year old.",
        "Impossible de se prononcer tant que le jour de la fondation n’est pas indiqué\u202f; âge "
        "demandé\u00a0: au plus 1 an.",
    ),
    "ticket.ineligible": Row(
        startup(ticket=Amount(value=1000000, currency="EUR")),
        funder(smallest_ticket=5000, largest_ticket=50000, currency="EUR"),
        "Gives between €5,000 and €50,000; this start-up seeks €1,000,000.",
        "Montant accordé\u00a0: entre 5\u202f000\u00a0€ et 50\u202f000\u00a0€\u202f; "
        "cette start-up cherche 1\u202f000\u202f000\u00a0€.",
    ),
    "ticket.cannot_tell": Row(
        startup(),
        funder(smallest_ticket=0, largest_ticket=2500.5, currency="CHF"),
        "Cannot tell until the sum sought is stated: this funder gives at most CHF\u00a02,500.50.",
        "Impossible de se prononcer tant que le montant cherché n’est pas indiqué\u202f; montant "
        "accordé\u00a0: au plus 2\u202f500,50\u00a0CHF.",
    ),
    "ticket.other_currency": Row(
        startup(ticket=Amount(value=3000, currency="EUR")),
        funder(smallest_ticket=2000, largest_ticket=2000, currency="CHF"),
        "Cannot tell until the sum sought is stated in CHF: this funder gives exactly CHF\u00a02,000, "
        "and this start-up seeks €3,000.",
        "Impossible de se prononcer tant que le montant cherché n’est pas indiqué en CHF\u202f; "
        "montant accordé\u00a0: exactement 2\u202f000\u00a0CHF, et cette start-up cherche 3\u202f000\u00a0€.",
    ),
}


def test_every_reason_that_a_rule_declares_has_a_row_here() -> None:
    assert sorted(SAID) == sorted(said for rule in shelf().values() for said in rule.says)


@pytest.mark.parametrize("said", SAID)
def test_the_pair_is_given_this_reason_and_it_reads_so(said: str) -> None:
    row = SAID[said]
    answers = eligibility(*columns([row.startup], [row.offer])[:2]).not_eligible(0, 0)
    (reason,) = reasons(row.startup, row.offer, answers, TODAY)
    assert reason.code == said
    assert (say(reason, "en"), say(reason, "fr")) == (row.english, row.french)
