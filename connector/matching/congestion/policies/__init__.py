"""What organisers can declare: how places are shared out when there are too few."""

from typing import Final

from connector.matching.congestion.policies import balance, best_fit, serve_most
from connector.matching.congestion.policies.policy import Policy

#: Code -> policy.
POLICIES: Final[dict[str, Policy]] = {
    module.POLICY.code: module.POLICY for module in (best_fit, serve_most, balance)
}

__all__ = ["POLICIES", "Policy"]
