"""A reader who wants to know what was withheld: exact integer programmes against what is published.

He knows the rule, every released number of every table, attribute, unit and export he was given, that
counts are whole numbers of people, and that all attributes of a unit split the same people. For each withheld
cell he asks which values it can still have. Too few of them, or none that reaches the floor, is a breach.

Nothing here is taken from the gate: what a table, a total and the rule are is written down a second time.
"""

from tests.rating.disclosure.attack.attacker.breach import Breach
from tests.rating.disclosure.attack.attacker.cell import Cell
from tests.rating.disclosure.attack.attacker.csv_file import attack_csv
from tests.rating.disclosure.attack.attacker.editions import compare_editions
from tests.rating.disclosure.attack.attacker.joint import joint_breaches
from tests.rating.disclosure.attack.attacker.movement import Movement
from tests.rating.disclosure.attack.attacker.pair import Pair
from tests.rating.disclosure.attack.attacker.publications import attack, possible_values
from tests.rating.disclosure.attack.attacker.reading import read
from tests.rating.disclosure.attack.attacker.shares import attack_shares
from tests.rating.disclosure.attack.attacker.structure import Structure

__all__ = [
    "Breach",
    "Cell",
    "Movement",
    "Pair",
    "Structure",
    "attack",
    "attack_csv",
    "attack_shares",
    "compare_editions",
    "joint_breaches",
    "possible_values",
    "read",
]
