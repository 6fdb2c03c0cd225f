"""What a negotiation was worth: its zone of agreement, its outcome beside the solutions, and means over many."""
