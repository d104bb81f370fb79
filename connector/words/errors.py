"""What can be wrong with the words of the connector."""

from __future__ import annotations

from connector.errors import ConnectorError


class MissingWordsError(ConnectorError):
    """Something is to be said that a language has no words for.

    Parameters
    ----------
    language
        The code of the language.
    keys
        Every key that it lacks, at least one.
    """

    def __init__(self, language: str, keys: tuple[str, ...]) -> None:
        self.language, self.keys = language, keys
        super().__init__(f"The language '{language}' lacks these words: {', '.join(keys)}.")
