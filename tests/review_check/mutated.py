"""A plugin of pytest that breaks one feature before any test is imported: see mutants.py."""

from __future__ import annotations

import os

from tests.review_check.mutants import ENV, apply

apply(os.environ[ENV])
