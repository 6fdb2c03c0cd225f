"""Many games at once: the same rules as the Mesa game, in one compiled loop."""

from dealsim.engine.batch import Block, play_blocks, play_games, play_one

__all__ = ["Block", "play_blocks", "play_games", "play_one"]
