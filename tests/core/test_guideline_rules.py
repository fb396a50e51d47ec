"""The rules of a guideline and what changed of them, links that lead inside, and rules that words cite."""

from __future__ import annotations

import pytest

from hdclient.content.compare import Kind
from hdclient.content.deep_links import DeepLink, cited_rules, is_inside, read_link, rule_link
from hdclient.content.guideline import parse_guideline
from hdclient.content.rules import Change, RuleChange, rule_changes, rules_of, touches

OLD = """# Guideline

Before all.

## 1 First

Judge what is there.

## 2 Second {#second}

- one
- two

### 2.1 Below

Say why.

## 3 Third

Gone soon.
"""


def changes(before: str, after: str) -> list[tuple[str, str, str]]:
    found = rule_changes(parse_guideline(before), parse_guideline(after))
    return [(change.kind.value, change.id, change.was) for change in found]


def test_rules_are_what_stands_below_headings() -> None:
    found = rules_of(parse_guideline(OLD))
    assert [rule.id for rule in found] == ["guideline", "1", "second", "2.1", "3"]
    assert found[1].words() == "First\nJudge what is there."
    assert found[2].words() == "Second\none\ntwo"
    assert rules_of(parse_guideline("Only words.\n\n# 1 A"))[0].id == ""
    assert rules_of(()) == ()


def test_the_same_text_has_no_changes() -> None:
    assert changes(OLD, OLD) == []


def test_changed_words_are_shown_where_they_changed() -> None:
    after = OLD.replace("Judge what is there.", "Judge only what is there.")
    (change,) = rule_changes(parse_guideline(OLD), parse_guideline(after))
    assert (change.kind, change.id, change.was) == (Change.CHANGED, "1", "1")
    told = [change.after[part.b[0] : part.b[1]] for part in change.parts if part.kind is not Kind.SAME]
    assert [words.strip() for words in told] == ["only"]


def test_new_and_gone_rules_stand_where_they_belong() -> None:
    after = OLD.replace("### 2.1 Below\n\nSay why.\n", "").replace(
        "## 3 Third\n\nGone soon.", "## 4 Fourth\n\nNew."
    )
    assert changes(OLD, after) == [("gone", "2.1", "2.1"), ("gone", "3", "3"), ("new", "4", "")]


def test_a_rule_that_only_got_another_number_is_told_as_moved() -> None:
    before = "## 1 A\n\nSay why.\n\n## 2 B\n\nSay how.\n"
    after = "## 1 A\n\nSay why.\n\n## 2 New\n\nSay when.\n\n## 3 B\n\nSay how.\n"
    assert changes(before, after) == [("new", "2", ""), ("moved", "3", "2")]


def test_other_marks_around_the_same_words_are_told_as_form() -> None:
    assert changes(OLD, OLD.replace("Say why.", "Say **why**.")) == [("form", "2.1", "2.1")]


@pytest.mark.parametrize(
    ("rule", "hit"), [("2", True), ("2.1", True), ("2.1.4", False), ("2.10", False), ("3", False)]
)
def test_a_change_touches_its_rule_and_those_above(rule: str, hit: bool) -> None:
    assert touches(rule, [RuleChange(Change.CHANGED, "2.1", "Below", "2.1")]) is hit
    assert not touches(rule, [RuleChange(Change.FORM, "2.1", "Below", "2.1")])


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("hd://task/t-1", DeepLink("task", "t-1")),
        ("HD://Rule/2.3", DeepLink("rule", "2.3")),
        ("hd://guideline/2.3/", DeepLink("rule", "2.3")),
        ("hd://rule/camp%20a/2.3", DeepLink("rule", "2.3", campaign="camp a")),
        ("hd://submission/s", DeepLink("submission", "s")),
        ("hd://submission/s/2", DeepLink("submission", "s", revision=2)),
        *((f"hd://{bad}", None) for bad in ("", "task", "task/", "task/a/b", "rule/a/b/c", "submission/a/b")),
        *((f"hd://{bad}", None) for bad in ("task/%00", "page/x", "rule/\u202e", "submission/a/\u0662")),
        ("hd://task/" + "x" * 3_000, None),
        ("https://example.org", None),
    ],
)
def test_links_that_lead_inside_are_read_or_refused(address: str, link: DeepLink | None) -> None:
    assert read_link(address) == link
    assert is_inside(address) is address.lower().startswith("hd://")


def test_a_rule_that_is_cited_is_found_again() -> None:
    text = f"Wrong by {rule_link('2.3', 'Be [exact]')}, and hd://rule/4. But hd://task/9 is no rule."
    assert rule_link("2.3", "Be [exact]") == r"[Be \[exact\]](hd://rule/2.3)"
    assert cited_rules(text) == {"2.3", "4"}
    assert cited_rules("") == frozenset()
