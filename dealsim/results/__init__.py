"""What a run of many games came to: its columns, its document, its manifest, and the folder that keeps them."""
