"""Agreement, preference, gold, time, spend: one definition each, used by client and platform.

Pure functions: values in, `Figure`s out; no database, no clock, no Qt, no NumPy. Every figure carries its n, and one
that is not defined says why instead of being 0 or 1. Read figure.py first.
"""
