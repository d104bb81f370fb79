"""What can stand in the way of printing or drawing a label."""

from __future__ import annotations


class CannotPrintError(Exception):
    """The libraries that set text into a PDF file are not on this machine."""

    def __init__(self, missing: str) -> None:
        super().__init__(
            f"The certificate cannot be printed: {missing}. Install Pango: on Debian and Ubuntu "
            "`apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0`, on macOS `brew install "
            "pango`. Everything else works without it."
        )
        self.missing = missing


class LettersMissingError(Exception):
    """A name has letters that no font on this machine can draw; printed, they would be empty boxes."""

    def __init__(self, letters: str) -> None:
        named = ", ".join(f"{letter} (U+{ord(letter):04X})" for letter in letters)
        super().__init__(
            f"No font on this machine has the letters {named}. Install one that does, for instance "
            "`apt install fonts-noto-core` on Debian and Ubuntu, and print again."
        )
        self.letters = letters


class UnfitAddressError(Exception):
    """The address of the live state cannot be linked and printed."""

    def __init__(self, address: str, fault: str) -> None:
        super().__init__(
            f"The verification address {address!r} {fault}. Give the https address of the page that tells "
            "the state."
        )
        self.address, self.fault = address, fault


class LanguageMissingError(Exception):
    """A label was to be shown in a language that the product, or the scheme, does not speak."""

    def __init__(self, language: str, spoken: tuple[str, ...]) -> None:
        super().__init__(f"There is no text in the language '{language}', only in {', '.join(spoken)}.")
        self.language, self.spoken = language, spoken
