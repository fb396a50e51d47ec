"""Frozen values that cross every seam: campaigns, tasks, submissions, reviews. No behaviour beyond their own rules."""
