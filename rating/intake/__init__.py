"""Tables in other people's shapes to headcount cubes: `read_headcounts`, `read_tables`."""

from rating.intake.filings import Rejection
from rating.intake.profiles import Profile, load_profile, profile_names
from rating.intake.read import FileRead, Intake, read_headcounts, read_tables

__all__ = [
    "FileRead",
    "Intake",
    "Profile",
    "Rejection",
    "load_profile",
    "profile_names",
    "read_headcounts",
    "read_tables",
]
