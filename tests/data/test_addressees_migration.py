"""What revision 0010 does to a database that was there: each document knows whom it is written to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.database import Database
from boxoffice_tui.data.upgrade import upgrade
from tests.data.revisions import database_at

AT = "2026-11-21 19:07:00.000000"
CHANGED = {"version": 1, "changed_at": AT, "changed_by": 1}
WRITTEN = {"order_id": 1, "shipment_id": 1, "language": "fr", "edition": 1, "facts": "{}", "printed": 0, **CHANGED}
BUYER, FRIEND = 1, 2


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database at the revision before: an order whose documents go to a friend of its buyer."""
    with database_at(request, tmp_path, "0009", fill) as made:
        yield made


def fill(connection: Connection) -> None:
    put(connection, "operator", id=1, code="ANNE", name="", language="fr", pin_hash="", active=True, perimeter="[]")
    put(connection, "sales_channel", id=1, code="counter", names="{}", origin="counter", platform="")
    for contact in (BUYER, FRIEND):
        put(connection, "contact", id=contact, number=contact, language="fr")
    put(connection, "dossier", id=1, number="100000000001", contact_id=BUYER, created_at=AT)
    bought = {"channel_id": 1, "origin": "counter", "state": "active", "bought_at": AT, "balance_minor": 0}
    marks = {"needs_confirmation": False, "needs_note": False}
    put(connection, '"order"', id=1, number="1000001", dossier_id=1, contact_id=BUYER, **bought, **marks, **CHANGED)
    mode = {"type": "post", "destination": "any", "needs_address": True, "needs_email": False, "price_minor": 0}
    carries = {"handles_tickets": True, "handles_documents": True}
    put(connection, "shipment_mode", id=1, code="post", names="{}", **mode, **carries)
    sent = {"state": "unsent", "print_state": "not_printed", "exception": False, "carrier_reference": ""}
    of = {"dossier_id": 1, "order_id": 1, "mode_id": 1, "contact_id": FRIEND}
    put(connection, "shipment", id=1, number=1, **of, **sent, **CHANGED)
    paper = {"addressee": '{"name": "B"}', "text": "", "state": "generated", "generated_at": AT}
    put(connection, "document", id=1, kind="invoice", number=1, total_minor=100, **paper, **WRITTEN)
    put(connection, "document", id=2, kind="letter", **paper, **WRITTEN)
    put(connection, "document", id=3, kind="letter", **{**paper, "state": "deleted"}, **WRITTEN)


def put(connection: Connection, table: str, **values: object) -> None:
    names = ", ".join(values)
    marks = ", ".join(f":{name}" for name in values)
    connection.execute(sa.text(f"INSERT INTO {table} ({names}) VALUES ({marks})"), values)


def test_documents_that_were_there_know_their_addressee_and_shipments_are_whole(database: Database) -> None:
    upgrade(database)
    with database.read() as connection:
        written = sa.text("SELECT id, contact_id FROM document ORDER BY id")
        assert connection.execute(written).all() == [(1, BUYER), (2, FRIEND), (3, None)]
        (shipment,) = connection.execute(sa.text("SELECT * FROM shipment")).all()
        assert (shipment.number, shipment.contact_id, shipment.state, shipment.version) == (1, FRIEND, "unsent", 1)
    for change, guard in (
        ("UPDATE document SET addressee = '{\"name\": \"C\"}' WHERE id = 1", "document is append-only"),
        ("UPDATE shipment SET exception = true", "exception_on_reference"),
        ("UPDATE document SET contact_id = 404 WHERE id = 2", "(?i)foreign key"),
    ):
        with pytest.raises(sa.exc.DBAPIError, match=guard), database.write() as connection:
            connection.exec_driver_sql(change)
