"""Claims: what is predicted, how it is played, and what is found."""
