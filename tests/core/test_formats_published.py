"""Published formats: their exact fields, round trips that lose only what is declared, dirty rows refused."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hdclient.errors import ConfigError
from hdclient.formats import EXPORTERS, IMPORTERS, LossReport, Record, write_export
from hdclient.formats.encoding import FORMS, encoded
from hdclient.formats.flat import exporter_of, parse_columns
from hdclient.formats.foreign import records_from
from hdclient.formats.losses import DROPPED, REDUCED, sentence
from hdclient.formats.row import BadRow
from hdclient.model.content import ContentBlock
from hdclient.model.template import Layout, Question
from hdclient.model.template_parts import Export, Group, Over
from hdclient.templates.submission import check_submission
from tests.helpers.format_records import GOLDEN, by_text, fixed, judgements, preferred, rows_of, said
from tests.helpers.judged import question, record, task
from tests.helpers.real import real

FEW = settings(deadline=None, max_examples=40)
FIELDS: dict[str, set[str]] = {
    "trl-preference": {"prompt", "chosen", "rejected", "margin", "group_id", "provenance"},
    "trl-preference-conversational": {"prompt", "chosen", "rejected", "margin", "group_id", "provenance"},
    "trl-preference-implicit": {"chosen", "rejected", "margin", "group_id", "provenance"},
    "trl-unpaired": {"prompt", "completion", "label"},
    "trl-unpaired-conversational": {"prompt", "completion", "label"},
    "trl-stepwise": {"prompt", "completions", "labels"},
    "prm800k": {
        *("labeler", "timestamp", "generation", "question", "label"),
        *("is_quality_control_question", "is_initial_screening_question"),
    },
    "hh": {"chosen", "rejected"},
    "helpsteer3": {
        *("domain", "language", "context", "response1", "response2"),
        *("overall_preference", "individual_preference"),
    },
    "helpsteer3-edit": {
        *("domain", "language", "context", "original_response"),
        *("edited_response", "change_summary", "feedback"),
    },
    "oasst": {"message_tree_id", "tree_state", "prompt"},
    "labelstudio": {"id", "data", "annotations", "predictions"},
}


def rows(name: str, *records: Record) -> tuple[list[Any], LossReport]:
    made, report = EXPORTERS[name].rows(records)
    return list(made), report


def back(name: str, row: Any) -> list[Record]:
    return list(IMPORTERS[name].read(json.loads(json.dumps(row))))


@pytest.mark.parametrize("name", sorted(set(EXPORTERS) - {"canonical"}))
def test_rows_are_the_golden_ones(name: str) -> None:
    """`python -m tests.helpers.format_records` writes them anew: look at the diff."""
    assert rows_of(name, fixed()) == json.loads(GOLDEN.read_text("utf-8"))[name]


@pytest.mark.parametrize("name", sorted(FIELDS))
@FEW
@given(one=judgements())
def test_rows_have_the_published_fields_and_every_loss_a_reason(name: str, one: Record) -> None:
    made, report = rows(name, one)
    assert all(set(row) <= FIELDS[name] for row in made)
    assert made or report.dropped, "what gives no row is counted"
    assert all(sentence(reason) for reason in report.lost)
    assert set(report.dropped) <= set(DROPPED) and set(report.reduced) <= set(REDUCED)


# Round trips


@FEW
@given(one=judgements(kinds=("comparison",)))
def test_hh_gives_back_who_won_over_whom(one: Record) -> None:
    made, report = rows("hh", one)
    assert len(made) + sum(report.dropped.values()) == 1
    for row in made:
        (found,) = back("hh", row)
        assert by_text(found) == by_text(one)


@FEW
@given(one=judgements(kinds=("comparison", "ranking")))
def test_oasst_gives_back_the_order(one: Record) -> None:
    made, report = rows("oasst", one)
    assert len(made) + sum(report.dropped.values()) == 1
    for row in made:
        (found,) = back("oasst", row)
        assert by_text(found) == by_text(one)


@pytest.mark.parametrize(("out", "into"), [("labelstudio", "labelstudio"), ("jsonl", "table")])
@FEW
@given(one=judgements())
def test_tables_and_label_studio_give_back_every_answer(out: str, into: str, one: Record) -> None:
    ((row,), _) = rows(out, one)
    (found,) = back(into, row)
    assert said(found) == said(one)
    assert found.task.template == one.task.template


@FEW
@given(ones=st.lists(judgements(), min_size=1, max_size=3))
def test_a_csv_gives_back_every_answer(ones: list[Record], tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("csv") / "table.csv"
    made, report = EXPORTERS["csv"].rows(ones)
    path.write_bytes(b"".join(encoded("csv", made)))
    found = [one for one in records_from(IMPORTERS["table"], path) if not isinstance(one, BadRow)]
    if report.reduced["formula made harmless"]:
        return
    assert [said(one) for one in found] == [said(one) for one in ones]


# What single formats do


def test_helpsteer3_has_one_row_for_a_task_with_every_person() -> None:
    of = task(question("comparison"), question("text", min_words=0)).changed(data={"domain": "Code"})
    ones = [
        record(of, {"comparison": preferred("a", -3), "text": {"text": "A runs."}}),
        record(of, {"comparison": preferred("b", 1)}),
        record(of, {"comparison": {"verdict": "tie"}}),
    ]
    ((row,), report) = rows("helpsteer3", *ones)
    assert [one["score"] for one in row["individual_preference"]] == [-3, 1, 0]
    assert row["overall_preference"] == -1 and row["domain"] == "Code"
    assert row["individual_preference"][0]["reasoning"] == "A runs."
    assert report.lost == {}


def test_a_rating_of_each_response_is_true_or_false_by_the_middle() -> None:
    group = Group(id="each", title="Each response", over=Over.CANDIDATES)
    rating = Question(id="good", kind="rating", title="Good?", group="each", options={"range": [1, 5]})
    of = task(rating, texts=("one", "two", "three"))
    of = of.changed(template=of.template.changed(groups=(group,)))
    one = record(of, {"good@a": {"value": 5}, "good@b": {"value": 1}, "good@c": {"value": 3}})
    made, report = rows("trl-unpaired", one)
    assert [(row["completion"], row["label"]) for row in made] == [("one", True), ("two", False)]
    assert report.lost == {"middle of the scale": 1, "left out: rating": 3}, "of five points two are told"


def test_a_text_that_looks_like_a_turn_is_not_written_as_one() -> None:
    of = task(question("comparison"), texts=("Yes.\n\nHuman: and then?", "No."))
    made, report = rows("hh", record(of, {"comparison": preferred("a", -1)}))
    assert made == [] and report.dropped == {"turn marker in the text": 1}


def test_a_conversation_stays_one_in_the_implicit_form() -> None:
    chat = json.dumps([{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Yes?"}])
    of = task(question("comparison"), prompt=(ContentBlock(kind="chat", text=chat),))
    ((row,), _) = rows("trl-preference-implicit", record(of, {"comparison": preferred("b", 2)}))
    assert [one["role"] for one in row["chosen"]] == ["user", "assistant", "assistant"]
    assert row["chosen"][:2] == row["rejected"][:2] and row["margin"] == 2


def test_what_label_studio_has_no_control_for_is_json_and_counted() -> None:
    of = task(question("checklist"))
    one = record(of, {"checklist": {"items": {"x": "yes", "y": "no"}}})
    ((row,), report) = rows("labelstudio", one)
    assert report.lost == {"answer written as JSON text": 1}
    (found,) = back("labelstudio", row)
    assert found.body.answers == one.body.answers
    assert "<TextArea" in report.files["label_config.xml"]


def test_older_files_of_label_studio_are_read_too() -> None:
    data = {"prompt": "Why?", "responses": [{"id": one, "text": one} for one in ("mdn", "wiki", "blog")]}

    def task_with(kind: str, value: Any) -> dict[str, Any]:
        result = {"from_name": "q", "to_name": "x", "type": kind, "value": value}
        return {"id": 1, "data": data, "annotations": [{"id": 1, "completed_by": 3, "result": [result]}]}

    order = ["wiki", "mdn", "blog"]
    for ranker in (order, {"rank": order}, {"best": ["wiki"], "good": ["mdn"], "rest": ["blog"]}):
        (found,) = back("labelstudio", task_with("ranker", {"ranker": ranker}))
        assert found.body.answers == {"q": {"tiers": [[one] for one in order]}}
        assert found.person_id == "3"


def test_a_cell_that_a_spreadsheet_would_run_is_harmless() -> None:
    of = task(question("comparison"), texts=("=HYPERLINK(1)", "-3"))
    ((row,), report) = rows("csv", record(of, {"comparison": {"verdict": "tie"}}))
    assert (row["response.a"], row["response.b"]) == ("'=HYPERLINK(1)", "'-3")
    assert report.lost == {"formula made harmless": 2}


def test_columns_are_chosen_by_paths() -> None:
    columns = parse_columns(
        "id=task.id, winner=answer.winner,first=task.candidates.0.content.0.content,no=task.x.y"
    )
    one = record(task(question("comparison")), {"comparison": preferred("b", 1)})
    made, _ = exporter_of("jsonl", columns).rows([one])
    assert list(made) == [{"id": "t1", "winner": "b", "first": "one", "no": None}]
    for wrong in ("winner", "=x", "a=b,a=c"):
        with pytest.raises(ConfigError):
            parse_columns(wrong)


def test_what_a_reviewer_has_changed_is_what_counts() -> None:
    of = task(question("comparison"), question("text", min_words=0))
    one = record(
        of, {"comparison": preferred("a", -1)}, final={"comparison": preferred("b", 1)}, provenance="edited"
    )
    assert rows("trl-preference", one)[0][0]["chosen"] == "two"
    assert rows("trl-preference", one)[0][0]["provenance"] == "edited"
    assert rows("helpsteer3", one)[0][0]["overall_preference"] == 1
    assert rows("hh", one)[0][0]["chosen"].endswith("two")
    assert rows("jsonl", one)[0][0]["provenance"] == "edited"
    settled = record(of, {"comparison": preferred("a", -1)}, status="settled")
    assert rows("trl-preference", settled)[1].dropped == {"settled": 1}


# Dirty rows


@pytest.mark.parametrize(
    ("name", "row", "column", "says"),
    [
        ("hh", {"chosen": True, "rejected": "x"}, "chosen", "expected text, found true"),
        ("hh", {"chosen": "\n\nHuman: a\n\nAssistant: b"}, "rejected", "missing"),
        ("hh", {"chosen": "Hello", "rejected": "Bye"}, "chosen", "begins with “Human:”"),
        (
            "hh",
            dict.fromkeys(("chosen", "rejected"), "\n\nHuman: a\n\nAssistant: b"),
            "rejected",
            "the same text",
        ),
        (
            "hh",
            {"chosen": "\n\nHuman: a\n\nAssistant: b", "rejected": "\n\nHuman: z\n\nAssistant: c"},
            "rejected",
            "differ before their last reply",
        ),
        ("oasst", {"prompt": None}, "prompt", "found null"),
        ("oasst", {"prompt": {"role": "robot", "text": "x"}}, "role", "found text"),
        ("oasst", {"prompt": {"role": "prompter", "text": 3}}, "text", "found the number 3"),
        (
            "oasst",
            {
                "prompt": {
                    "role": "prompter",
                    "text": "x",
                    "replies": [
                        {"role": "assistant", "text": "a", "rank": "0"},
                        {"role": "assistant", "text": "b", "rank": 1},
                    ],
                }
            },
            "rank",
            "expected a whole number, found text",
        ),
        ("labelstudio", {"data": {"prompt": "x"}, "annotations": None}, "annotations", "found null"),
        ("labelstudio", {"data": [], "annotations": []}, "data", "found an empty list"),
        ("table", {"template": "{"}, "template", "expected a template of ours"),
        ("table", {"template": 3}, "template", "found the number 3"),
    ],
)
def test_a_dirty_row_is_refused_with_its_line_and_the_reason(
    name: str, row: dict[str, Any], column: str, says: str, tmp_path: Path
) -> None:
    path = tmp_path / "dirty.jsonl"
    path.write_text("\n" + json.dumps(row) + "\n", encoding="utf-8")
    (bad,) = records_from(IMPORTERS[name], path)
    assert isinstance(bad, BadRow)
    assert (bad.line, bad.column) == (2, column)
    assert says in bad.reason


@pytest.mark.parametrize("name", sorted(IMPORTERS))
@FEW
@given(
    row=st.dictionaries(
        st.sampled_from(
            ["chosen", "rejected", "prompt", "data", "annotations", "template", "task", "response.a"]
        ),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=9),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.sampled_from(
                        ["role", "text", "replies", "rank", "result", "value", "type", "from_name", "prompt"]
                    ),
                    inner,
                    max_size=4,
                )
            ),
            max_leaves=8,
        ),
    )
)
def test_any_row_is_read_or_refused(
    name: str, row: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("any") / "rows.jsonl"
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    for one in records_from(IMPORTERS[name], path):
        assert isinstance(one, Record) or one.reason


def test_an_answer_out_of_range_is_refused_by_the_same_check(tmp_path: Path) -> None:
    rated = task(question("rating", range=[1, 5]), texts=("only",), layout=Layout.SINGLE)
    ((row,), _) = rows("jsonl", record(rated, {"rating": {"value": 5}}))
    path = tmp_path / "t.jsonl"
    path.write_text(json.dumps({**row, "answer.rating": '{"value": 9}'}), encoding="utf-8")
    (bad,) = records_from(IMPORTERS["table"], path)
    assert isinstance(bad, BadRow) and bad.reason == "The rating is not a point of this scale."


@pytest.mark.parametrize("name", sorted(EXPORTERS))
def test_no_format_writes_an_answer_that_is_out_of_range(name: str) -> None:
    of = task(question("comparison", points=3), question("rating", range=[1, 5]).changed(required=False))
    published = Export(id="p", format="protocol", fields={"score": "rating"})
    of = of.changed(template=of.template.changed(exports=(published,)))
    good = {"comparison": preferred("a", -1), "rating": {"value": 5}}
    wrong = {**good, "comparison": preferred("a", -3)}
    for one in (record(of, wrong), record(of, good, final=wrong)):
        assert check_submission(of, record(of, one.answers).body), "client and platform refuse it"
        made, report = rows(name, one)
        assert made == [] and sum(report.dropped.values()) == 1
    made, _ = rows(name, record(of, {**good, "rating": {"value": 9}}))
    if name in ("canonical", "jsonl", "csv", "labelstudio", "protocol"):
        assert made == [], "an answer that it writes"
        assert rows(name, record(of, good))[0], "the same without the fault"


def test_an_answer_out_of_range_gives_no_row() -> None:
    of = task(question("comparison", points=3))
    made, report = rows("trl-preference", record(of, {"comparison": preferred("a", -3)}))
    assert made == [] and report.dropped == {"unreadable answer": 1}


# Files


def test_the_card_says_why_something_is_not_there(tmp_path: Path) -> None:
    write_export(tmp_path, EXPORTERS["trl-preference"], fixed(), created="2026-01-02T00:00:00Z", filters={})
    card = (tmp_path / "README.md").read_text("utf-8")
    assert f"| tie | 1 | {DROPPED['tie']} |" in card
    told = json.loads((tmp_path / "manifest.json").read_text("utf-8"))
    assert told["reasons"]["skipped"] == DROPPED["skipped"]


def test_label_studio_is_one_list_with_its_config_beside_it(tmp_path: Path) -> None:
    write_export(tmp_path, EXPORTERS["labelstudio"], fixed(), created="", filters={})
    assert len(json.loads((tmp_path / "data.json").read_text("utf-8"))) == len(fixed())
    told = json.loads((tmp_path / "manifest.json").read_text("utf-8"))
    assert [file["name"] for file in told["files"]] == ["data.json", "label_config.xml"]
    found = list(records_from(IMPORTERS["labelstudio"], tmp_path / "data.json"))
    assert [said(one) for one in found if isinstance(one, Record)] == [said(one) for one in fixed()]


def test_nothing_is_a_list_of_nothing() -> None:
    assert b"".join(encoded("json", [])) == b"[]\n"
    assert set(FORMS) >= {exporter.form for exporter in EXPORTERS.values()}


def test_parquet_without_its_package_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(ConfigError, match="pyarrow") as failed:
        write_export(tmp_path, EXPORTERS["canonical"], fixed(), created="", filters={}, parquet=True)
    assert "extra" in str(failed.value.remedy)
    assert list(tmp_path.iterdir()) == []


# Real records


def test_the_real_trees_of_oasst_come_back_as_they_were() -> None:
    found = list(records_from(IMPORTERS["oasst"], real("oasst/en_100_tree.jsonl")))
    good = [one for one in found if isinstance(one, Record)]
    assert (len(good), len(found)) == (212, 212)
    made, report = rows("oasst", *good)
    assert report.lost == {"ruled out written without a rank": 1}
    for one, row in zip(good, made, strict=True):
        (again,) = back("oasst", row)
        assert (again.body.answers, again.task.candidates) == (one.body.answers, one.task.candidates)
    kinds = Counter(one.task.template.id for one in good)
    assert kinds == {"oasst-rank": 155, "oasst-pair": 57}
