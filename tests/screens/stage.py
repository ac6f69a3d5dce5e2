"""A workplace for the tests of the shell: a field, a list, a question to a service, a form, unsaved data."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from types import SimpleNamespace
from typing import Any, cast
from zoneinfo import ZoneInfo

from textual import events, on
from textual.app import App
from textual.content import Content
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static

from boxoffice_tui.app import BoxOfficeApp
from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.rules.access import AccessRefusal
from boxoffice_tui.screens.base import Answer, Page, flow
from boxoffice_tui.screens.command import Command
from boxoffice_tui.screens.dialogs import Words, confirm, fill
from boxoffice_tui.screens.forms import Field, Kind
from boxoffice_tui.screens.header import CommandBar, Header
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.errors import RefusedError
from boxoffice_tui.views.operators import OperatorChoice

GROUP = N_("Order")


@dataclass
class Counter:
    """The till of the tests: makes desks without a database."""

    training: bool = True
    operator: str = "ANNE"
    rights: frozenset[str] = frozenset({"orders.note"})
    failing: Exception | None = None
    closed: bool = False
    opens_at: datetime | None = None
    pins: dict[str, str] = field(default_factory=lambda: {"ANNE": "", "BRUNO": "2468", "DORA": ""})

    def desk(self, language: str) -> Desk:
        if self.failing is not None:
            raise self.failing
        house = SimpleNamespace(
            name="Théâtre du Lac",
            training=self.training,
            country="CA",
            currency="CAD",
            zone=ZoneInfo("America/Toronto"),
        )
        actor = SimpleNamespace(code=self.operator, till="Caisse 2", rights=self.rights, language=language)
        return cast(Desk, SimpleNamespace(house=house, actor=actor, language=language))

    def operators(self) -> tuple[OperatorChoice, ...]:
        return tuple(OperatorChoice(code, code.title(), bool(pin)) for code, pin in self.pins.items())

    def switch(self, operator: str, pin: str) -> None:
        if self.opens_at is not None:
            facts = {"operator": operator, "opens_at": self.opens_at, "zone": "America/Toronto"}
            raise RefusedError(AccessRefusal.PIN_LOCKED, facts)
        if self.pins[operator] != pin:
            raise RefusedError(AccessRefusal.WRONG_PIN)
        self.operator = operator

    def stand_at(self, till: str) -> None:
        raise NotImplementedError

    def watch(self, stop: threading.Event, _changed: Callable[[], None]) -> None:
        stop.wait()

    def run_due(self, _stop: threading.Event) -> int:
        return 0

    def close(self) -> None:
        self.closed = True


class Stage(Page):
    """The workplace."""

    PLACE = N_("Archives")
    HOME = "OptionList"
    COMMAND_LIST = (
        Command("stage.add", N_("Add"), ("a", "alt+a"), GROUP, lambda page: page.may_add, footer=2),
        Command("stage.note", N_("Note"), ("n", "alt+n"), GROUP, footer=3, right="orders.note"),
        Command("stage.refund", N_("Refund"), ("r", "alt+r"), GROUP, footer=4, right="orders.refund"),
        Command("stage.cancel", N_("Cancel tickets"), ("x", "alt+x"), GROUP, footer=5),
    )

    class Read(Answer[str]):
        """What a read answered."""

    class Written(Answer[str]):
        """What a change answered."""

    def __init__(self) -> None:
        super().__init__()
        self.may_add = True
        self.loss = ""
        self.done: list[str] = []
        self.answers: list[str] = []

    def body(self) -> Iterable[Widget]:
        yield Input(placeholder=_("Name"), compact=True, id="name")
        yield OptionList(
            *(Content(f"48291{n}  Côté-Bélanger, Éloïse") for n in range(5)), id="rows", markup=False
        )
        yield Static(Content("Balance"), id="said")

    def unsaved(self) -> str | None:
        return self.loss or None

    def action_add(self) -> None:
        self.done.append("add")

    @flow
    async def action_note(self) -> None:
        fields = (
            Field("text", N_("Reason"), required=True, limit=20),
            Field(
                "method",
                N_("Method"),
                Kind.CHOICE,
                choices=lambda: (("cash", _("Cash")), ("card", _("Card"))),
            ),
            Field("tell", N_("Send"), Kind.TICK, value=True),
        )
        values = await fill(self, lambda: _("Note"), fields)
        self.done.append(f"note {values}")

    @flow
    async def action_cancel(self) -> None:
        sure = await confirm(
            self,
            lambda: _("Cancel the ticket of [red]{name}[/red]?").format(name="[b]x"),
            N_("Cancel tickets"),
            destroys=True,
        )
        self.done.append(f"cancel {sure}")

    @flow
    async def action_broken(self) -> None:
        self.done.append(str(1 // len(self.answers)))

    def action_refund(self) -> None:
        self.done.append("refund")

    def read(self, work: Callable[[Any], str]) -> None:
        self.fetch(self.Read, work)

    def change(self, work: Callable[[Any], str]) -> bool:
        return self.write(self.Written, work)

    @on(Read)
    @on(Written)
    def _keep(self, answer: Answer[str]) -> None:
        self.answers.append(answer.value)


class Second(Page):
    """Another workplace, with nothing in it."""

    PLACE = N_("Reports")


def stage_app(counter: Counter | None = None, **options: Any) -> BoxOfficeApp:
    """The app on the stage."""
    till = counter or Counter()
    workplaces = {"archives": Stage, "reports": Second}
    return BoxOfficeApp(lambda: till, workplaces=workplaces, **options)


async def ready(pilot: Pilot[None]) -> Stage:
    """The stage once the desk has said who stands there."""
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    return cast(Stage, pilot.app.screen_stack[0])


def footer(app: App[None]) -> str:
    """What the footer of the top screen says."""
    return cast(Content, app.screen.query_one(CommandBar).render()).plain.strip()


def header(app: App[None]) -> str:
    """What the header of the page says."""
    return cast(Content, app.screen_stack[0].query_one(Header).render()).plain.strip()


def dialog_text(app: App[None]) -> str:
    """The sentences of the dialog on top."""
    return "\n".join(str(words.render()) for words in app.screen.query(Words))


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press `keys` one after the other, each once the last one's work is done; half as long as `pilot.press`."""
    for key in keys:
        pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await pilot.pause()
