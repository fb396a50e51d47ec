"""The examples of CommonMark through the player: what is expected, against what is read back from the document."""

from __future__ import annotations

from hdclient.content.markdown import parse_markdown
from tests.bench.report import Result
from tests.fidelity.from_document import of_document, visible
from tests.fidelity.lines import Line
from tests.fidelity.playing import UNHURRIED, application, played
from tests.fidelity.spec import judge, share
from tests.fidelity.spec_text import Example, NoSpecText, commonmark_examples


def by_player(example: Example) -> list[Line]:
    """What can be read back of an example from the document that it was played into."""
    return of_document(played(parse_markdown(example.source, UNHURRIED)))


def measure() -> list[Result]:
    """CommonMark, through engine and player."""
    application()
    try:
        examples = commonmark_examples()
    except NoSpecText as problem:
        print(f"skipped: the specification through the player ({problem})")
        return []
    return [share("CommonMark examples, player", judge(examples, by_player, visible), 99.5)]
