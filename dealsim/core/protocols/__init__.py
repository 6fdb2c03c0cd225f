"""How labs and AIs bargain: one protocol a file, and the tables of gains on which those of several rounds rest."""
