"""The accounts on this computer: which there are, what is unsent in each, and the end of one. No screen, no thread."""
