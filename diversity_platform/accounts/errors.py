"""What can be wrong with somebody who wants to come in."""

from __future__ import annotations


class NotSignedInError(Exception):
    """The page is for people who have signed in."""


class PassRefusedError(Exception):
    """The pass is unknown, was used already, or is too old. Which of these is not told."""


class FormRefusedError(Exception):
    """A form did not come from a page of ours, or from one of an earlier sign-in; nothing was changed."""
