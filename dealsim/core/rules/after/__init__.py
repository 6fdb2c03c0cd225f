"""After a takeover: conflict, division, and what is left of the future."""
