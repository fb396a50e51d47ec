"""What only some tasks have beside their content: made, and imported, where it is needed, for a start has no time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from hdclient.model.review import Feedback
from hdclient.model.template import Question
from hdclient.words import tr

if TYPE_CHECKING:
    from ui.pages.feedback_panel import FeedbackPanel
    from ui.pages.question_strip import QuestionStrip
    from ui.pages.side_questions import SideQuestions
    from ui.questions import Lineup, QuestionWidget
    from ui.renderers.content_view import ContentSources


def strip_of(walked: Sequence[Question]) -> QuestionStrip | None:
    """Where J and K lead; one question needs none."""
    if len(walked) < 2:
        return None
    from ui.pages.question_strip import QuestionStrip  # start-up

    return QuestionStrip(walked)


def side_of(questions: Sequence[QuestionWidget], parent: QWidget) -> SideQuestions | None:
    """The column of the questions that stand beside the content; None without any."""
    if not questions:
        return None
    from ui.pages.side_questions import SideQuestions  # start-up

    return SideQuestions(questions, parent)


def feedback_of(
    feedback: Feedback, questions: Sequence[Question], lineup: Lineup, sources: ContentSources, *, wide: bool
) -> FeedbackPanel:
    """What came back; `wide`: as wide as the column of questions, which it stands above."""
    from ui.pages import side_questions  # start-up, as is the next
    from ui.pages.feedback_panel import WIDTH, FeedbackPanel

    places = {question.id: f"“{question.title}”" for question in questions}
    places |= {one: tr("Response {letter}", letter=lineup.letter(one)) for one in lineup.shown}
    return FeedbackPanel(feedback, places, sources, side_questions.WIDTH if wide else WIDTH)
