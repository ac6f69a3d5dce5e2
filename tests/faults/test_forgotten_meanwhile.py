"""A contact forgotten while a mail to it is written: nothing of it is left, whoever comes first (invariant G1)."""

from __future__ import annotations

import pytest

from boxoffice_tui.data.tables.delivery import DOCUMENTS
from boxoffice_tui.data.tables.journal import OUTBOX
from boxoffice_tui.services import confirmation, contact_privacy, documents, sales
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.views.requests import DeliveryRequest, TicketRequest
from tests.faults.test_merge_race import one_behind_the_other
from tests.house import HouseUnderTest
from tests.invariants import assert_sound
from tests.services.after_sale import rows
from tests.services.documents import add, with_documents
from tests.services.test_archives_money import sell_two


@pytest.mark.parametrize("engine", ["postgresql"])
@pytest.mark.parametrize(
    ("first", "mail", "told"),
    [
        ("erased", "document", ["done", "contact_erased"]),
        ("sent", "document", ["done", "done"]),
        ("erased", "confirmation", ["done", "contact_erased"]),
        ("erased", "e-tickets", ["done", "contact_erased"]),
        ("sent", "e-tickets", ["done", "done"]),
    ],
)
def test_nothing_personal_is_left(house: HouseUnderTest, first: str, mail: str, told: list[str]) -> None:
    with_documents(house)
    sold, contact = sell_two(house), house.contacts["Côté-Bélanger"]
    request = TicketRequest(house.ids["p1"], house.ids["full"], (house.seat("F-14"),))
    to_them = DeliveryRequest("print_at_home", contact)
    given = sales.sell(house.desk, "given", "form", house.contacts["Cothin"], (request,), to_them)
    paper = documents.generate_document(house.desk, "settled", add(house, sold.order_id).document_id)

    def erase(desk: Desk) -> object:
        return contact_privacy.erase_contact(desk, "erase", contact)

    def send(desk: Desk) -> object:
        if mail == "e-tickets":
            return confirmation.record_confirmation(desk, "send", given.order_id, None, "a present")
        if mail == "confirmation":
            return confirmation.record_confirmation(desk, "send", sold.order_id, None)
        return documents.send_document(desk, "send", paper.document_id)

    administrator = house.as_operator("ADMIN")
    house.contacts["Cote"] = contact  # whom both wait for
    acts = [(administrator, erase), (house.desk, send)]
    one, other = acts if first == "erased" else reversed(acts)
    assert one_behind_the_other(house, (one[0], other[0]), (one[1], other[1])) == told
    administrator.database.close()
    (document,) = rows(house, DOCUMENTS)
    theirs = rows(house, OUTBOX, OUTBOX.c.contact_id == contact)
    mails = [(row.recipient, row.recipient_name, row.facts, str(row.state)) for row in theirs]
    assert document.addressee == {}
    assert mails == ([("", "", {}, "suppressed")] if first == "sent" else [])
    assert_sound(house.desk)
