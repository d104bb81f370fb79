"""Who is proposed to whom when places are few: declared policies, scarce offers, overrides of organisers."""

from connector.matching.congestion.allocate import allocate
from connector.matching.congestion.allocation import Allocation, Cause, Logged, Override
from connector.matching.congestion.policies import POLICIES

__all__ = ["POLICIES", "Allocation", "Cause", "Logged", "Override", "allocate"]
