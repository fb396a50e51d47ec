"""The person's side: the live work on one assignment, and the projections that screens read."""
