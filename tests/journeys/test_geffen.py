"""Issue 2, Acceptance 2: a real plan, a real programme, a third seat beside two, and the mail at a real server."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from boxoffice_tui.app import BoxOfficeApp
from boxoffice_tui.devices.smtp import Security, SmtpDoor
from boxoffice_tui.services import identity, order_page, outbox
from boxoffice_tui.services.desk import Clock
from boxoffice_tui.views.orders import OrderPage
from tests.cli.conftest import ACCOUNT, Commands
from tests.cli.test_imports import DATA, HOUSE, MAPPING, ON_SALE, beside
from tests.devices.mail_server import Behaviour, running
from tests.documents import reading
from tests.house import HouseUnderTest
from tests.invariants import assert_sound
from tests.screens.archives.clerk import HouseDesks, press, seen, settled, typed

NOW = datetime(2025, 12, 1, 17, 0, tzinfo=UTC)


@pytest.fixture
def phil(tmp_path: Path) -> Commands:
    """David Geffen Hall with the plan of the Teatro Grande, Galleria at 60 dollars, and a customer."""
    if not DATA.is_dir():
        pytest.skip("the real data is not there: ../shared/data")
    for name, text in {"house.toml": HOUSE, "sale.toml": ON_SALE, "mapping.toml": MAPPING}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    options = {"--operator": "", "--language": "en", "--now": NOW.isoformat()}
    phil = Commands(tmp_path / "phil.db", HouseUnderTest("", None, {}, {}), options)  # type: ignore[arg-type]
    place = ("--country", "US", "--currency", "USD", "--zone", "America/New_York")
    assert phil.run("init", "--training", "--name", "Phil", *place, now="").exit_code == 0
    phil.json("setup", "apply", str(tmp_path / "house.toml"))
    plan = str(DATA / "teatro_grande.pretix.json")
    phil.json("import", "plan", plan, "--code", "teatro-grande", "--venue", "geffen")
    concerts = str(DATA / "nyphil_concerts_2024-26.csv")
    phil.json("import", "programme", concerts, "--mapping", str(tmp_path / "mapping.toml"))
    phil.json("setup", "apply", str(tmp_path / "sale.toml"))
    phil.json("contacts", "add", "--last-name", "Côté", "--first-name", "Éloïse", "--email", "e@exemple.ca")
    return phil


async def test_a_third_seat_beside_two_by_keyboard_at_80_by_24(phil: Commands, tmp_path: Path) -> None:
    two = phil.json(
        "orders", "sell", "--performance", "15082/20251218-1930", "--count", "2", "--category", "galleria",
        "--contact", "1", "--mode", "print_at_home", "--pay", "cash:120.00",
    )  # fmt: skip
    desk = identity.open_desk(str(phil.database), ACCOUNT, shown_now=NOW)
    app = BoxOfficeApp(lambda: HouseDesks(desk, watching=False), language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "alt+c")
        await typed(pilot, "eloise cote")
        await press(pilot, "z", "backspace", "enter")  # a wrong key on the way
        assert seen(app, "Côté, Éloïse")
        if not seen(app, "Tickets (2)"):
            await press(pilot, "enter")
        assert seen(app, "Tickets (2)")
        await press(pilot, "a", "1", "s")
        assert seen(app, "Balance due: $60.00 – Payment (p)")
        await press(pilot, "p", "2", "alt+s")
        assert not seen(app, "Balance due")
        await press(pilot, "e", "alt+s")
        await press(pilot, "n")
        await typed(pilot, "a friend comes")
        await press(pilot, "alt+s")
        assert not seen(app, "To finish")
        page = order_page.show_number(dataclasses.replace(desk, language="en"), two["number"])
    assert beside(two["seats"], [page.tickets[2].seat])
    assert [line.amount.minor for line in page.payments] == [12_000, 6_000]
    await_mail(phil, page)


def await_mail(phil: Commands, page: OrderPage) -> None:
    """Sends by SMTP to a real server and reads the message back: text, HTML, PDF with the tokens, calendar."""
    desk = identity.open_desk(str(phil.database), ACCOUNT, shown_now=NOW)
    desk = dataclasses.replace(desk, clock=Clock.started_at(NOW + timedelta(hours=1)))
    server = Behaviour()
    with running(server) as port:
        assert outbox.send_due(desk, SmtpDoor("127.0.0.1", port, security=Security.NONE)).sent == 1
    content = server.received[0].original_content
    assert content is not None
    message = reading.message(content)
    parts = {part.get_content_type(): part for part in message.walk() if not part.is_multipart()}
    assert set(parts) == {"text/plain", "text/html", "application/pdf", "text/calendar"}
    with desk.database.read() as connection:
        tokens = set(connection.exec_driver_sql("SELECT token FROM ticket").scalars())
    assert {
        code for page in reading.codes(reading.attachment(content, "application/pdf")) for code in page
    } == tokens
    assert page.number in parts["text/plain"].get_content()
    assert_sound(desk)
    desk.database.close()
