"""Slips that read well: each is put into a good template, and said at its place, with why and how to mend it."""

from __future__ import annotations

import pytest

from hdclient.templates.lint import lint_text
from hdclient.templates.validation import validate
from tests.core.test_lint import line_of

GOOD = """\
schema: hd.template/1
id: slips
version: 1
title: Slips
layout: compare
slots:
  - {id: source, title: The source}
data:
  - {name: topics, title: The topics}
  - {name: claims, title: The claims}
groups:
  - {id: each, over: candidates}
  - {id: claim, over: data, path: claims}
  - {id: aspect, over: items, items: [{id: tone, title: Tone}, {id: length, title: Length}]}
questions:
  - id: topic
    kind: choice
    title: What is it about?
    options: {options: {from: topics}, multiple: true}
  - id: kind
    kind: choice
    title: Which kinds of error are there?
    options:
      multiple: true
      max_selected: 2
      options:
        - {id: fact, label: A wrong fact}
        - {id: logic, label: A wrong step}
  - id: good
    kind: rating
    title: How good is it?
    group: each
    options: {points: [{value: 1, label: Bad}, {value: 2, label: Good}]}
  - id: fits
    kind: slider
    title: Does it fit?
    group: aspect
    show_if: item.id != "tone" or item.title != ""
    options: {low: Not at all, high: Wholly}
  - id: claim-grade
    kind: rubric
    title: Does it hold?
    group: claim
    options: {criteria: {from: criteria}, levels: [{value: 0, label: No}, {value: 1, label: Yes}]}
escapes:
  - {id: cannot, kind: not_ratable, label: Cannot be judged}
"""
ZERO_WIDTH, OVERRIDE = "\u200b", "\u202e"
# (name, what stands there, what is put in its place, words of the finding, whether an error)
SLIPS = [
    ("data that nobody brings", "{from: topics}", "{from: nope}", "bring the data “nope”"),
    ("a group over data that nobody brings", "path: claims", "path: nope.all", "bring the data “nope”"),
    ("a limit that nobody reaches", "max_selected: 2", "max_selected: 3", "of 2 that there are"),
    ("two options of one label", "label: A wrong step", "label: a wrong  fact", "stands there twice"),
    ("two points of one label", "{value: 2, label: Good}", "{value: 2, label: Bad}", "stands there twice"),
    ("two ends alike", "high: Wholly", "high: Not at all", "Both ends of the scale"),
    ("a slot with the name of a part", "{id: source,", "{id: prompt,", "would mean two things"),
    (
        "a scale of one point beside data",
        "levels: [{value: 0, label: No}, {value: 1, label: Yes}]",
        "levels: [{value: 0, label: No}]",
        "at least 2 of them",
    ),
    ("an option that is none beside data", "levels: [", "level: [", "is not known"),
    (
        "nothing that an item has",
        'item.title != ""',
        'item.nope != ""',
        "“item.nope” is nothing that an item",
    ),
    ("nothing that one around has", 'item.title != ""', 'outer.titel != ""', "“outer.titel” is nothing"),
    ("a name with no width", "id: topic\n", f"id: to{ZERO_WIDTH}pic\n", "U+200B ZERO WIDTH SPACE"),
    ("a name that turns around", "id: fact,", f'id: "fa{OVERRIDE}ct",', "U+202E RIGHT-TO-LEFT OVERRIDE"),
]


def test_the_good_one_is_clean() -> None:
    findings, template = lint_text(GOOD)
    assert findings == () and template is not None


@pytest.mark.parametrize(("old", "new", "said"), [one[1:] for one in SLIPS], ids=[one[0] for one in SLIPS])
def test_each_slip_is_said_at_its_place_with_a_way_to_mend_it(old: str, new: str, said: str) -> None:
    assert GOOD.count(old) == 1
    broken = GOOD.replace(old, new)
    findings, template = lint_text(broken)
    (found,) = [one for one in findings if said in one.text]
    assert found.level == "error" and template is None and found.mend
    assert found.place.line == line_of(broken, new.split("\n")[0]), found.line("t")


def test_data_that_no_template_declares_is_advised() -> None:
    bare = GOOD.replace(
        "data:\n  - {name: topics, title: The topics}\n  - {name: claims, title: The claims}\n", ""
    )
    findings, template = lint_text(bare)
    assert [one.level for one in findings] == ["warning", "warning"] and template is not None
    assert all("Add it to `data`" in one.mend for one in findings)


def test_what_would_mean_two_things_is_refused_by_the_platform_too() -> None:
    for old, new in (("{id: source,", "{id: prompt,"), ("id: topic\n", f"id: to{ZERO_WIDTH}pic\n")):
        plain = lint_text(GOOD)[1]
        assert plain is not None and not validate(plain)
        from hdclient.model.template import Template
        from hdclient.templates.reading import read_document

        assert validate(Template.of(read_document(GOOD.replace(old, new)).plain))


def test_letters_of_every_script_are_names() -> None:
    for name in ("Fähigkeit", "質問", "вопрос", "שאלה"):
        assert lint_text(GOOD.replace("id: topic\n", f"id: {name}\n"))[0] == ()
