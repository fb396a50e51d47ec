"""Sets of keys that come with the program, as data: what differs from the registry. Own ones are made in the settings.

Standard follows the words (S skips, F flags); the others are for hands: the left one alone, with the right on the
mouse, and for those whose fingers know the keys of vi.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from hdclient.words import tr

Keys = dict[str, tuple[str, ...]]


class Profile(Struct, frozen=True):
    """`keys` are those of the actions whose keys are not the registry's."""

    name: str
    title: str
    help: str
    keys: Mapping[str, tuple[str, ...]]


def _keys(**given: str) -> Keys:
    """`pane_next="L"` stands for {"pane.next": ("L",)}."""
    return {name.replace("_", "."): tuple(keys.split()) for name, keys in given.items()}


STANDARD = "standard"

PROFILES: dict[str, Profile] = {
    profile.name: profile
    for profile in (
        Profile(
            STANDARD,
            tr("Standard"),
            tr("Letters are the first letters of what they do; digits give values."),
            {},
        ),
        Profile(
            "left_hand",
            tr("Left hand"),
            tr(
                "What is often needed lies under the left hand; the right one stays on the mouse. Q, W and E give 6,"
                " 7 and 8; Ctrl+Space submits."
            ),
            _keys(
                submit="Ctrl+Space Ctrl+Return Ctrl+Enter",
                undo_submit="Ctrl+E",
                pause="Ctrl+B Ctrl+.",
                palette="Ctrl+G Ctrl+K",
                shortcuts="F2 ? Ctrl+/",
                digit_6="Q 6",
                digit_7="W 7",
                digit_8="E 8",
                digit_9="T 9",
                digit_0="G 0",
                grade_next="Alt+G",
                grade_open="Alt+Shift+D",
                grade_cite="Alt+Shift+W",
                reason="V",
                question_next="Shift+R",
                question_previous="Shift+E",
                prompt_peek="Shift+Q",
                scroll_sync="Shift+B",
                hidden="Shift+T",
                reveal="Alt+V",
                reveal_text="Alt+Shift+V",
                clock_open="Alt+C",
                clock_show="Alt+Shift+C",
                code_numbers="Shift+G",
                code_wrap="Shift+W",
                compare_mark="Z",
                compare_base="Shift+Z",
                compare_next="X F7",
                compare_previous="Shift+X Shift+F7",
                compare_aligned="Shift+V",
                rank_up="Alt+E Alt+Up",
                rank_down="Alt+D Alt+Down",
                rank_tie="Shift+A =",
                rank_split="Shift+S +",
                rank_gap="Ctrl+Shift+B",
                rank_previous="Alt+W Up",
                rank_next="Alt+X Down",
                pane_e="Alt+Shift+E",
                pane_g="Alt+Shift+G",
                pane_pin="Ctrl+D",
                layout_next="Ctrl+R",
                tear_off="Ctrl+Shift+D",
                mark_severity="Alt+Z",
                mark_shape="Alt+B",
                rewrite_view="Alt+Shift+Q",
                rewrite_replace="Alt+Shift+R",
                suggestion="Shift+C",
                suggestion_take="Shift+D",
            ),
        ),
        Profile(
            "vi",
            tr("Like vi"),
            tr(
                "J and K scroll, H and L change the response, N goes to the next difference, U undoes, I "
                "writes, a colon opens the palette."
            ),
            _keys(
                palette=": Ctrl+K",
                undo_submit="Shift+U",
                undo="U Ctrl+Z",
                redo="Ctrl+R Ctrl+Shift+Z",
                reason="I",
                line_down="J",
                line_up="K",
                page_down="Ctrl+F Space",
                page_up="Ctrl+B Shift+Space",
                pane_next="L MouseForward",
                pane_previous="H MouseBack",
                question_next="]",
                question_previous="[",
                compare_next="N F7",
                compare_previous="Shift+N Shift+F7",
                compare_aligned="Shift+L",
                hidden="Shift+H",
                rank_up="Shift+K Alt+Up",
                rank_down="Shift+J Alt+Down",
                pane_h="Alt+Shift+H",
                find="Ctrl+Shift+F F4",
                pane_pin="Z",
                tear_off="Alt+Shift+Z",
                comment_next="]",
                comment_previous="[",
                feedback_next="]",
                feedback_previous="[",
                review_summary="Shift+I",
                review_undo="Ctrl+U",
                mark_shape="Alt+B",
                rewrite_begin="Alt+Shift+B",
                rewrite_note="Alt+Shift+N",
                rewrite_replace="Alt+Shift+R",
            ),
        ),
    )
}
