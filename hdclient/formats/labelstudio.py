"""Label Studio's JSON: tasks with their data, and annotations as lists of results. The labelling config goes with it.

Comparisons of two become "pairwise" results where one is better; rankings are buckets, ratings, choices, texts and
numbers their own kinds. What Label Studio has no control for is written as JSON in a text area, and counted.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any
from xml.sax.saxutils import quoteattr

from hdclient.formats import labelstudio_marks
from hdclient.formats.beside import beside_in, beside_of
from hdclient.formats.foreign import Importer, foreign_record, list_in, text_in
from hdclient.formats.mapping import Unfit
from hdclient.formats.messages import prompt_of, prompt_text
from hdclient.formats.record import Exporter, LossReport, Record, Row, has_file, text_of
from hdclient.formats.row import said
from hdclient.formats.sound import is_sound
from hdclient.model.address import question_of
from hdclient.model.base import InvalidValue, JsonValue
from hdclient.model.template import Question, Template
from hdclient.templates.asked import asked_questions

CONFIG = "label_config.xml"
_SIDES = ("left", "right")
_JSON = "hdclient-json"
BESIDE = "hdclient_beside"


def _rows(records: Iterable[Record]) -> tuple[Iterator[Row], LossReport]:
    report = LossReport()
    seen: dict[tuple[str, int], Template] = {}
    pictures: dict[str, int] = {}

    def rows() -> Iterator[Row]:
        for number, record in enumerate(records, 1):
            report.see(record)
            if not is_sound(record, report):
                continue
            report.made_of(record)
            report.taken.take_answers(record.answers)
            report.close(record)
            template = record.task.template
            seen[template.id, template.version] = template
            many = len(labelstudio_marks.pictures_of(record.task))
            pictures[template.id] = max(many, pictures.get(template.id, 0))
            blocks = [block for one in record.task.candidates for block in one.content]
            if has_file([*record.task.system_prompt, *record.task.prompt, *blocks]):
                report.reduced["files left out"] += 1
            report.files[CONFIG] = "\n\n".join(config_of(one, pictures[one.id]) for one in seen.values())
            yield _task(number, record, report)

    return rows(), report


def _task(number: int, record: Record, report: LossReport) -> Row:
    task, body = record.task, record.body
    results: list[JsonValue] = []
    for one in asked_questions(task):
        if one.key in record.answers:
            results += _results(one.key, one.question, record.answers[one.key], record, report)
    data: Row = {
        "prompt": prompt_text(record.task),
        "task_id": task.id,
        "responses": [{"id": one.id, "text": text_of(one.content)} for one in task.candidates],
        "hdclient_template": task.template.plain(),
        **beside_in(record, BESIDE, report),
    }
    pictures = labelstudio_marks.picture_data(task)
    if pictures:
        data["pictures"] = pictures
    annotation: Row = {
        "id": number,
        "completed_by": record.person_id,
        "result": results,
        "was_cancelled": body.skip is not None,
        "ground_truth": record.provenance == "adjudicated",
        "lead_time": body.timing.active_ms / 1000,
        "created_at": body.timing.submitted,
    }
    if body.skip is not None:
        annotation["skip_reason"] = body.skip.reason
    return {"id": number, "data": data, "annotations": [annotation], "predictions": []}


def _results(
    key: str, question: Question, value: JsonValue, record: Record, report: LossReport
) -> list[JsonValue]:
    """The results of an answer: of marks on pictures one for each, of all others one."""
    if question.kind == "image_marks" and isinstance(value, dict):
        made = labelstudio_marks.written(key, value, record.task)
        data = {"pictures": labelstudio_marks.picture_data(record.task)}
        if made is not None and labelstudio_marks.answers_of(made, data) == {key: value}:
            return [*made]
    return [_result(key, question, value, record, report)]


def _result(key: str, question: Question, value: JsonValue, record: Record, report: LossReport) -> Row:
    write = _WRITERS.get(question.kind)
    made = write(value, record) if isinstance(value, dict) and write is not None else None
    if made is None or made[2] != value:
        report.reduced["answer written as JSON text"] += 1
        told: Row = {"text": [json.dumps(value, ensure_ascii=False, sort_keys=True)]}
        return {"id": _JSON, "from_name": key, "to_name": "prompt", "type": "textarea", "value": told}
    return {"id": key, "from_name": key, "to_name": "prompt", "type": made[0], "value": made[1]}


_Made = tuple[str, dict[str, JsonValue], JsonValue]
"""Type, value, and what it reads back as."""


def _write_comparison(value: Mapping[str, Any], record: Record) -> _Made | None:
    ids = [one.id for one in record.task.candidates]
    if value.get("verdict") == "preferred" and len(ids) == 2 and abs(value.get("strength") or 0) == 1:
        selected = _SIDES[ids.index(value["winner"])] if value.get("winner") in ids else ""
        return "pairwise", {"selected": selected}, _pairwise(selected, ids)
    if value.get("verdict") in ("tie", "all_bad", "cannot_judge"):
        return "choices", {"choices": [value["verdict"]]}, {"verdict": value["verdict"]}
    return None


def _write_ranking(value: Mapping[str, Any], _record: Record) -> _Made | None:
    tiers, refused = value.get("tiers"), value.get("unacceptable", [])
    if not isinstance(tiers, list) or not isinstance(refused, list):
        return None
    ranker: dict[str, JsonValue] = {f"tier {place}": tier for place, tier in enumerate(tiers, 1)}
    back: dict[str, JsonValue] = {"tiers": tiers}
    if "unacceptable" in value:
        ranker["unacceptable"] = back["unacceptable"] = refused
    return "ranker", {"ranker": ranker}, back


def _write_rating(value: Mapping[str, Any], _record: Record) -> _Made | None:
    if value.get("na"):
        return "choices", {"choices": ["na"]}, {"value": None, "na": True}
    return "rating", {"rating": value.get("value")}, {"value": value.get("value")}


_WRITERS: dict[str, Callable[[Mapping[str, Any], Record], _Made | None]] = {
    "comparison": _write_comparison,
    "ranking": _write_ranking,
    "rating": _write_rating,
    "confidence": _write_rating,
    "slider": lambda value, _: ("number", {"number": value.get("value")}, {"value": value.get("value")}),
    "number": lambda value, _: ("number", {"number": value.get("value")}, {"value": value.get("value")}),
    "choice": lambda value, _: (
        "choices",
        {"choices": value.get("selected")},
        {"selected": value.get("selected")},
    ),
    "text": lambda value, _: ("textarea", {"text": [value.get("text")]}, {"text": value.get("text")}),
}


def _pairwise(selected: str, ids: list[str]) -> JsonValue:
    winner = ids[_SIDES.index(selected)] if selected in _SIDES else ""
    return {
        "verdict": "preferred",
        "winner": winner,
        "strength": -1 if selected == "left" else 1,
        "pair": [*ids],
    }


def config_of(template: Template, pictures: int = 0) -> str:
    """The labelling config that shows such tasks in Label Studio; `pictures`: the most that one of them has."""
    lines = [
        "<View>",
        '  <Text name="prompt" value="$prompt"/>',
        '  <List name="responses" value="$responses"/>',
    ]
    lines += [f'  <Image name="picture_{n}" value="$picture_{n}"/>' for n in range(1, pictures + 1)]
    for question in template.questions:
        name = quoteattr(question.id)
        lines.append(f"  <Header value={quoteattr(question.title)}/>")
        options = question.options.get("options")
        if question.kind == "choice" and isinstance(options, list):
            several = "multiple" if question.options.get("multiple") else "single"
            lines.append(f'  <Choices name={name} toName="prompt" choice="{several}">')
            lines += [
                f"    <Choice alias={quoteattr(str(one['id']))} value={quoteattr(str(one.get('label', one['id'])))}/>"
                for one in options
                if isinstance(one, dict) and "id" in one
            ]
            lines.append("  </Choices>")
        elif question.kind == "comparison":
            lines.append(f'  <Pairwise name={name} toName="responses"/>')
        elif question.kind == "ranking":
            lines.append(f'  <Ranker name={name} toName="responses"/>')
        elif question.kind == "rating":
            lines.append(f'  <Rating name={name} toName="prompt"/>')
        elif question.kind == "image_marks":
            lines += labelstudio_marks.controls_of(name, question, pictures)
        elif question.kind in ("number", "slider"):
            lines.append(f'  <Number name={name} toName="prompt"/>')
        else:
            lines.append(f'  <TextArea name={name} toName="prompt"/>')
    return "\n".join([*lines, "</View>"])


# Reading


def _read(values: Mapping[str, Any]) -> Iterator[Record]:
    data = values.get("data")
    if not isinstance(data, dict):
        raise Unfit("data", f"expected an object, found {said(data)}")
    responses, names = _responses(data)
    prompt = next(
        (data[name] for name in ("prompt", "text", "question") if isinstance(data.get(name), str)), None
    )
    if prompt is None:
        raise Unfit("data.prompt", "there is no text of a prompt")
    for annotation in list_in(values, "annotations"):
        if not isinstance(annotation, dict):
            raise Unfit("annotations", "an annotation is no object")
        results = list_in(annotation, "result")
        places, results = labelstudio_marks.split(results)
        template = _template(data, results, len(responses), places)
        skip = "Skipped" if annotation.get("was_cancelled") is True else ""
        kinds = {question.id: question.kind for question in template.questions}
        answers = {} if skip else dict(_answer(one, list(names.values()), kinds) for one in results)
        answers |= {} if skip else labelstudio_marks.answers_of(places, data)
        person = annotation.get("completed_by", "")
        record = foreign_record(
            template,
            [prompt_of(prompt)],
            responses,
            answers,
            name=data["task_id"] if isinstance(data.get("task_id"), str) else "",
            person=str(person) if isinstance(person, str | int) else "",
            skip=str(annotation.get("skip_reason") or skip) if skip else "",
            names=names,
            **beside_of(data.get(BESIDE, {})),
        )
        yield replace(record, task=labelstudio_marks.with_pictures(record.task, data.get("pictures")))


def _responses(data: Mapping[str, Any]) -> tuple[list[str], dict[str, str]]:
    found = data.get("responses", [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise Unfit("data.responses", "expected a list of objects with an id and a text")
    texts = [text_in(one, "text", may_be_empty=True) for one in found]
    return texts, {f"r{place}": text_in(one, "id") for place, one in enumerate(found, 1)}


def _template(data: Mapping[str, Any], results: list[Any], responses: int, places: list[Any]) -> Template:
    """Our own, where the task has it; else one made of the controls that gave the results."""
    if places and "hdclient_template" not in data:
        raise Unfit(
            "annotations.result", "places in a picture can be read where the data name the pictures only"
        )
    if "hdclient_template" in data:
        try:
            return Template.of(data["hdclient_template"])
        except InvalidValue as error:
            raise Unfit("data.hdclient_template", str(error)) from None
    questions = [_question(one, responses) for one in results]
    return Template(
        id="labelstudio",
        version=1,
        title="Label Studio",
        questions=tuple({one.id: one for one in questions}.values()),
    )


def _question(result: Any, responses: int) -> Question:
    name, kind, value = _parts(result)
    if kind == "pairwise" and responses == 2:
        return Question(id=name, kind="comparison", title=name, options={"points": 2})
    if kind == "ranker":
        return Question(id=name, kind="ranking", title=name)
    if kind == "rating":
        return Question(id=name, kind="rating", title=name, options={"range": [1, 10]})
    if kind == "number":
        return Question(id=name, kind="number", title=name, options={"decimals": 12})
    if kind == "choices":
        options: list[JsonValue] = [{"id": str(one), "label": str(one)} for one in value.get("choices", [])]
        options.append({"id": "\N{EM DASH}", "label": "\N{EM DASH}"})
        return Question(id=name, kind="choice", title=name, options={"options": options, "multiple": True})
    if kind == "textarea":
        return Question(id=name, kind="text", title=name)
    raise Unfit("annotations.result", f"results of the type “{kind[:40]}” cannot be read")


def _parts(result: Any) -> tuple[str, str, dict[str, Any]]:
    if not isinstance(result, dict) or not isinstance(result.get("value"), dict):
        raise Unfit("annotations.result", "a result is no object with a value")
    return text_in(result, "from_name"), text_in(result, "type"), result["value"]


def _answer(result: Any, ids: list[str], kinds: Mapping[str, str]) -> tuple[str, JsonValue]:
    name, kind, value = _parts(result)
    read = _READERS.get(kind)
    if result.get("id") == _JSON:
        return name, _json(value)
    if read is None:
        raise Unfit("annotations.result", f"results of the type “{kind[:40]}” cannot be read")
    return name, read(value, ids, kinds.get(question_of(name), ""))


def _json(value: Mapping[str, Any]) -> JsonValue:
    try:
        found: JsonValue = json.loads(list_in(value, "text")[0])
    except (ValueError, TypeError, IndexError, RecursionError):
        raise Unfit("annotations.result.value.text", "expected an answer as JSON") from None
    return found


def _read_choices(value: Mapping[str, Any], _ids: list[str], kind: str) -> JsonValue:
    """What several kinds are written as; a choice may have options of any name, "na" and "tie" among them."""
    chosen = list_in(value, "choices")
    if kind == "choice":
        return {"selected": chosen}
    if chosen in (["tie"], ["all_bad"], ["cannot_judge"]):
        return {"verdict": chosen[0]}
    return {"value": None, "na": True} if chosen == ["na"] else {"selected": chosen}


def _read_ranker(value: Mapping[str, Any], _ids: list[str], _kind: str) -> JsonValue:
    """Buckets, in current and in older files; a plain order is one tier for each."""
    ranker = value.get("ranker")
    if isinstance(ranker, list):
        return {"tiers": [[one] for one in ranker]}
    if not isinstance(ranker, dict):
        raise Unfit("annotations.result.value.ranker", f"expected an order or buckets, found {said(ranker)}")
    if set(ranker) == {"rank"}:
        return {"tiers": [[one] for one in ranker["rank"]]}
    tiers: list[JsonValue] = [tier for name, tier in ranker.items() if name != "unacceptable"]
    return (
        {"tiers": tiers, "unacceptable": ranker["unacceptable"]}
        if "unacceptable" in ranker
        else {"tiers": tiers}
    )


_READERS: dict[str, Callable[[Mapping[str, Any], list[str], str], JsonValue]] = {
    "pairwise": lambda value, ids, _: _pairwise(str(value.get("selected")), ids),
    "choices": _read_choices,
    "ranker": _read_ranker,
    "rating": lambda value, _ids, _kind: {"value": value.get("rating")},
    "number": lambda value, _ids, _kind: {"value": value.get("number")},
    "textarea": lambda value, _ids, _kind: {"text": "\n".join(map(str, list_in(value, "text")))},
}

LABEL_STUDIO = Exporter(
    "labelstudio", "Label Studio: tasks with annotations, and a labelling config", _rows, form="json"
)
LABEL_STUDIO_IMPORT = Importer(
    "labelstudio",
    "Label Studio: tasks with annotations",
    _read,
    columns=(
        *(f"data.{name}" for name in ("prompt", "text", "question", "task_id", "hdclient_template", BESIDE)),
        *("data.responses.id", "data.responses.text", "data.pictures", "data.picture_*"),
        *(f"annotations.{name}" for name in ("result", "was_cancelled", "skip_reason", "completed_by")),
    ),
)
