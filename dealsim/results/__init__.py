"""Results of a run of many games: its columns, its document, its manifest, and the folder that keeps them."""
