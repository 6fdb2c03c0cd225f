"""Who decides in a game: the rules' own labs and AIs, or a user's classes."""
