"""Files that the program carries with it: practice campaigns and the like. Data only, no code."""
