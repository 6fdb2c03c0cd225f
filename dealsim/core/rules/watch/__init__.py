"""Audits, and what everyone learns from a quarter."""
