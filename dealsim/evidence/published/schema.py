"""What a file of a published result may say."""
