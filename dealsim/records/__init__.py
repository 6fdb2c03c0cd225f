"""What a world, a lab, an AI, a plan and an event are made of: each field with its unit and meaning.

A record is a row of numbers that reads the same in Python and in compiled code (`ai.risk_aversion`).
Fields: float, int (codes and counts; 0 or 1 where a yes or no is meant) or a 64-bit word (names).
"""

from dealsim.records.ai import AI, Rogue
from dealsim.records.chronicle import Event, Record, Settlement, Tally
from dealsim.records.desk import Answer, Choice, Desk, lay_desk
from dealsim.records.lab import Lab, Promise
from dealsim.records.offer import Shadow, Terms
from dealsim.records.outlook import Position, Tomorrow, View
from dealsim.records.training import Quality, Training
from dealsim.records.world import OUT_OF_REACH, Plan, Public, World

__all__ = [
    "AI", "OUT_OF_REACH", "Answer", "Choice", "Desk", "Event", "Lab", "Plan", "Position", "Promise", "Public",
    "Quality", "Record", "Rogue", "Settlement", "Shadow", "Tally", "Terms", "Tomorrow", "Training", "View", "World",
    "lay_desk",
]  # fmt: skip
