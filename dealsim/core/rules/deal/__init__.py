"""Contracts: what a promise is worth, whom to trust, what to answer to an offer."""
