"""The published records that the program is built for load whole. They lie outside the project."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from hdclient.content import CONTENT_KINDS
from hdclient.content.markdown import NOT_ALL_SHOWN
from hdclient.content.tree import Note
from hdclient.errors import ImportFailed
from hdclient.formats.importing import read_records
from hdclient.formats.mapping import Mapping
from hdclient.model.task import Task
from hdclient.model.template import Layout
from hdclient.templates.blocking import blocked_reason
from hdclient.templates.defaults import DEFAULT_TEMPLATES

DATA = Path(__file__).parents[3] / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the published records are not on this computer")

TEXT = Mapping("real", prompt_kind="text", response_kind="text")
GSM8K = tuple(f"{size}_{how}.solution" for size in ("6b", "175b") for how in ("finetuning", "verification"))
ALPACA = ("gpt4_1106_preview", "claude-3-opus-20240229", "gpt-4o-2024-05-13", "alpaca-7b")
MISTAKES = {
    "word_sorting": 300,
    "dyck_languages": 986,
    "logical_deduction": 300,
    "tracking_shuffled_objects": 300,
    "multistep_arithmetic": 300,
}


@dataclass(frozen=True)
class Case:
    """Files, how to read them, and how many tasks of how many candidates must come out."""

    files: tuple[str, ...]
    mapping: Mapping
    tasks: int
    candidates: int


CASES = {
    "fine_grained_rlhf": Case(
        ("fine_grained_rlhf/dev_feedback.json",),
        replace(
            TEXT,
            layout=Layout.RANK,
            prompt="question",
            responses=tuple(f"prediction {number}" for number in range(1, 5)),
        ),
        500,
        4,
    ),
    "alpaca_eval": Case(
        tuple(f"alpaca_eval/{name}.model_outputs.json" for name in ALPACA),
        Mapping(
            "real",
            Layout.RANK,
            "instruction",
            ("output",),
            models=("generator",),
            join="instruction",
        ),
        805,
        4,
    ),
    "gsm8k": Case(
        ("gsm8k/example_model_solutions.jsonl",),
        replace(TEXT, layout=Layout.RANK, prompt="question", responses=GSM8K),
        1319,
        4,
    ),
    **{
        f"bigbench_mistake/{name}": Case(
            (f"bigbench_mistake/{name}.jsonl",),
            replace(TEXT, layout=Layout.SINGLE, prompt="input", responses=("steps[]",)),
            count,
            1,
        )
        for name, count in MISTAKES.items()
    },
}


@pytest.mark.parametrize("name", sorted(CASES))
def test_published_records_load_whole_and_can_be_shown(name: str) -> None:
    case = CASES[name]
    result = read_records([DATA / file for file in case.files], case.mapping)
    assert len(result.tasks) == len({task.id for task in result.tasks}) == case.tasks
    assert {len(task.candidates) for task in result.tasks} == {case.candidates}
    assert result.bad == ()
    template = DEFAULT_TEMPLATES[case.mapping.layout]
    for item in result.tasks:
        task = Task(
            id=item.id,
            rev=1,
            campaign_id="real",
            template=template,
            prompt=item.prompt,
            candidates=item.candidates,
        )
        assert blocked_reason(task) == ""


def test_every_model_of_alpaca_eval_wrote_one_response_to_each_instruction() -> None:
    case = CASES["alpaca_eval"]
    tasks = read_records([DATA / file for file in case.files], case.mapping).tasks
    assert {frozenset(task.models.values()) for task in tasks} == {frozenset(ALPACA)}
    first = Counter(task.models[task.candidates[0].id] for task in tasks)
    assert min(first.values()) > 805 / 4 * 0.7, "no place in the order tells the model"


def test_no_answer_of_a_model_falls_back_to_its_source() -> None:
    case = CASES["alpaca_eval"]
    tasks = read_records([DATA / file for file in case.files], replace(case.mapping, limit=200)).tasks
    for task in tasks:
        for candidate in task.candidates:
            tree = CONTENT_KINDS["markdown"].parse(candidate.content[0])
            assert {block.text for block in tree if isinstance(block, Note)} <= {NOT_ALL_SHOWN}


IMAGES = Mapping(
    "real",
    Layout.RANK,
    "prompt",
    ("generations",),
    id="id",
    prompt_kind="text",
    response_kind="image",
    images=DATA / "image_reward" / "images",
)


def test_rankings_whose_images_were_never_published_are_refused_one_by_one() -> None:
    with pytest.raises(ImportFailed, match=r"line 2, column “generations”.*cannot be read"):
        read_records([DATA / "image_reward" / "test.json"], IMAGES)
    result = read_records([DATA / "image_reward" / "test.json"], IMAGES, skip_bad=True)
    assert (len(result.tasks), len(result.assets), len(result.bad)) == (0, 0, 466)
    assert [row.line for row in result.bad[:2]] == [2, 18]


def test_the_images_that_are_there_can_be_ranked(tmp_path: Path) -> None:
    path = tmp_path / "pictures.jsonl"
    path.write_text(
        '{"id": "1", "prompt": "A city", "generations": ["1.webp", "2.webp", "3.webp", "4.webp"]}\n'
    )
    result = read_records([path], IMAGES)
    assert len(result.tasks) == 1
    assert {media_type for _, media_type in result.assets.values()} == {"image/webp"}
    assert len(result.assets) == 4
