"""What games came to: outcomes, intervals, paired differences, deal windows, negotiations."""
