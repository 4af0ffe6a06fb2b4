"""What the words are, whose they are, and which texts are copies."""
