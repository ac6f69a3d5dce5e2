"""A house with every kind of row in it, made once an engine and copied for each test that breaks it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.tables.articles import ARTICLES
from boxoffice_tui.data.tables.organisation import ORGANISATIONS
from boxoffice_tui.devices.eml import EmlDoor
from boxoffice_tui.rules.blocked_seats import BlockKind
from boxoffice_tui.rules.closings import ClosingKind
from boxoffice_tui.rules.money import Money
from boxoffice_tui.services import (
    articles,
    blocked_seats,
    cancellations,
    closings,
    confirmation,
    contact_merge,
    documents,
    doors,
    holds,
    notes,
    outbox,
    reservations,
    sales,
    tills,
)
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.requests import (
    ArticleRequest,
    PaymentRequest,
    RefundRequest,
    ReturnRequest,
    TicketRequest,
)
from boxoffice_tui.views.states import DocumentKind, PaymentMethod
from tests.house import HouseUnderTest, build, copy_of
from tests.services.documents import add, with_documents
from tests.services.test_archives_money import sell_two
from tests.services.tills import CASH, VOUCHER, cad, pay, with_tills


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def busy(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[HouseUnderTest]:
    """The house to copy; nobody is connected to it."""
    folder = tmp_path_factory.mktemp("busy")
    if request.param == "sqlite":
        house = build(str(folder / "house.db"))
        fill(house, folder)
        house.desk.database.close()
        yield house
        return
    with request.getfixturevalue("postgresql_server").fresh_database() as url:
        house = build(url)
        fill(house, folder)
        house.desk.database.close()
        yield house


@pytest.fixture
def house(busy: HouseUnderTest, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[HouseUnderTest]:
    """A copy of one's own, to be broken; it is not checked at the end."""
    if busy.desk.database.is_postgresql:
        server = request.getfixturevalue("postgresql_server")
        with server.fresh_database(busy.address.rpartition("/")[2]) as url:
            yield from _opened(busy, url)
        return
    target = tmp_path / "house.db"
    shutil.copyfile(busy.address, target)
    target.chmod(0o600)
    yield from _opened(busy, str(target))


def fill(house: HouseUnderTest, folder: Path) -> None:
    """Books closed, sales, a refund, a cancelled order, a scan, a hold, tills, a note, a mail sent, one not, two
    reservations, one of them taken up, two contacts made one, articles, documents, a seat of the house and one
    out of use.
    """
    with writing(house.desk) as work:
        work.connection.execute(sa.update(ORGANISATIONS).values(email="billets@lac.example"))
    closings.close_books(house.desk, "books", ClosingKind.DAY)
    paid = sell_two(house)
    confirmation.record_confirmation(house.desk, "mail", paid.order_id, None)
    outbox.send_due(house.desk, EmlDoor(folder / "mails"))
    _sell_and_cancel(house)
    standing = TicketRequest(house.ids["p1"], house.ids["full"], category_id=house.ids["debout"], quantity=3)
    phone = sales.sell(house.desk, "phone", "f2", house.contacts["Cote"], (standing,), "print_at_home")
    confirmation.record_confirmation(house.desk, "mail 2", phone.order_id, None, reason="pays at the door")
    doors.admit(house.desk, "scan", _token(house, paid.ticket_ids[0]))
    holds.hold_seats(house.desk, "f3", house.ids["p2"], (house.seat("G-10"),))
    _work_at_tills(house, phone.order_id)
    notes.add_note(house.desk, "note", paid.order_id, "Rappeler avant midi")
    _reserve(house)
    _sell_articles(house)
    contact_merge.merge_contacts(house.desk, "merge", house.contacts["Cote"], house.contacts["Cote\u0301"])
    for kind, seat in ((BlockKind.HOUSE, "G-18"), (BlockKind.KILLED, "G-19")):
        seats = (house.seat(seat),)
        blocked_seats.block_seats(house.desk, seat, house.ids["p1"], kind, seats, "console de la régie")
    _write(house, paid.order_id)


