"""The game as a Mesa model: labs and AIs that look, decide and act, and a model that settles what they do."""

from dealsim.game.ai import AI
from dealsim.game.lab import Lab
from dealsim.game.model import DealModel, play_one

__all__ = ["AI", "DealModel", "Lab", "play_one"]
