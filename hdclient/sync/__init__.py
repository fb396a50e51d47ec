"""Carries work to the platform and tasks and feedback back. One synchronous engine; one thread outside it."""
