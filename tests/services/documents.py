"""What the tests of documents share: modes that carry them, taxes, a house that may write."""

from __future__ import annotations

import sqlalchemy as sa

from boxoffice_tui.data.tables.delivery import SHIPMENT_MODES
from boxoffice_tui.data.tables.organisation import ORGANISATIONS, TAXES
from boxoffice_tui.rules.delivery import Destination, ShipmentType
from boxoffice_tui.services import documents
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.order_documents import DocumentChange
from boxoffice_tui.views.states import DocumentKind
from tests.house import HouseUnderTest


def with_documents(house: HouseUnderTest) -> None:
    """E-mail and post carry documents; two taxes are in what is sold from now on."""
    with writing(house.desk) as work:
        email = {"type": ShipmentType.EMAIL, "destination": Destination.ANY, "needs_email": True}
        house.ids["email"] = work.insert(
            SHIPMENT_MODES,
            code="email",
            names={"fr": "E-mail", "en": "E-mail"},
            handles_tickets=False,
            handles_documents=True,
            **email,
        )
        carries = sa.update(SHIPMENT_MODES).where(SHIPMENT_MODES.c.code.in_(("post", "by_hand")))
        work.connection.execute(carries.values(handles_documents=True))
        for code, percent in (("tps", "5"), ("tvq", "9.975")):
            work.insert(TAXES, code=code, names={"fr": code.upper()}, percent=percent)
        work.connection.execute(
            sa.update(ORGANISATIONS).values(
                email="billets@lac.example",
                address="1, rue du Lac, Lévis",
                suppressed_domains=["nulle.example"],
            )
        )


def add(
    house: HouseUnderTest,
    order_id: int,
    kind: DocumentKind = DocumentKind.INVOICE,
    mode: str | None = None,
    text: str = "",
) -> DocumentChange:
    """ANNE adds a document, under a key of its own each time."""
    house.ids["documents"] = house.ids.get("documents", 0) + 1
    return documents.add_document(house.desk, f"add {house.ids['documents']}", order_id, kind, mode, text)
