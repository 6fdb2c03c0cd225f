"""What a file of a claim may say."""
