"""Content that attacks: each case goes through the real engine and the real views in a process of its own."""
