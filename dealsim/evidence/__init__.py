"""Arguments that can be run: claims as experiments with verdicts, and published numbers recomputed."""
