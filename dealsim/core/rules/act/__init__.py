"""What a mind does with its quarter."""
