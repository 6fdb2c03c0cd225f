"""The contents of a scenario file: every number with its unit, range, meaning and source."""
