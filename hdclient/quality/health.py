"""The labels of a campaign as a whole: balance of the classes, and drift from one week to the next."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from hdclient.quality.agreement import Label
from hdclient.quality.figure import Figure, proportion, undefined
from hdclient.words import marked


def balance(labels: Sequence[Label]) -> dict[Label, Figure]:
    """The share of each label, the most frequent first. n: all labels."""
    return {label: proportion(count, len(labels)) for label, count in Counter(labels).most_common()}


def drift(before: Sequence[Label], after: Sequence[Label]) -> Figure:
    """Jensen–Shannon divergence of two sets of labels in bits: 0 the same, 1 nothing in common. n: the smaller set."""
    if not before or not after:
        return undefined(marked("There are no labels in one of the two spans of time."))
    one, other = Counter(before), Counter(after)
    total = 0.0
    for label in one.keys() | other.keys():
        p, q = one[label] / len(before), other[label] / len(after)
        middle = (p + q) / 2
        total += sum(share * math.log2(share / middle) / 2 for share in (p, q) if share)
    return Figure(value=max(0.0, total), n=min(len(before), len(after)))
