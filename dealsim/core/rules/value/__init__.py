"""What a share of the future is worth to a mind, and what a lottery is."""
