"""What can be wrong with the words of a document."""

from __future__ import annotations

from rating.errors import RatingError


class MissingWordsError(RatingError):
    """A document says something that a language has no words for.

    Parameters
    ----------
    language
        The code of the language.
    keys
        Every key without a translation of the document's own English text, at least one.
    """

    def __init__(self, language: str, keys: tuple[str, ...]) -> None:
        self.language, self.keys = language, keys
        super().__init__(
            f"The language '{language}' lacks these words, or translates another English text of them: "
            f"{', '.join(keys)}."
        )


class ContradictoryWordsError(RatingError):
    """A document says two things where it has one code."""

    def __init__(self, key: str, texts: tuple[str, str]) -> None:
        self.key, self.texts = key, texts
        super().__init__(f"The document has two texts for '{key}': '{texts[0]}' and '{texts[1]}'.")
