"""What a lab thinks of its minds, and what it offers them."""
