"""Many games at once: the same rules as the Mesa game, in one compiled loop."""

from dealsim.engine.batch import BLOCK, play_blocks, play_games, play_one, play_pairs

__all__ = ["BLOCK", "play_blocks", "play_games", "play_one", "play_pairs"]
