"""Published results: their inputs, their values, and the same recomputed by the game's own rules."""
