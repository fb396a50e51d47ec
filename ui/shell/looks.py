"""The look in force and the choices of this person, kept in step; the keys that change it."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtWidgets import QApplication

from hdclient.words import tr
from ui import theme
from ui.pages import own_keys, preferences
from ui.pages.page import Notice
from ui.pages.preferences import CODE_NUMBERS, CODE_WRAPS, THEME, Preference
from ui.shell.services import Services
from ui.tokens import tokens_for
from ui.typefaces import SYSTEM, TYPEFACES


class Looks:
    """Puts looks on the application, and remembers what was chosen by key."""

    def __init__(self, services: Services, say: Callable[[Notice], None]) -> None:
        self._services = services
        self._say = say
        self._told: set[str] = set()

    def apply_chosen(self) -> None:
        """The look and the keys that this person has chosen."""
        look = preferences.look(self._services.desk(), self._services.default_theme)
        if look.typeface != SYSTEM.id:
            self._bring(look.typeface)
        _put(look)
        for sentence in own_keys.apply_chosen(self._services.desk()):
            self._say(
                Notice(
                    tr("Of your keyboard shortcuts: {sentence} It was left aside.", sentence=sentence), "warn"
                )
            )

    def _bring(self, typeface: str) -> None:
        """Letters that are no font of the system are brought, and where there are none it is said, once a start."""
        from ui.renderers.typeface_files import bring  # start-up: most people have the system's letters

        if not bring(typeface) and typeface not in self._told:
            self._told.add(typeface)
            title = TYPEFACES[typeface].title
            self._say(
                Notice(
                    tr(
                        "There is no font here for the letters “{title}”, so the system's are used.",
                        title=title,
                    )
                )
            )

    def toggle_theme(self) -> None:
        """Light for dark, dark for light; high contrast stays."""
        now = theme.current()
        choice = tokens_for(dark=not now.dark, contrast=now.name.startswith("contrast")).name
        preferences.write(self._services.desk(), THEME, choice)
        _put(replace(theme.look(), choice=choice))

    def code_handlers(self) -> dict[str, Callable[[], None]]:
        """What changes how code is shown."""
        return {
            "code.numbers": lambda: self._turn(
                CODE_NUMBERS, tr("Lines of code are numbered"), tr("Lines of code are not numbered")
            ),
            "code.wrap": lambda: self._turn(
                CODE_WRAPS, tr("Long lines of code are wrapped"), tr("Long lines of code go on to the right")
            ),
        }

    def _turn(self, preference: Preference, on: str, off: str) -> None:
        field = preference.name.removeprefix("look.")
        value = not getattr(theme.look(), field)
        preferences.write(self._services.desk(), preference, value)
        _put(replace(theme.look(), **{field: value}))
        self._say(Notice(on if value else off))


def _put(look: theme.Look) -> None:
    application = QApplication.instance()
    if isinstance(application, QApplication):
        theme.apply(application, look)
