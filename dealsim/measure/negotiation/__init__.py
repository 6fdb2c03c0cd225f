"""The worth of negotiations: zone of agreement, outcome beside the solutions, and means over many."""
