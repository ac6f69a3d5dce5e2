"""What a check answers besides breaches: counts, remarks, how the database is kept; and when it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.database import Database, sqlite_driver, wal_is_safe
from boxoffice_tui.data.tables.journal import JOURNAL
from boxoffice_tui.data.tables.ledger import MOVEMENTS
from boxoffice_tui.rules.invariants import Invariant, Remark, StorageChoice, Thing
from boxoffice_tui.rules.money import Money
from boxoffice_tui.services import sales
from boxoffice_tui.services.checks.runner import check, steps
from boxoffice_tui.services.errors import NotAllowedError, UnavailableError
from boxoffice_tui.services.journal import MOVEMENT_IDS
from boxoffice_tui.views.checks import Finding
from boxoffice_tui.views.requests import PaymentRequest, TicketRequest
from boxoffice_tui.views.states import PaymentMethod
from tests.house import HouseUnderTest
from tests.services.checks.journal_corruptions import rewrite
from tests.services.checks.unguarded import unguarded


def test_a_whole_house_is_sound_and_says_how_it_is_kept(house: HouseUnderTest) -> None:
    report = check(house.desk)
    assert report.breaches == ()
    assert report.sound
    kept = report.storage
    if house.desk.database.is_postgresql:
        assert (kept.engine, kept.driver, kept.journal_mode) == ("postgresql", "psycopg", "")
        assert kept.reason is StorageChoice.SERVER
        # the server of the tests forgets on purpose: a check says so and finds no fault
        settings = ("fsync", "synchronous_commit", "full_page_writes")
        assert report.remarks == (Finding(Remark.SERVER_NOT_DURABLE, Thing.SETTING, 3, settings),)
        return
    assert (kept.engine, kept.release) == ("sqlite", sqlite_driver().sqlite_version)
    expected = ("wal", "full", StorageChoice.WAL_IS_SAFE) if wal_is_safe() else None
    expected = expected or ("delete", "extra", StorageChoice.WAL_RACE)
    assert (kept.journal_mode, kept.synchronous, kept.reason) == expected
    assert report.remarks == ()


def test_all_are_counted_and_twenty_shown(house: HouseUnderTest) -> None:
    with unguarded(house.desk.database) as connection:
        connection.exec_driver_sql(
            "INSERT INTO note (order_id, at, operator_id, text) SELECT 1, '2030-01-01 00:00:00.000000', 1,"
            " '4111111111111111' FROM seat"
        )
        connection.exec_driver_sql(
            "INSERT INTO claim (performance_id, cell_id, seat_id, quantity, kind, created_at, was_house,"
            " limit_in_force) SELECT 2, 3, id, 1, 'sale', '2030-01-01 00:00:00.000000', false, 30 FROM seat"
            " WHERE number <> '10'"
        )
    notes, claims = sorted(check(house.desk).breaches, key=lambda one: one.thing, reverse=True)
    assert (notes.code, notes.thing, notes.count) == (Invariant.NO_CARD_NUMBER, Thing.NOTE, 30)
    assert (claims.code, claims.thing, claims.count) == (Invariant.CLAIM_OF_TICKET, Thing.CLAIM, 27)
    assert (len(notes.ids), len(claims.ids)) == (20, 20)


def test_a_mail_that_may_have_left_twice_is_said_not_blamed(house: HouseUnderTest) -> None:
    with unguarded(house.desk.database) as connection:
        connection.exec_driver_sql("UPDATE outbox SET maybe_twice = true WHERE state = 'sent'")
    report = check(house.desk)
    assert report.sound
    assert Finding(Remark.MAIL_MAYBE_TWICE, Thing.MAIL, 1, ("1",)) in report.remarks


def test_a_journal_from_before_lines_cited_movements_is_as_sound(house: HouseUnderTest) -> None:
    with house.desk.database.read() as connection:
        of_orders = JOURNAL.c.order_id.is_not(None)  # a till's own lines have cited from the beginning
        rows = connection.execute(sa.select(JOURNAL.c.seq, JOURNAL.c.facts).where(of_orders)).all()
        paid = sa.select(MOVEMENTS.c.id).where(MOVEMENTS.c.order_id.is_not(None))
        movements = connection.execute(paid).scalars().all()
    facts = {row.seq: json.loads(row.facts) for row in rows}
    cited = [one.pop(MOVEMENT_IDS, None) for one in facts.values()]
    assert sorted(one for ids in cited if ids for one in ids) == sorted(movements)
    with unguarded(house.desk.database) as connection:
        rewrite(connection, facts)
    assert check(house.desk).sound
    request = TicketRequest(house.ids["p2"], house.ids["full"], (house.seat("E-10"),))
    cash = PaymentRequest(PaymentMethod.CASH, Money(3200, "CAD"))
    sales.sell(house.desk, "new", "f9", None, (request,), "by_hand", (cash,))
    assert check(house.desk).sound


def test_progress_is_told_and_may_stop_it(house: HouseUnderTest) -> None:
    told: list[tuple[int, int]] = []
    check(house.desk, progress=lambda done, todo: told.append((done, todo)))
    count = len(steps())
    assert told == [(done, count) for done in range(count + 1)]

    def stop(done: int, _todo: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check(house.desk, progress=stop)


def test_it_wants_the_right_at_a_desk(house: HouseUnderTest) -> None:
    dora = house.as_operator("DORA")
    with pytest.raises(NotAllowedError):
        check(dora)
    dora.database.close()


def test_a_missing_database_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(UnavailableError) as unavailable:
        check(Database(str(tmp_path / "none.db")))
    assert unavailable.value.reason == "missing"
