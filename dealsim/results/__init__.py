"""What a run of many games came to: its document, its numbers in words, and the folder that keeps it."""
