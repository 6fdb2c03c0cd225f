"""The mathematics of the game: small compiled rules, one idea a file, no state, no chance of their own.

A rule names the source of its form where it has one in the literature. Where neither it nor its file names
one, the form is the game's own: an assumption, argued for in `docs/decisions` where it could be otherwise.
"""
