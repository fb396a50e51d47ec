"""Tasks in parts, questions for each response, conditions and checks in the real workspace, by keys alone."""

from __future__ import annotations

from hdclient.model.content import ContentBlock
from hdclient.model.submission import SubmissionBody
from hdclient.model.task import Slot, Task
from hdclient.model.template import Template
from hdclient.templates.submission import check_submission
from tests.helpers.qt import type_text
from tests.helpers.workbench import POINTS, Workbench, make_task

YES_NO = {"options": [{"id": "yes", "label": "Yes"}, {"id": "no", "label": "No"}]}
STAGED = Template.of(
    {
        "id": "summaries",
        "version": 1,
        "title": "Summaries",
        "layout": "compare",
        "slots": [{"id": "post", "title": "The post"}],
        "stages": [
            {"id": "naive", "title": "Before the post", "help": "Say what each summary tells you."},
            {"id": "compare", "title": "With the post", "reveals": ["post"]},
        ],
        "groups": [{"id": "each", "over": "candidates"}],
        "questions": [
            {
                "id": "clear",
                "kind": "rating",
                "title": "How clear is it?",
                "group": "each",
                "stage": "naive",
                "options": {"points": POINTS},
            },
            {
                "id": "wrong",
                "kind": "choice",
                "title": "Is something wrong?",
                "stage": "naive",
                "options": YES_NO,
            },
            {
                "id": "what",
                "kind": "text",
                "title": "What is wrong?",
                "stage": "naive",
                "show_if": "wrong == 'yes'",
            },
            {"id": "better", "kind": "comparison", "title": "Which is better?", "stage": "compare"},
        ],
        "checks": [
            {
                "id": "clearer",
                "expect": "at(clear, better.winner) >= at(clear, other(better.winner))",
                "level": "warn",
                "text": "The better one is less clear.",
                "question": "better",
            },
        ],
        "computed": [{"id": "mean", "title": "Mean", "value": "mean(clear)"}],
    }
)


def staged(name: str = "t1") -> Task:
    made = make_task(name, STAGED, ["First **answer**", "Second answer"])
    post = Slot(id="post", content=(ContentBlock(kind="markdown", text="What the **post** says."),))
    return made.changed(slots=(post,))


def shown(bench: Workbench) -> list[str]:
    return [key for key, widget in bench.view.questions.items() if widget.isVisibleTo(bench.view)]


def test_a_task_in_parts_is_done_by_keys_alone(bench: Workbench) -> None:
    bench.lease(staged(), staged("t2"))
    view = bench.open("t1")
    assert view.prompt.parts() == ("prompt",), "the post is not revealed yet"
    assert "post" not in str([one.accessibleName() for one in view.contents()]).lower()
    assert view.asked_now() == ["clear@t1-0", "clear@t1-1", "wrong"]
    bench.press("4", "J", "2", "J")
    assert bench.stored("t1") == {"clear@t1-0": {"value": 4}, "clear@t1-1": {"value": 2}}
    bench.press("1", "J")
    assert view.asked_now()[-1] == "what"
    bench.press("N")
    type_text(bench.window, "All of it 123")
    bench.press("Escape")
    bench.press("Ctrl+Return")
    assert "cannot be changed" in " ".join(bench.notices()) and bench.view.prompt.parts() == ("prompt",)
    bench.press("Ctrl+Return")
    assert view.prompt.parts() == ("prompt", "post") and view.prompt.part() == "post"
    assert view.questions["clear@t1-0"].is_read_only()
    bench.press("7")
    assert bench.stored("t1")["better"]["winner"] == "t1-1"
    assert bench.view.footer.message() == "The better one is less clear."
    bench.press("Ctrl+Return")
    assert bench.task.session.task.id == "t1", "a warning must be meant"
    bench.press("Ctrl+M", "Ctrl+Return")
    body = bench.sent("t1")
    assert body["confirmed"] == ["clearer"] and [one["id"] for one in body["stages"]] == ["naive", "compare"]
    assert set(body["answers"]) == {"clear@t1-0", "clear@t1-1", "wrong", "what", "better"}
    assert check_submission(staged(), SubmissionBody.of(body)) == ()


def test_what_is_locked_and_revealed_is_so_after_a_restart(bench: Workbench) -> None:
    bench.lease(staged(), staged("t2"))
    bench.open("t1")
    bench.press("4", "J", "2", "J", "2", "Ctrl+Return", "Ctrl+Return")
    bench.window.navigator.open_task("t2")
    view = bench.open("t1")
    assert view.prompt.parts() == ("prompt", "post") and view.asked_now()[-1] == "better"
    bench.press("K", "K", "1")
    assert bench.stored("t1")["clear@t1-1"] == {"value": 2}, "a finished part is not changed"


SKIPPED = Template.of(
    {
        "id": "flagged",
        "version": 1,
        "title": "Flagged",
        "layout": "compare",
        "stages": [
            {"id": "flag", "title": "The question"},
            {"id": "marks", "title": "The answers"},
            {"id": "verdict", "title": "The verdict"},
        ],
        "questions": [
            {"id": "odd", "kind": "choice", "title": "Is it a question?", "stage": "flag", "options": YES_NO},
            {
                "id": "clear",
                "kind": "rating",
                "title": "How clear are they?",
                "stage": "marks",
                "show_if": "odd == 'yes'",
                "options": {"points": POINTS},
            },
            {"id": "better", "kind": "comparison", "title": "Which is better?", "stage": "verdict"},
        ],
    }
)


def test_a_part_in_which_nothing_is_asked_leaves_no_locked_question_at_hand(bench: Workbench) -> None:
    bench.lease(make_task("t1", SKIPPED, ["First", "Second"]), make_task("t2", SKIPPED, ["Third", "Fourth"]))
    view = bench.open("t1")
    bench.press("2", "Ctrl+Return", "Ctrl+Return")
    assert view.asked_now() == ["odd"] and view.questions["odd"].is_read_only()
    assert view.current_question() is None, "what is locked is not at hand"
    bench.press("1", "Delete")
    assert bench.stored("t1") == {"odd": {"selected": ["no"]}}
    bench.window.navigator.open_task("t2")
    view = bench.open("t1")
    assert view.current_question() is None, "nor is it after coming back"
    bench.press("K")
    bench.press("Ctrl+Return", "Ctrl+Return")
    assert view.asked_now() == ["odd", "better"]
    found = view.current_question()
    assert found is not None and found.question.id == "better"
    bench.press("7", "Ctrl+Return")
    body = bench.sent("t1")
    assert [one["id"] for one in body["stages"]] == ["flag", "marks", "verdict"]
    assert set(body["answers"]) == {"odd", "better"}
