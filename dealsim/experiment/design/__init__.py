"""Designs: which points an experiment plays, one design a file, all of them in `registry`."""
