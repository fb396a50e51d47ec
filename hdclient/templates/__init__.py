"""Checks templates, tasks and submissions: is all that is shown and asked known, and do the answers hold?

Nothing is imported here: a start on one task needs few of these files (asked.py, form.py).
"""
