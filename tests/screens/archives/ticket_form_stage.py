"""The form of an added ticket opened on a real order, and what the database says of it meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from textual.pilot import Pilot

from boxoffice_tui.app import BoxOfficeApp
from boxoffice_tui.data.tables.occupancy import CLAIMS
from boxoffice_tui.data.tables.orders import ORDERS
from boxoffice_tui.rules.occupancy import ClaimKind
from boxoffice_tui.screens.archives.add_ticket import AddTicket
from boxoffice_tui.screens.archives.ticket_form_parts import Proposals
from boxoffice_tui.screens.base import Page
from boxoffice_tui.screens.telling import Telling
from boxoffice_tui.services import order_page
from boxoffice_tui.services.identity import open_desk
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.orders import OrderChange, OrderPage
from boxoffice_tui.widgets.seat_map import SeatMap
from tests.house import ACCOUNT, NOW, HouseUnderTest
from tests.screens.archives.clerk import HouseDesks, settled

_PATIENCE = 5.0  # seconds


class Ground(Page):
    """The page under the dialogs of a test."""

    PLACE = "Archives"


@dataclass
class Opened:
    """A screen that was opened over the ground, and what it answered."""

    pilot: Pilot[None]
    screen: Any
    answers: list[OrderChange | None] = field(default_factory=list)

    @property
    def app(self) -> BoxOfficeApp:
        app = self.pilot.app
        assert isinstance(app, BoxOfficeApp)
        return app

    @property
    def form(self) -> AddTicket:
        assert isinstance(self.screen, AddTicket)
        return self.screen

    @property
    def said(self) -> str:
        """What the form says, on one line."""
        return self.form.query_one("#said", Telling).said.replace("\n", " ").replace("\u00a0", " ")

    @property
    def total(self) -> str:
        return self.form.query_one("#total", Telling).said.replace("\u00a0", " ")

    @property
    def proposed(self) -> tuple[str, ...]:
        return self.form.query_one(Proposals).texts

    def state(self, seat_id: int) -> str:
        """The state of a seat on the map."""
        return str(self.form.query_one(SeatMap).state_of(seat_id))


@asynccontextmanager
async def opened(
    house: HouseUnderTest,
    make: Callable[[OrderPage], Any],
    order_id: int,
    size: tuple[int, int] = (80, 24),
    *,
    language: str = "en",
    operator: str = "ANNE",
    now: datetime = NOW,
    watching: bool = False,
    **options: Any,
) -> AsyncIterator[Opened]:
    """The program with `make(page)` open over an empty page; its clock starts at `now`."""

    def connect() -> HouseDesks:
        desk = open_desk(house.address, ACCOUNT, operator=operator, shown_now=now)
        return HouseDesks(desk, watching=watching)

    app = BoxOfficeApp(connect, language=language, workplaces={"archives": Ground}, **options)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        shown = Opened(pilot, make(order_page.show(house.desk, order_id)))
        app.push_screen(shown.screen, shown.answers.append)
        await settled(pilot)
        yield shown


def held(house: HouseUnderTest) -> list[tuple[int | None, int]]:
    """What is held now by anybody: (seat, number of places), whether its time is over or not."""
    query = sa.select(CLAIMS.c.seat_id, CLAIMS.c.quantity).where(
        CLAIMS.c.kind == ClaimKind.HOLD, CLAIMS.c.ended_at.is_(None)
    )
    with house.desk.database.read() as connection:
        return [(row.seat_id, row.quantity) for row in connection.execute(query.order_by(CLAIMS.c.seat_id))]


def let_holds_run_out(house: HouseUnderTest) -> None:
    """As if a quarter of an hour had gone by."""
    with writing(house.desk) as work:
        over = NOW - timedelta(seconds=1)  # each desk of a test starts its clock at NOW
        expired = sa.update(CLAIMS).where(CLAIMS.c.kind == ClaimKind.HOLD).values(expires_at=over)
        work.connection.execute(expired)


def version_of(house: HouseUnderTest, order_id: int) -> int:
    """The version of an order."""
    with house.desk.database.read() as connection:
        return int(
            connection.execute(sa.select(ORDERS.c.version).where(ORDERS.c.id == order_id)).scalar_one()
        )


async def until(condition: Callable[[], bool]) -> None:
    """Wait for what a thread does after the screen is gone."""
    end = asyncio.get_running_loop().time() + _PATIENCE
    while not condition():
        assert asyncio.get_running_loop().time() < end, "it did not happen"
        await asyncio.sleep(0.005)
