"""Reads and checks templates: whether everything a task shows and asks is known here."""
