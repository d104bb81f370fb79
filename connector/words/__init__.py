"""What the connector says, in every language: a `connector.reasons.Reason` becomes a sentence.

>>> from connector.reasons import Named, Reason
>>> from connector.words import say
>>> stages = (Named("stages", "start_up"), Named("stages", "growth"))
>>> print(say(Reason("stage.ineligible", {"stages": stages, "stage": Named("stages", "idea")}), "en"))
Takes only start-ups at stage Start-up or Growth; this one is at Idea.

Sentences live in ``languages/<language>/<topic>.toml``. All files of a language's folder are read as one, so
a new topic is a new file and no edit elsewhere. The name of the file says nothing; the key does:

.. code-block:: toml

    [stage]                                                   # the part of the reason's code before the dot
    ineligible = "Takes only start-ups at stage {stages:or}; this one is at {stage}."

    [team_size]
    at_most = "at most {most:people}"                         # a phrase: a Reason among another's facts
    ineligible = "Takes only teams of {size}; this one has {people:people}."

    [count]                                                   # counted things: {most:people} above
    people = { one = "{n} person", other = "{n} people" }

    [congestion]                                              # a whole sentence turns on the fact "n"
    full = { one = "{n} offer is full.", other = "{n} offers are full." }

    [field]                                                   # names of fields: Named("field", "team_size")
    team_size = "team size"

A key is the code of a reason, whole. In braces stands the name of a fact, and after a colon, where that is
not plain from the fact, how it is written:

==================  ===================================================================================
``{x}``             text as it is; a number, a `Money`, a day (`datetime.date`) as the language writes it;
                    a `Named` thing by its name; a phrase (a `Reason`) said; a tuple of these as a list
                    with "and"
``{x:or}``          a tuple as a list with "or"
``{x:km}``          a number of kilometres, two decimals at most
``{x:percent}``     a share of 0 to 1, without decimals
``{x:<things>}``    a whole number with what it counts: the entry ``count.<things>``, in its plural form
==================  ===================================================================================

An entry with plural forms is a table with exactly the categories that the CLDR gives the language (English:
``one``, ``other``; French: ``one``, ``many``, ``other``), chosen by the whole number ``n`` among the facts.

Every language has every key, with the same facts written in the same way; the tests see to it. Nothing falls
back: a word that is missing raises `MissingWordsError`. Only what parties wrote is not ours to translate: a
tag of a language or of a country that the CLDR has no name for stands as they wrote it.

French: U+202F (narrow no-break space) before ; ? ! %, U+00A0 (no-break space) before : and inside « »,
and U+2019 as the apostrophe. Subjects stay in the third person, so that the same text serves both sides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector.facade import facade

if TYPE_CHECKING:
    from connector.words.errors import MissingWordsError
    from connector.words.lexicon import languages
    from connector.words.speak import name_of, say

_HOMES = {
    "MissingWordsError": "connector.words.errors",
    "languages": "connector.words.lexicon",
    "name_of": "connector.words.speak",
    "say": "connector.words.speak",
}

__all__ = ["MissingWordsError", "languages", "name_of", "say"]

__getattr__, __dir__ = facade(__name__, _HOMES)
