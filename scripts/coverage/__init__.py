"""How often intervals hold the truth: what `make coverage` tries, beside what was rejected."""
