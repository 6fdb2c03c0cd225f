"""Uncertain numbers, and the worlds that are drawn from them."""
