"""Figures for papers, each from a tidy table. The one room that knows Matplotlib, and no global state of it."""
