"""Desks for the screens: one database, opened in the first worker, one desk for each service call."""

from __future__ import annotations

import dataclasses
import gc
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from boxoffice_tui.cli.log import log
from boxoffice_tui.cli.mail_door import mail_door

if TYPE_CHECKING:
    from boxoffice_tui.cli.session import Session
    from boxoffice_tui.services.desk import Desk
    from boxoffice_tui.views.operators import OperatorChoice

TOO_LONG_A_WAIT = timedelta(minutes=10)


class Desks:
    """The desk of a session's account and options, in whatever language the screens speak.

    Another operator may sit down; what is done at the desk from then on is theirs.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        try:
            self._desk = _first_desk(session)
        finally:
            gc.freeze()  # what is loaded by now stays: a full collection would hold a keystroke up for 70 ms
            gc.enable()

    def desk(self, language: str) -> Desk:
        """A desk that speaks `language`."""
        return dataclasses.replace(self._desk, language=language)

    def operators(self) -> tuple[OperatorChoice, ...]:
        """Who may sit down here."""
        from boxoffice_tui.services.identity import operator_choices

        return operator_choices(self._desk, self._session.account)

    def switch(self, operator: str, pin: str) -> None:
        """Let another operator sit down. Raises as `identity.switch_operator`."""
        from boxoffice_tui.services.identity import switch_operator

        self._desk = switch_operator(self._desk, self._session.account, operator, pin)

    def stand_at(self, till: str) -> None:
        """Stand at another till, whoever sits down. Raises as `identity.at_till`."""
        from boxoffice_tui.services.identity import at_till

        self._desk = at_till(self._desk, till)

    def watch(self, stop: threading.Event, changed: Callable[[], None]) -> None:
        """Call `changed` after others changed the database, until `stop` is set."""
        from boxoffice_tui.services.changes import watch

        watch(self._desk, stop, changed)

    def run_due(self, stop: threading.Event) -> int:
        """Do what is due, until `stop` is set; how many mails have been waiting for too long.

        Raises `NotAllowedError`, `UnavailableError`.
        """
        from boxoffice_tui.services import due_work, outbox

        desk = self._desk
        mails = due_work.run_due(
            desk, mail_door(self._session.configuration, desk), stopped=stop.is_set
        ).mails
        if mails.refused or mails.put_off:
            log.warning(
                "outbox: %d refused, %d put off, %d waiting", mails.refused, mails.put_off, mails.waiting
            )
        return outbox.waiting(desk, for_at_least=TOO_LONG_A_WAIT)

    def close(self) -> None:
        """Let the database go."""
        self._desk.database.close()


def _first_desk(session: Session) -> Desk:
    """The desk as the program begins: where the settings name an operator whose PIN is needed, that of the
    account's usual one, at which the other then sits down.
    """
    from boxoffice_tui.services.errors import RefusedError

    try:
        return session.open_desk("")
    except RefusedError as refused:
        if refused.code != "pin_needed":
            raise
    return session.open_desk("", usual=True)
