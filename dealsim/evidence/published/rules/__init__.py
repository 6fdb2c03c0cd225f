"""Rules that published results need and no game calls."""
