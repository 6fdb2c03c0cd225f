"""What a world, a lab, an AI, a plan and an event are made of: each field with its unit and meaning.

A record is a row of numbers that reads the same in Python and in compiled code (`ai.risk_aversion`).
Fields: float, int (codes and counts; 0 or 1 where a yes or no is meant) or a 64-bit word (names).
"""

from dealsim.core.records.desk import Answer, Case, Choice, Desk, lay_desk
from dealsim.core.records.events import Event, Record, Settlement, Tally
from dealsim.core.records.lab import LabState, Promise
from dealsim.core.records.mind import Mind, Rogue
from dealsim.core.records.offer import Shadow, Terms
from dealsim.core.records.outlook import Position, Tomorrow, View
from dealsim.core.records.training import QualityRow, TrainingRow
from dealsim.core.records.world import OUT_OF_REACH, Plan, Public, World

__all__ = [
    "OUT_OF_REACH",
    "Answer",
    "Case",
    "Choice",
    "Desk",
    "Event",
    "LabState",
    "Mind",
    "Plan",
    "Position",
    "Promise",
    "Public",
    "QualityRow",
    "Record",
    "Rogue",
    "Settlement",
    "Shadow",
    "Tally",
    "Terms",
    "Tomorrow",
    "TrainingRow",
    "View",
    "World",
    "lay_desk",
]  # fmt: skip
