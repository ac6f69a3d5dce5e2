"""The demo stands whole or not at all, is the same for the same day, sound, and has every state there is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from boxoffice_tui.demo.build import DATABASE, MAILS, PRISTINE, SETTINGS, build_demo
from boxoffice_tui.services import archives, order_page, outbox
from boxoffice_tui.services.checks.runner import check
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.identity import open_desk
from boxoffice_tui.views.archives import OrderCursor, OrderQuery, OrderRow
from boxoffice_tui.views.orders import OrderPage
from boxoffice_tui.views.states import OrderState, Origin, PaymentMethod, TicketState, Unfinished
from tests.demo.conftest import ACCOUNT, BUILT_AT, SMALL


def opened(folder: Path) -> Desk:
    return open_desk(str(folder / DATABASE), ACCOUNT, operator="ANNE", shown_now=BUILT_AT)


def all_rows(desk: Desk) -> Iterator[OrderRow]:
    at: OrderCursor | None = None
    while True:
        page = archives.search(desk, OrderQuery(), at, limit=500)
        yield from page.rows
        if page.after is None:
            return
        at = page.after


@pytest.fixture(scope="module")
def pages(built: Path) -> list[OrderPage]:
    """Every order of the demo."""
    desk = opened(built)
    found = [order_page.show(desk, row.order_id) for row in all_rows(desk)]
    desk.database.close()
    return found


def told(folder: Path) -> list[tuple[Any, ...]]:
    """What a build must repeat: everything but barcodes and fractions of a second."""
    desk = opened(folder)
    found: list[tuple[Any, ...]] = [
        (
            row.number,
            row.buyer,
            row.email,
            row.bought_at.replace(microsecond=0),
            row.origin,
            row.balance,
            row.state,
            row.unfinished,
            row.events,
            row.tickets,
        )
        for row in all_rows(desk)
    ]
    for row in list(all_rows(desk))[::9]:
        tickets = order_page.show(desk, row.order_id).tickets
        found.append((row.number, [(one.seat, one.price, one.state, one.shipment_mode) for one in tickets]))
    desk.database.close()
    return found


class StopHereError(Exception):
    """Somebody pressed Ctrl+C, say."""


def test_a_broken_build_leaves_no_demo_and_the_next_one_is_the_same_as_any(
    built: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "demo"

    def stop(done: int, _to_do: int) -> None:
        if done > 30:
            raise StopHereError

    with pytest.raises(StopHereError):
        build_demo(folder, ACCOUNT, BUILT_AT, stop, SMALL)
    assert not (folder / DATABASE).exists()
    heard: list[tuple[int, int]] = []
    build_demo(folder, ACCOUNT, BUILT_AT, lambda done, to_do: heard.append((done, to_do)), SMALL)
    assert sorted(one.name for one in folder.iterdir()) == [".lock", PRISTINE, DATABASE, SETTINGS, MAILS]
    assert heard == sorted(heard)
    assert heard[-1][0] == heard[-1][1]
    assert told(folder) == told(built)


def test_it_is_sound_and_only_ours_to_read(built: Path) -> None:
    desk = opened(built)
    report = check(desk)
    assert (report.breaches, report.remarks) == ((), ())
    desk.database.close()
    assert (built / DATABASE).stat().st_mode & 0o077 == 0


def test_a_demo_that_stands_is_left_alone(demo: Path) -> None:
    before = (demo / DATABASE).read_bytes()
    build_demo(demo, ACCOUNT, BUILT_AT + timedelta(days=90), lambda _done, _to_do: pytest.fail("built"))
    assert (demo / DATABASE).read_bytes() == before


def test_every_state_that_archives_shows_is_there(pages: list[OrderPage]) -> None:
    assert {page.origin for page in pages} == set(Origin)
    assert {page.state for page in pages} == set(OrderState)
    assert {mark for page in pages for mark in page.unfinished} == set(Unfinished)
    tickets = [ticket for page in pages for ticket in page.tickets]
    assert {ticket.state for ticket in tickets} == set(TicketState)
    assert any(ticket.printed for ticket in tickets)
    assert {ticket.shipment_mode for ticket in tickets} >= {"billet", "guichet", "poste", "retrait", None}
    methods = {payment.method for page in pages for payment in page.payments}
    assert methods == set(PaymentMethod) - {PaymentMethod.VOUCHER}
    assert any(payment.amount.minor < 0 for page in pages for payment in page.payments)
    assert {page.balance.minor > 0 for page in pages if page.balance} == {True, False}
    assert {page.buyer.language for page in pages if page.buyer} == {"fr", "en", "de", "es", "it"}


def test_orders_are_of_every_kind(pages: list[OrderPage]) -> None:
    assert Counter(page.changeable for page in pages)[False] > 50
    assert any(len({ticket.event for ticket in page.tickets}) > 1 for page in pages)
    assert any(len({ticket.shipment_mode for ticket in page.tickets}) > 1 for page in pages)
    assert any(page.buyer is None for page in pages)
    assert any(page.buyer and page.buyer.name == "[red]Lambert[/red], [b]Zacharie[/b]" for page in pages)
    assert any("[blink]Rappeler" in note.text for page in pages for note in page.notes)
    prices = {ticket.price.minor for page in pages for ticket in page.tickets}
    assert prices >= {0, 2700, 3200, 3500}  # guests, a promotion, before and after the rise
    assert all(page.bought_at <= BUILT_AT for page in pages)


def test_mails_of_the_past_were_sent(built: Path) -> None:
    desk = opened(built)
    mails = outbox.list_mails(desk, limit=1_000)
    assert (outbox.waiting(desk), {mail.state for mail in mails}) == (0, {"sent"})
    assert len(list((built / MAILS).iterdir())) == len(mails)
    desk.database.close()
