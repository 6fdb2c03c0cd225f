"""Figures for papers, each from a tidy table. The only room that uses Matplotlib, without its global state."""
