"""The way in: welcome, sign-in and practice. Holds no secret longer than it takes to hand it on."""

from __future__ import annotations

from collections.abc import Callable

from ui.bridge import EventBridge
from ui.pages.page import Page
from ui.shell.services import FIRST_STEPS, Report, Services


class Entrance:
    """Makes the pages before there is a desk. `enter` shows the work; `show` shows a page by name.

    Sign-in is also the way back when the platform asks for a new token: then Back leads to the queue.
    """

    def __init__(
        self,
        services: Services,
        bridge: EventBridge,
        enter: Callable[[], None],
        show: Callable[[str], object],
        signed_in: Callable[[], None] = lambda: None,
    ) -> None:
        self._signed_in = signed_in
        self._services, self._bridge, self._enter, self._show = services, bridge, enter, show

    def pages(self) -> dict[str, Callable[[], Page]]:
        """The pages by name."""
        return {"welcome": self._welcome, "sign_in": self._sign_in}

    def _welcome(self) -> Page:
        from ui.pages.language_card import LanguageCard  # start-up
        from ui.pages.welcome import WelcomePage  # start-up

        here = self._services.accounts is not None and bool(self._services.accounts.any_here())
        to_accounts = (lambda: self._show("accounts")) if here else None
        about = self._services.about
        language = LanguageCard(about.data_dir, demanded=about.language_demanded)
        language.look()
        return WelcomePage(lambda: self._show("sign_in"), self._start_practice, to_accounts, language)

    def _sign_in(self) -> Page:
        from ui.pages.sign_in import SignInPage  # start-up

        return SignInPage(self._services.server(), self._check, self._back)

    def _back(self) -> None:
        accounts = self._services.accounts
        if self._services.desk() is not None:
            self._show("queue")
        else:
            self._show("locked" if accounts is not None and accounts.is_locked else "welcome")

    def _start_practice(self, done: Report) -> None:
        def ended(failure: Exception | None) -> None:
            desk = self._services.desk()
            if failure is None and desk is not None and not desk.setting(FIRST_STEPS, ""):
                desk.set_setting(FIRST_STEPS, "on")
            self._then_enter(done)(failure)

        self._services.start_practice(self._bridge.on_main(ended))

    def _check(self, server: str, token: str, done: Report) -> None:
        self._services.sign_in(server, token, self._bridge.on_main(self._then_enter(done)))

    def _then_enter(self, done: Report) -> Report:
        def ended(failure: Exception | None) -> None:
            done(failure)
            if failure is None:
                self._enter()
                self._signed_in()

        return ended
