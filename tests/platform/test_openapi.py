"""The committed API document is what the program says, and says it in plain OpenAPI 3.1."""

from __future__ import annotations

import json
from typing import Any

from hdclient.platform.openapi import PATH, as_text, main
from hdclient.platform.operations import OPERATIONS


def test_the_committed_document_is_up_to_date() -> None:
    assert PATH.read_text(encoding="utf-8") == as_text(), "run `make openapi` and look at the diff"
    assert main(["--check"]) == 0


def test_a_stale_document_is_noticed(monkeypatch: Any, tmp_path: Any, capsys: Any) -> None:
    from hdclient.platform import openapi

    stale = tmp_path / "openapi.json"
    stale.write_text(as_text().replace("campaign", "project"))
    monkeypatch.setattr(openapi, "PATH", stale)
    assert openapi.main(["--check"]) == 1
    assert "make openapi" in capsys.readouterr().err


def test_all_operations_are_in_it_with_their_problems_and_tokens() -> None:
    document = json.loads(as_text())
    assert document["openapi"] == "3.1.0"
    found = {
        operation["operationId"]: operation
        for methods in document["paths"].values()
        for operation in methods.values()
    }
    assert set(found) == {route.name for route in OPERATIONS}
    for route in OPERATIONS:
        operation = found[route.name]
        wanted = {route.status, *route.problems}
        assert {int(status) for status in operation["responses"]} == wanted
        assert operation["security"] == ([] if route.roles is None else [{"token": []}])
        for status in route.problems:
            assert list(operation["responses"][str(status)]["content"]) == ["application/problem+json"]
    assert {"get_meta", "get_health", "get_readiness", "check_device", "device_wiped"} == {
        name for name, operation in found.items() if operation["security"] == []
    }


def test_every_reference_leads_somewhere_and_nothing_is_left_over() -> None:
    text = as_text()
    document = json.loads(text)
    schemas = document["components"]["schemas"]
    for name in schemas:
        assert f'"#/components/schemas/{name}"' in text, f"{name} is not used"
    for reference in {part.split('"')[0] for part in text.split('"$ref": "')[1:]}:
        assert reference.removeprefix("#/components/schemas/") in schemas, reference
    assert "$defs" not in text
