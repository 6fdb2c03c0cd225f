"""The mathematics of the game: small compiled rules, one idea a file, no state, no chance of their own."""
