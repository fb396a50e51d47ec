"""Measurements, not tests: `make bench`. Ratios within one run, because machines are shared and noisy."""
