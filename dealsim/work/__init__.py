"""Work in many pieces: side by side in threads or processes, in order, stopped at once."""