def _write(house: HouseUnderTest, order_id: int) -> None:
    """Two invoices, one of them sent, a letter that is printed, and one that was deleted."""
    with_documents(house)
    documents.send_document(house.desk, "invoice", add(house, order_id).document_id)
    documents.generate_document(house.desk, "invoice 2", add(house, order_id).document_id)
    letter = add(house, order_id, DocumentKind.LETTER, text="Bonjour")
    documents.print_document(house.desk, "letter", letter.document_id)
    deleted = add(house, order_id, DocumentKind.CONFIRMATION)
    documents.delete_document(house.desk, "no confirmation", deleted.document_id)


def _reserve(house: HouseUnderTest) -> None:
    contact = house.contacts["Cote"]
    for key, seat in (("kept", "E-17"), ("taken", "E-18")):
        request = TicketRequest(house.ids["p1"], house.ids["full"], (house.seat(seat),))
        kept = reservations.reserve(house.desk, key, key, contact, (request,), "by_hand")
    reservations.take_up(house.desk, "take up", kept.order_id)


def _sell_articles(house: HouseUnderTest) -> None:
    """Three pieces, one of which came back."""
    with writing(house.desk) as work:
        programme = work.insert(ARTICLES, code="programme", names={"fr": "Programme"}, amount_minor=500)
    pieces = (ArticleRequest(programme, 3),)
    sold = sales.sell(house.desk, "shop", "f5", None, (), None, (), pieces)
    articles.give_back(house.desk, "one back", sold.order_id, None, (ReturnRequest(programme, 1),))


def _work_at_tills(house: HouseUnderTest, order_id: int) -> None:
    """A shift that is closed, with every kind of cash movement, and one that goes on."""
    anne, bruno = with_tills(house)
    tills.open_till(anne, "open", None, cad(10000))
    pay(anne, order_id, CASH, 1000)
    pay(anne, order_id, VOUCHER, 500)
    tills.cash_in(anne, "in", None, cad(2000), "monnaie")
    tills.cash_out(anne, "out", None, cad(500), "timbres")
    tills.close_till(anne, "close", None, ((5000, 2), (2000, 1), (200, 2)))
    tills.open_till(bruno, "open 2", None, cad(5000))
    pay(bruno, order_id, CASH, 300)
    anne.database.close()
    bruno.database.close()


def _sell_and_cancel(house: HouseUnderTest) -> None:
    seats = (house.seat("E-10"), house.seat("E-11"))
    request = TicketRequest(house.ids["p1"], house.ids["full"], seats)
    cash = PaymentRequest(PaymentMethod.CASH, Money(6400, "CAD"))
    sold = sales.sell(house.desk, "walk-in", "f1", None, (request,), "by_hand", (cash,))
    cancellations.cancel_tickets(house.desk, "one", sold.order_id, None, sold.ticket_ids[:1])
    with house.desk.database.read() as connection:
        payment_id = connection.execute(
            sa.text("SELECT id FROM payment WHERE order_id = :order"), {"order": sold.order_id}
        ).scalar_one()
    back = (RefundRequest(payment_id, Money(3200, "CAD")),)
    cancellations.refund(house.desk, "back", sold.order_id, None, back)
    request = TicketRequest(house.ids["p1"], house.ids["full"], (house.seat("E-15"),))
    gone = sales.sell(house.desk, "gone", "f4", None, (request,), "by_hand")
    cancellations.cancel_tickets(
        house.desk, "all", gone.order_id, None, gone.ticket_ids, may_cancel_order=True
    )


def _token(house: HouseUnderTest, ticket_id: int) -> str:
    with house.desk.database.read() as connection:
        query = sa.text("SELECT token FROM ticket WHERE id = :ticket")
        return str(connection.execute(query, {"ticket": ticket_id}).scalar_one())


def _opened(busy: HouseUnderTest, address: str) -> Iterator[HouseUnderTest]:
    house = copy_of(busy, address)
    yield house
    house.desk.database.close()
