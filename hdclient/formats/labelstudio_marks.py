"""Marks on pictures as Label Studio has them: rectangles, key points and polygons in percent of the picture, both ways.

A region's severity is a choice with the region's id, its note the region's meta text. Pictures are named in the order
of the task; their bytes are not in the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import quoteattr

from hdclient.formats.foreign import list_in
from hdclient.formats.mapping import Unfit
from hdclient.model.anchor import Anchor, Region
from hdclient.model.base import InvalidValue, JsonValue
from hdclient.model.content import Asset, ContentBlock
from hdclient.model.task import Task
from hdclient.model.template import Question
from hdclient.questions.image_marks import IMAGE_MARKS
from hdclient.questions.regions import bounds

Result = dict[str, JsonValue]
KINDS = {"box": "rectanglelabels", "point": "keypointlabels", "area": "polygonlabels"}
_SHAPES = {kind: shape for shape, kind in KINDS.items()}
WORDS = "labels"
_SEVERITY = "-severity"
_TAGS = {"box": "RectangleLabels", "point": "KeyPointLabels", "area": "PolygonLabels", WORDS: "Labels"}


def pictures_of(task: Task) -> dict[str, tuple[str, int, ContentBlock]]:
    """Every picture by the name that results give it: (part, number of the block, the block)."""
    parts = [("prompt", task.prompt), *((f"slot:{one.id}", one.content) for one in task.slots)]
    parts += [(f"candidate:{one.id}", one.content) for one in task.candidates]
    found = [
        (part, at, block)
        for part, content in parts
        for at, block in enumerate(content)
        if block.kind == "image" and block.asset is not None
    ]
    return {f"picture_{number}": one for number, one in enumerate(found, 1)}


def picture_data(task: Task) -> dict[str, JsonValue]:
    """What the data of a task say of its pictures."""
    return {
        name: {"part": part, "block": at, "asset": block.asset.plain(), "alt": block.alt}
        for name, (part, at, block) in pictures_of(task).items()
        if block.asset is not None
    }


def with_pictures(task: Task, told: Any) -> Task:
    """The task with its pictures where they stood. Raises Unfit."""
    for name, one in told.items() if isinstance(told, dict) else ():
        try:
            asset = Asset.of(one["asset"])
            part, at, alt = str(one["part"]), int(one["block"]), str(one.get("alt", ""))
        except (InvalidValue, KeyError, TypeError, ValueError, AttributeError):
            raise Unfit(f"data.pictures.{name}", "it does not say which picture it is") from None
        task = _put(task, part, at, ContentBlock(kind="image", asset=asset, alt=alt))
    return task


def _put(task: Task, part: str, at: int, block: ContentBlock) -> Task:
    kind, _, name = part.partition(":")
    if part == "prompt":
        return task.changed(prompt=_inserted(task.prompt, at, block))
    if kind == "candidate":
        made = [
            one.changed(content=_inserted(one.content, at, block)) if one.id == name else one
            for one in task.candidates
        ]
        return task.changed(candidates=tuple(made))
    return task


def _inserted(content: Sequence[ContentBlock], at: int, block: ContentBlock) -> tuple[ContentBlock, ...]:
    """Before what stands there; an empty text, which a picture alone is written as, gives way to it."""
    rest = tuple(one for one in content if one.text or one.asset is not None)
    return (*rest[:at], block, *rest[at:])


def written(key: str, value: Mapping[str, Any], task: Task) -> list[Result] | None:
    """The results of an answer; None for one that Label Studio has no results for (said in JSON then)."""
    names = {(part, at): name for name, (part, at, _) in pictures_of(task).items()}
    made: list[Result] = []
    for number, mark in enumerate(value.get("marks") or (), 1):
        result = _result(f"{key}-{number}", key, mark, names)
        if result is None:
            return None
        made += result
    return made or None


def _result(
    name: str, key: str, mark: Mapping[str, Any], names: Mapping[tuple[str, int], str]
) -> list[Result] | None:
    anchor = Anchor.of(mark["anchor"])
    picture = names.get((anchor.part, anchor.block))
    meta: dict[str, JsonValue] = {"text": [mark["note"]]} if mark.get("note") else {}
    if mark.get("link"):
        return None
    if isinstance(anchor.at, Region) and picture is not None:
        value = {**_percent(anchor.at), KINDS[anchor.at.shape]: [mark["type"]]}
        facts: Result = {
            "type": KINDS[anchor.at.shape],
            "to_name": picture,
            "original_width": anchor.at.width,
            "original_height": anchor.at.height,
            "image_rotation": 0,
        }
    elif anchor.at is not None and not isinstance(anchor.at, Region):
        said = mark["anchor"]["at"]
        value = {"start": said["start"], "end": said["end"], "text": said["quote"], WORDS: [mark["type"]]}
        facts, meta = {"type": WORDS, "to_name": "prompt"}, {**meta, "anchor": mark["anchor"]}
    else:
        return None
    made: list[Result] = [
        {"id": name, "from_name": key, **facts, "value": value, **({"meta": meta} if meta else {})}
    ]
    if mark.get("severity"):
        choice: JsonValue = {"choices": [mark["severity"]]}
        more: Result = {"id": name, "from_name": key + _SEVERITY, "to_name": facts["to_name"]}
        made.append({**more, "type": "choices", "value": choice})
    return made


def _percent(at: Region) -> dict[str, JsonValue]:
    left, top, right, bottom = bounds(at.points)
    x, y = 100 / max(1, at.width), 100 / max(1, at.height)
    if at.shape == "area":
        return {"points": [[px * x, py * y] for px, py in at.points], "closed": True}
    if at.shape == "point":
        return {"x": left * x, "y": top * y, "width": 0.5}
    return {
        "x": left * x,
        "y": top * y,
        "width": (right - left) * x,
        "height": (bottom - top) * y,
        "rotation": 0,
    }


# Reading


def split(results: Iterable[Any]) -> tuple[list[Any], list[Any]]:
    """(results that are places, or belong to one; all others)."""
    places = [one for one in results if isinstance(one, dict) and one.get("type") in (*_SHAPES, WORDS)]
    ids = {one.get("id") for one in places}
    mine = [one for one in results if isinstance(one, dict) and one.get("id") in ids]
    return mine, [one for one in results if one not in mine]


def answers_of(results: Sequence[Mapping[str, Any]], data: Mapping[str, Any]) -> dict[str, JsonValue]:
    """The answers that places give, by question. Raises Unfit."""
    severities = {
        one["id"]: list_in(one.get("value", {}), "choices") for one in results if one["type"] == "choices"
    }
    found: dict[str, list[JsonValue]] = {}
    for one in results:
        if one["type"] != "choices":
            mark = _mark(one, data.get("pictures"), severities.get(one["id"], []))
            found.setdefault(str(one.get("from_name")), []).append(mark)
    return {key: {"marks": marks} for key, marks in found.items()}


def _mark(one: Mapping[str, Any], pictures: Any, severity: Sequence[Any]) -> JsonValue:
    value, kind = one.get("value"), str(one["type"])
    if not isinstance(value, dict):
        raise Unfit("annotations.result.value", "expected an object")
    told = one.get("meta")
    meta: Mapping[str, Any] = told if isinstance(told, dict) else {}
    labels = list_in(value, kind)
    if len(labels) != 1:
        raise Unfit(f"annotations.result.value.{kind}", "expected one label for each place")
    anchor = meta.get("anchor") if kind == WORDS else _anchor(one, value, pictures)
    if not isinstance(anchor, dict):
        raise Unfit("annotations.result.meta", "it does not say which words these are")
    mark: dict[str, JsonValue] = {"type": str(labels[0]), "anchor": anchor}
    if severity:
        mark["severity"] = str(severity[0])
    if meta.get("text"):
        mark["note"] = "\n".join(map(str, list_in(meta, "text")))
    return mark


def _anchor(one: Mapping[str, Any], value: Mapping[str, Any], pictures: Any) -> JsonValue:
    picture = pictures.get(one.get("to_name")) if isinstance(pictures, dict) else None
    if not isinstance(picture, dict):
        raise Unfit("annotations.result.to_name", "it names a picture that the data do not have")
    try:
        width, height = int(one["original_width"]), int(one["original_height"])
        points = list(_pixels(str(one["type"]), value, width, height))
        at = {
            "kind": "region",
            "shape": _SHAPES[str(one["type"])],
            "points": points,
            "width": width,
            "height": height,
            "sha256": picture["asset"]["sha256"],
        }
        return {"part": picture["part"], "block": picture["block"], "at": at}
    except (KeyError, TypeError, ValueError, OverflowError):
        raise Unfit("annotations.result.value", "a place is not said in numbers") from None


def _pixels(kind: str, value: Mapping[str, Any], width: int, height: int) -> Iterator[JsonValue]:
    def pixel(x: Any, y: Any) -> JsonValue:
        return [max(0, min(width, round(x * width / 100))), max(0, min(height, round(y * height / 100)))]

    if kind == "polygonlabels":
        yield from (pixel(x, y) for x, y in value["points"])
        return
    yield pixel(value["x"], value["y"])
    if kind == "rectanglelabels":
        yield pixel(value["x"] + value["width"], value["y"] + value["height"])


def controls_of(name: str, question: Question, count: int) -> Iterator[str]:
    """The controls of a question in the labelling config; `name` is quoted already, `count` pictures are shown."""
    options = IMAGE_MARKS.options(question)
    targets = ",".join(f"picture_{number}" for number in range(1, count + 1)) or "picture_1"
    for shape, tag in _TAGS.items():
        types = [
            one for one in options.types if (one.words if shape == WORDS else shape in options.shapes_of(one))
        ]
        if types:
            yield f'  <{tag} name={name} toName="{"prompt" if shape == WORDS else targets}">'
            yield from (
                f"    <Label alias={quoteattr(one.id)} value={quoteattr(one.label)}/>" for one in types
            )
            yield f"  </{tag}>"
