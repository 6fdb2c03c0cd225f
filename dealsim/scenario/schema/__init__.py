"""What a scenario file may say: every number with its unit, range, meaning and source."""
