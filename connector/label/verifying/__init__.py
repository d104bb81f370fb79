"""Is a credential what it says? The verifier, its three answers, and whom it believes."""

from connector.label.verifying.sources import Fetched, NotReachableError, Sources
from connector.label.verifying.trust import Trusted, TrustList, TrustRefusedError, read_trust
from connector.label.verifying.verdict import CHECKS, Check, Outcome, Result, Verdict
from connector.label.verifying.verify import verify, verify_at

__all__ = [
    "CHECKS",
    "Check",
    "Fetched",
    "NotReachableError",
    "Outcome",
    "Result",
    "Sources",
    "TrustList",
    "TrustRefusedError",
    "Trusted",
    "Verdict",
    "read_trust",
    "verify",
    "verify_at",
]
