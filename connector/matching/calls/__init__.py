"""Calls: applications come in, are read blind against a rubric, and become an intake.

`Call` and `submit_application`, then `share_out`, `blind_applications` and `hand_in`, then `visible_to` and
second reads, then `results_of` and `intake_of`, for `connector.assign`.

Rubrics, reads and who sees what know nothing of start-ups or of calls but their ids: whatever else is
assessed by several people, each alone first, can be read in the same way.
"""

from connector.matching.calls.blind import BlindApplication, aliases, blind_applications
from connector.matching.calls.call import Application, Call, submit_application
from connector.matching.calls.conflicts import Conflict
from connector.matching.calls.errors import (
    NotFinishedError,
    OutsideCallError,
    ReadFault,
    ReadsRefusedError,
)
from connector.matching.calls.handing_in import hand_in
from connector.matching.calls.intake import intake_of
from connector.matching.calls.read import Mark, Read, SecondRead
from connector.matching.calls.results import Result, results_of
from connector.matching.calls.rubric import Criterion, Rubric, declared_rubric, rubric_from
from connector.matching.calls.shares import Shares, Short, share_out
from connector.matching.calls.visible import visible_to

__all__ = [
    "Application",
    "BlindApplication",
    "Call",
    "Conflict",
    "Criterion",
    "Mark",
    "NotFinishedError",
    "OutsideCallError",
    "Read",
    "ReadFault",
    "ReadsRefusedError",
    "Result",
    "Rubric",
    "SecondRead",
    "Shares",
    "Short",
    "aliases",
    "blind_applications",
    "declared_rubric",
    "hand_in",
    "intake_of",
    "results_of",
    "rubric_from",
    "share_out",
    "submit_application",
    "visible_to",
]
