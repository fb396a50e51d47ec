"""Every template of the library is right, and some are answered by keys from end to end (`make protocols`: all)."""

from __future__ import annotations

import pytest
import yaml
from PySide6.QtWidgets import QApplication

from hdclient.cli import main
from hdclient.questions import QUESTION_KINDS
from tests.protocols import hands
from tests.protocols.library import FOLDER, SAMPLE, Protocol, faults, protocols
from tests.protocols.walking import walk, what_waits

ALL = {one.id: one for one in protocols()}
WALKED = (
    "arena-vote",
    "beavertails",
    "healthbench",
    "hpd-v2",
    "image-reward",
    "mm-rlhf",
    "mt-bench-turns",
    "nibbler-validation",
    "oasst-label",
    "prism-ratings",
    "prm800k-phase-2",
    "rlhf-v",
    "shepherd",
    "sparrow-preference",
    "webgpt-comparison",
    "wmt-mqm",
)
"""Every kind of question and every part of a template once; the others take a minute more."""


@pytest.mark.parametrize("name", ALL)
def test_template_and_sample_are_right(name: str) -> None:
    one = ALL[name]
    assert faults(one) == ()
    assert one.template["id"] == name and one.sample["id"] == f"{name}-1"
    assert one.template["protocol"].strip() and one.template["description"].strip()
    assert one.sample["source"] == {"origin": "written for hdclient"}, "records are never copied"


def test_every_template_has_a_sample_and_every_sample_a_template() -> None:
    names = {path.name for path in FOLDER.glob("*.yaml")}
    samples = {name for name in names if name.endswith(SAMPLE)}
    assert {name.removesuffix(SAMPLE) for name in samples} == {
        name.removesuffix(".yaml") for name in names - samples
    }


def test_the_command_says_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("image-reward", "webgpt-comparison"):
        files = str(FOLDER / f"{name}.yaml"), str(FOLDER / f"{name}{SAMPLE}")
        assert main(["lint", files[0], "--data", files[1]]) == 0
        assert capsys.readouterr().out == "1 record can be shown.\n"


def test_nothing_waits() -> None:
    assert {one.id: what_waits(one) for one in ALL.values() if what_waits(one)} == {}


def test_some_are_answered_by_keys_submitted_read_back_and_exported(qapp: QApplication) -> None:
    outcomes = list(walk([ALL[name] for name in WALKED]))
    assert [one.id for one in outcomes] == list(WALKED)
    assert [one for one in outcomes if not one.ok] == []


def test_keys_that_do_not_answer_are_found(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hands.Hands, "_answer", lambda *_args, **_more: None)
    (outcome,) = walk([ALL["arena-vote"]])
    assert not outcome.ok and not outcome.completed and "has no answer" in outcome.why


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"layout": "rank"}, "3 to 9"),
        ({"colour": "red"}, "colour"),
        ({"escapes": []}, "cannot judge"),
        ({"slots": [{"id": "tests"}]}, 'no content for the slot "tests"'),
    ],
)
def test_what_is_wrong_is_found(change: dict[str, object], said: str) -> None:
    assert said in "; ".join(faults(changed("arena-vote", change)))


def test_a_kind_that_is_not_there_is_named_and_not_faked() -> None:
    question = {"id": "x", "kind": "telepathy", "title": "What do they think?"}
    odd = changed("arena-vote", {"questions": [*ALL["arena-vote"].template["questions"], question]})
    assert "telepathy" not in QUESTION_KINDS
    assert what_waits(odd) == "kinds that are not there: telepathy"


def changed(name: str, change: dict[str, object]) -> Protocol:
    return Protocol(name, yaml.safe_dump({**ALL[name].template, **change}))
