"""Articles beside tickets, alone, reserved, given back: the order, the ledger, the statement, the papers."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from boxoffice_tui.data.tables.articles import ARTICLES, ORDER_ARTICLES
from boxoffice_tui.data.tables.organisation import ORGANISATIONS, TAXES
from boxoffice_tui.documents.receipt import receipt
from boxoffice_tui.rules.articles import ArticleRefusal
from boxoffice_tui.rules.orders import OrderRefusal
from boxoffice_tui.rules.refunds import RefundPart
from boxoffice_tui.services import (
    articles,
    cancellations,
    closings,
    confirmation,
    history,
    order_page,
    outbox,
    receipts,
    reservations,
    sales,
    statements,
)
from boxoffice_tui.services.errors import ConflictError, NotFoundError, RefusedError
from boxoffice_tui.services.transaction import reading, writing
from boxoffice_tui.views.orders import OrderChange
from boxoffice_tui.views.requests import ArticleRequest, PaymentRequest, ReturnRequest, TicketRequest
from boxoffice_tui.views.states import OrderState, PaymentMethod, Unfinished
from tests.house import HouseUnderTest
from tests.services.test_archives_money import cad


@pytest.fixture
def shop(house: HouseUnderTest) -> HouseUnderTest:
    """The house with a programme at 5.00, a tax of 5.5 % in it, and a poster no longer on sale."""
    with writing(house.desk) as work:
        work.insert(TAXES, code="tva", names={}, percent="5.5")
        work.connection.execute(sa.update(ORGANISATIONS).values(email="billets@lac.example"))
        programme = {"fr": "Programme", "en": "Programme book"}
        house.ids["programme"] = work.insert(ARTICLES, code="programme", names=programme, amount_minor=500)
        poster = {"code": "poster", "names": {"fr": "Affiche"}, "amount_minor": 1200, "on_sale": False}
        house.ids["poster"] = work.insert(ARTICLES, **poster)
    return house


def seats(house: HouseUnderTest, *names: str) -> tuple[TicketRequest, ...]:
    return (TicketRequest(house.ids["p1"], house.ids["full"], tuple(house.seat(name) for name in names)),)


def pieces(house: HouseUnderTest, quantity: int, article: str = "programme") -> tuple[ArticleRequest, ...]:
    return (ArticleRequest(house.ids[article], quantity),)


def sell(house: HouseUnderTest, key: str, *names: str, quantity: int = 2) -> OrderChange:
    return sales.sell(
        house.desk, key, key, None, seats(house, *names) if names else (), None, (), pieces(house, quantity)
    )


def lines(house: HouseUnderTest, order_id: int) -> list[tuple[int, int, int]]:
    page = order_page.show(house.desk, order_id)
    return [(line.quantity, line.returned, line.amount.minor) for line in page.articles]


def test_they_are_sold_beside_tickets_and_alone_at_the_price_of_now(shop: HouseUnderTest) -> None:
    (offer,) = articles.on_sale(shop.desk)
    assert (offer.code, offer.name, offer.price, offer.tax) == ("programme", "Programme", cad(500), cad(26))
    taken = (PaymentRequest(PaymentMethod.CASH, cad(4200)),)
    both = sales.sell(shop.desk, "a", "a", None, seats(shop, "F-12"), None, taken, pieces(shop, 2))
    page = order_page.show(shop.desk, both.order_id)
    assert (page.tickets_total, page.articles_total, page.balance) == (cad(3200), cad(1000), cad(0))
    alone = sell(shop, "b", quantity=3)
    page = order_page.show(shop.desk, alone.order_id)
    assert (page.tickets, page.balance, page.unfinished) == ((), cad(1500), (Unfinished.PAYMENT,))
    assert "Tickets" not in receipt(receipts.receipt_of(shop.desk, alone.order_id).facts, "en")
    (sold,) = history.history(shop.desk, alone.order_id)
    assert sold.facts["articles"] == ["3 × Programme"]

    said = statements.statement_of(shop.desk)
    (article,) = said.articles
    assert (article.sold, article.returned, article.takings) == (5, 0, cad(2500))
    assert (said.takings, said.article_takings, said.fees, said.total) == (
        cad(3200),
        cad(2500),
        cad(0),
        cad(5700),
    )


def test_what_is_given_back_is_off_what_is_owed_and_never_more_than_was_sold(shop: HouseUnderTest) -> None:
    sold = sell(shop, "a", "F-12", quantity=3)
    one, two = ((ReturnRequest(shop.ids["programme"], pieces),) for pieces in (1, 2))
    change = articles.give_back(shop.desk, "back", sold.order_id, sold.version, two)
    assert change.balance == cad(3200 + 500)
    assert lines(shop, sold.order_id) == [(3, 2, 500)]
    again = articles.give_back(shop.desk, "back", sold.order_id, sold.version, two)
    assert again == change
    with pytest.raises(RefusedError) as refused:
        articles.give_back(shop.desk, "more", sold.order_id, None, two)
    assert (refused.value.code, refused.value.facts) == (
        ArticleRefusal.MORE_THAN_SOLD,
        {"quantity": 2, "left": 1},
    )
    with pytest.raises(RefusedError):
        articles.give_back(shop.desk, "twice", sold.order_id, None, (*one, *one))
    with pytest.raises(NotFoundError):
        articles.give_back(shop.desk, "other", sold.order_id, None, (ReturnRequest(999, 1),))
    with pytest.raises(ConflictError):
        articles.give_back(shop.desk, "old", sold.order_id, sold.version, one)
    assert lines(shop, sold.order_id) == [(3, 2, 500)]
    told = [(one.action, one.facts.get("articles")) for one in history.history(shop.desk, sold.order_id)]
    assert told == [("order_sold", ["3 × Programme"]), ("articles_returned", ["2 × Programme"])]


def test_an_order_ends_with_its_last_ticket_or_article_and_that_is_said(shop: HouseUnderTest) -> None:
    sold = sell(shop, "a", "F-12")
    parts = (RefundPart.PRICE,)
    left = cancellations.cancel_tickets(shop.desk, "x", sold.order_id, None, sold.ticket_ids, parts)
    assert left.balance == cad(1000)
    assert order_page.show(shop.desk, sold.order_id).state is OrderState.ACTIVE
    every = (ReturnRequest(shop.ids["programme"], 2),)
    with pytest.raises(RefusedError) as refused:
        articles.give_back(shop.desk, "y", sold.order_id, None, every)
    assert refused.value.code == OrderRefusal.CANCELS_ORDER
    assert lines(shop, sold.order_id) == [(2, 0, 1000)]
    articles.give_back(shop.desk, "z", sold.order_id, None, every, may_cancel_order=True)
    page = order_page.show(shop.desk, sold.order_id)
    assert (page.state, page.balance, page.articles_total) == (OrderState.CANCELLED, cad(0), cad(0))


def test_a_reservation_keeps_them_and_releases_them_with_its_places(shop: HouseUnderTest) -> None:
    contact = shop.contacts["Côté-Bélanger"]

    def reserve(key: str, seat: str) -> OrderChange:
        return reservations.reserve(
            shop.desk, key, key, contact, seats(shop, seat), None, None, pieces(shop, 2)
        )

    first, second = reserve("a", "F-12"), reserve("b", "F-13")
    assert first.balance == cad(4200)
    released = reservations.release(shop.desk, "r", first.order_id)
    assert (released.balance, lines(shop, first.order_id)) == (cad(0), [(2, 2, 0)])
    parts = (RefundPart.PRICE,)
    ended = cancellations.cancel_tickets(
        shop.desk, "c", second.order_id, None, second.ticket_ids, parts, may_cancel_order=True
    )
    assert (ended.balance, lines(shop, second.order_id)) == (cad(0), [(2, 2, 0)])


def test_what_is_not_for_sale_so_many_or_at_that_price_is_refused_and_nothing_is_sold(
    shop: HouseUnderTest,
) -> None:
    refused = {
        ArticleRefusal.ARTICLE_NOT_ON_SALE: pieces(shop, 1, "poster"),
        ArticleRefusal.PIECES_NOT_POSITIVE: pieces(shop, 0),
        ArticleRefusal.TOO_MANY_PIECES: pieces(shop, 1000),
        OrderRefusal.PRICE_CHANGED: (ArticleRequest(shop.ids["programme"], 1, cad(400)),),
    }
    for code, wanted in refused.items():
        with pytest.raises(RefusedError) as error:
            sales.sell(shop.desk, code, code, None, seats(shop, "F-12"), None, (), wanted)
        assert error.value.code == code
    with pytest.raises(NotFoundError):
        sales.sell(shop.desk, "k", "k", None, (), None, (), (ArticleRequest(999, 1),))
    with reading(shop.desk) as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(ORDER_ARTICLES)).scalar() == 0
    sold = sell(shop, "a", "F-12")
    with pytest.raises(RefusedError):
        articles.add_articles(shop.desk, "none", sold.order_id, sold.version, ())
    added = articles.add_articles(shop.desk, "add", sold.order_id, sold.version, pieces(shop, 1))
    assert (added.balance, lines(shop, sold.order_id)) == (cad(4700), [(2, 0, 1000), (1, 0, 500)])


def test_papers_and_closings_count_them_and_the_database_keeps_them(shop: HouseUnderTest) -> None:
    contact = shop.contacts["Côté-Bélanger"]
    sold = sales.sell(
        shop.desk, "a", "a", contact, seats(shop, "F-12"), "print_at_home", (), pieces(shop, 3)
    )
    articles.give_back(shop.desk, "back", sold.order_id, None, (ReturnRequest(shop.ids["programme"], 1),))
    made = receipts.receipt_of(shop.desk, sold.order_id)
    assert made.facts.taxes == cad(167 + 2 * 26)  # 5.5 % in 32.00, and in 5.00 twice
    said = [" ".join(text.split()) for text in receipt(made.facts, "fr").splitlines()]
    assert "2 × Programme 10,00 $" in [text.replace("\N{NO-BREAK SPACE}", " ") for text in said]
    assert "Total 42,00 $" in [text.replace("\N{NO-BREAK SPACE}", " ") for text in said]
    told = confirmation.record_confirmation(shop.desk, "mail", sold.order_id, None, "paie demain")
    assert told.balance == cad(4200)
    (mail,) = outbox.list_mails(shop.desk, order_id=sold.order_id)
    assert "2 =C3=97 Programme" in outbox.message_of(shop.desk, mail.mail_id).decode()

    (day,) = closings.foresee(shop.desk, closings.ClosingKind.DAY)
    assert (day.sales, day.articles, day.cancellations, day.total) == (
        cad(3200),
        cad(1500),
        cad(-500),
        cad(4200),
    )
    assert day.tax == cad(167 + 2 * 26)
    closings.close_books(shop.desk, "close", closings.ClosingKind.DAY)
    for statement in (sa.update(ORDER_ARTICLES).values(quantity=9), sa.delete(ORDER_ARTICLES)):
        with pytest.raises(DatabaseError, match="append-only"), writing(shop.desk) as work:
            work.connection.execute(statement)
