"""Documents of an order: each act once, each invoice with its number, nothing personal left once forgotten."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.states import MailState
from boxoffice_tui.data.tables.contacts import CONTACT_EMAILS
from boxoffice_tui.data.tables.delivery import DOCUMENTS, SHIPMENTS
from boxoffice_tui.data.tables.journal import JOURNAL, OUTBOX
from boxoffice_tui.data.tables.orders import ORDERS
from boxoffice_tui.data.tables.organisation import ORGANISATIONS
from boxoffice_tui.devices.eml import EmlDoor
from boxoffice_tui.devices.protocols import Refused
from boxoffice_tui.rules.documents import DocumentAct
from boxoffice_tui.services import (
    add_tickets,
    cancellations,
    contact_merge,
    contact_privacy,
    contacts,
    document_list,
    document_modes,
    documents,
    history,
    order_page,
    outbox,
    reservations,
    sales,
    shipment_changes,
    shipment_sending,
    shipments,
)
from boxoffice_tui.services.errors import ConflictError, NotAllowedError, NotFoundError, RefusedError
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.contacts import PostalAddress
from boxoffice_tui.views.requests import TicketRequest
from boxoffice_tui.views.shipments import ShipmentRequest
from boxoffice_tui.views.states import DocumentKind, DocumentState, PrintState, ShipmentState
from tests.documents.reading import attachment, message, texts
from tests.house import HouseUnderTest, add_contact
from tests.services.after_sale import change_row, rows
from tests.services.documents import add, with_documents
from tests.services.test_archives_money import sell_two

INVOICE, LETTER, CONFIRMATION = DocumentKind.INVOICE, DocumentKind.LETTER, DocumentKind.CONFIRMATION


@pytest.fixture(autouse=True)
def ready(house: HouseUnderTest) -> None:
    with_documents(house)


class RefusingDoor:
    """A mail server that knows nobody."""

    def send(self, message: bytes, sender: str, recipient: str, outbox_id: int) -> str:
        raise Refused(permanent=True, reply="550 unknown")


def test_an_invoice_is_generated_and_sent_once_as_the_paper_that_is_printed(
    house: HouseUnderTest, tmp_path: Path
) -> None:
    sold = sell_two(house)
    added = add(house, sold.order_id)
    sent = documents.send_document(house.desk, "send", added.document_id, added.version)
    again = documents.send_document(house.desk, "send", added.document_id, added.version)
    assert again == sent
    assert (sent.state, sent.number, sent.suppressed) == (DocumentState.SENT, 1, False)
    with pytest.raises(RefusedError, match="document_sent"):
        documents.send_document(house.desk, "send more", added.document_id)
    (mail,) = rows(house, OUTBOX)
    assert (mail.id, mail.recipient, mail.state) == (sent.mail_id, "eloise@exemple.ca", MailState.PENDING)
    (shipment,) = rows(house, SHIPMENTS, SHIPMENTS.c.mode_id == house.ids["email"])
    assert (shipment.number, shipment.state) == (sent.shipment, ShipmentState.SENT)
    outbox.send_due(house.desk, EmlDoor(tmp_path / "mails"))
    (file,) = (tmp_path / "mails").iterdir()
    pdf = document_list.pdf_of_document(house.desk, added.document_id)
    assert attachment(file.read_bytes(), "application/pdf") == pdf
    (part,) = message(file.read_bytes()).iter_attachments()
    assert part.get_filename() == "invoice-1.pdf"
    assert "Facture 1" in message(file.read_bytes())["Subject"]
    (page,) = texts(pdf)
    for words in ("Facture 1", "Éloïse Côté-Bélanger", "La Mouette", "64,00", "TPS", "9,975"):
        assert words in page
    lines = [(line.action, dict(line.facts)) for line in history.history(house.desk, sold.order_id)]
    assert [action for action, _ in lines][-3:] == ["document_added", "document_generated", "document_sent"]
    assert lines[-1][1]["sent_at"] is not None


def test_an_invoice_stays_and_the_next_one_replaces_it(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    first = documents.generate_document(house.desk, "one", add(house, sold.order_id).document_id)
    assert (first.state, first.number) == (DocumentState.GENERATED, 1)
    before = document_list.pdf_of_document(house.desk, first.document_id)
    for act, code in (
        (documents.generate_document, "document_generated"),
        (documents.delete_document, "invoice_kept"),
    ):
        with pytest.raises(RefusedError, match=code):
            act(house.desk, code, first.document_id)
    cancellations.cancel_tickets(house.desk, "cancel", sold.order_id, None, sold.ticket_ids[:1])
    second = documents.print_document(house.desk, "two", add(house, sold.order_id).document_id)
    assert (second.state, second.number, second.printed) == (DocumentState.PRINTED, 2, 1)
    listed = document_list.documents_of_order(house.desk, sold.order_id)
    assert [(one.number, one.total.minor) for one in listed if one.total] == [(1, 6400), (2, 3200)]
    assert document_list.pdf_of_document(house.desk, first.document_id) == before
    (page,) = texts(document_list.pdf_of_document(house.desk, second.document_id))
    assert "remplace la facture 1" in page
    gone = add(house, sold.order_id)
    assert documents.delete_document(house.desk, "gone", gone.document_id).state is DocumentState.DELETED
    third = documents.generate_document(house.desk, "three", add(house, sold.order_id).document_id)
    assert third.number == 3


def test_a_letter_goes_by_post_apart_from_the_tickets(house: HouseUnderTest) -> None:
    contact = add_contact(house, "Tremblay", "Luc", "", street="12, rue Principale")
    request = TicketRequest(house.ids["p1"], house.ids["full"], (house.seat("F-12"),))
    sold = sales.sell(house.desk, "sale", "form", contact, (request,), "post")
    letter = add(house, sold.order_id, LETTER, text="Cher abonné,\n\nVos [b]places[/b] sont prêtes.")
    other = add(house, sold.order_id, LETTER, "post", "Une autre lettre")
    assert letter.shipment == other.shipment
    assert rows(house, SHIPMENTS, SHIPMENTS.c.number == letter.shipment)[0].version == 2, "a dialog is told"
    tickets, papers = rows(house, SHIPMENTS, SHIPMENTS.c.order_id == sold.order_id)
    assert (papers.number, papers.mode_id) == (letter.shipment, tickets.mode_id)
    with pytest.raises(RefusedError, match="not_by_email") as refused:
        documents.send_document(house.desk, "send", letter.document_id)
    assert refused.value.facts == {"mode": "post", "mode_name": "Poste"}
    assert rows(house, DOCUMENTS)[0].state is DocumentState.ADDED
    documents.print_document(house.desk, "print", letter.document_id)
    printed = shipments.show_shipment(house.desk, letter.shipment).row
    assert (printed.documents, printed.print_state) == (2, PrintState.PARTLY_PRINTED)
    (page,) = texts(document_list.pdf_of_document(house.desk, letter.document_id))
    assert "Vos [b]places[/b] sont prêtes." in page
    assert "12, rue Principale" in page
    documents.print_document(house.desk, "more", letter.document_id)
    documents.delete_document(house.desk, "no more", other.document_id)
    more = TicketRequest(house.ids["p1"], house.ids["full"], (house.seat("F-13"),))
    added = add_tickets.add_tickets(house.desk, "more tickets", sold.order_id, None, "form", (more,), "post")
    assert added.balance.minor == 2 * 3200 + 250
    row = rows(house, SHIPMENTS, SHIPMENTS.c.number == letter.shipment)[0]
    assert row.state is ShipmentState.UNSENT
    dossier = order_page.show(house.desk, sold.order_id).dossier
    shown = {one.number: one for one in shipments.shipments_of(house.desk, dossier).rows}
    told = [(one.tickets, one.documents, one.print_state) for one in shown.values()]
    assert told == [(2, 0, PrintState.NOT_PRINTED), (0, 1, PrintState.DUPLICATE)]
    shipment_sending.mark_sent(house.desk, "to the post", row.id, None)
    (listed,) = document_list.documents_of_order(house.desk, sold.order_id)
    assert (listed.state, listed.printed, listed.acts) == (DocumentState.SENT, 2, (DocumentAct.PRINT,))
    with pytest.raises(RefusedError, match="document_sent"):
        documents.delete_document(house.desk, "late", letter.document_id)
    documents.print_document(house.desk, "copy", letter.document_id)


def test_a_letter_that_came_back_goes_where_its_contact_is_now(house: HouseUnderTest) -> None:
    contact = add_contact(house, "Tremblay", "Luc", "", street="12, rue Principale")
    sold = sales.sell(house.desk, "sale", "form", contact, (request_at(house, "F-12"),), "by_hand")
    letter = add(house, sold.order_id, LETTER, text="Bonjour")
    documents.print_document(house.desk, "print", letter.document_id)
    (row,) = rows(house, SHIPMENTS, SHIPMENTS.c.number == letter.shipment)
    shipment_sending.mark_sent(house.desk, "to the post", row.id, None)
    change_row(house, ORDERS, sold.order_id, contact_id=house.contacts["Cote"])  # the letter stays Luc's
    shipment_sending.mark_returned(house.desk, "moved", row.id, None, "parti sans laisser d'adresse")
    contacts.change_address(house.desk, "nowhere", contact, PostalAddress())
    with pytest.raises(RefusedError, match="missing_address"):
        documents.print_document(house.desk, "where to", letter.document_id)
    quay = PostalAddress("7, quai du Port", "G1K 1A1", "Québec", "", "CA")
    contacts.change_address(house.desk, "moved to", contact, quay)
    anew = documents.print_document(house.desk, "came back", letter.document_id)
    assert (anew.state, anew.printed) == (DocumentState.PRINTED, 2)
    page_of = shipments.show_shipment(house.desk, anew.shipment)
    assert page_of.contact is not None
    assert (page_of.contact.contact_id, page_of.address[:15]) == (contact, "7, quai du Port")
    assert anew.shipment == max(one.number for one in rows(house, SHIPMENTS))
    (page,) = texts(document_list.pdf_of_document(house.desk, letter.document_id))
    assert ("7, quai du Port" in page, "12, rue Principale" in page) == (True, False)
    assert add(house, sold.order_id, LETTER, "by_hand", "Encore").shipment > anew.shipment


def test_invoices_of_several_counters_at_once_leave_no_gap(house: HouseUnderTest) -> None:
    seats = ("F-12", "F-13", "F-14", "F-15")
    sold = [
        sales.sell(house.desk, seat, seat, None, (request_at(house, seat),), "by_hand").order_id for seat in seats
    ]
    added = [add(house, order_id, mode="by_hand").document_id for order_id in sold]

    def generate(document_id: int) -> int | None:
        desk = house.as_operator("ANNE")
        try:
            return documents.generate_document(desk, f"invoice {document_id}", document_id).number
        finally:
            desk.database.close()

    with ThreadPoolExecutor(len(added)) as pool:
        assert sorted(pool.map(generate, added), key=str) == [1, 2, 3, 4]


def test_what_is_refused_leaves_nothing(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    for arguments, code in (
        ((LETTER, None, " "), "letter_empty"),
        ((INVOICE, None, "Bonjour"), "text_of_letters_only"),
        ((LETTER, None, "4111 1111 1111 1111"), "card_number"),
        ((INVOICE, "print_at_home", ""), "not_for_documents"),
        ((INVOICE, "post", ""), "missing_address"),
    ):
        with pytest.raises(RefusedError, match=code):
            add(house, sold.order_id, *arguments)
    with pytest.raises(NotFoundError):
        add(house, sold.order_id, INVOICE, "pigeon")
    assert rows(house, DOCUMENTS) == []
    added = add(house, sold.order_id)
    documents.generate_document(house.desk, "generate", added.document_id, added.version)
    with pytest.raises(ConflictError, match="ANNE"):
        documents.send_document(house.desk, "stale", added.document_id, added.version)
    dora = house.as_operator("DORA")
    with pytest.raises(NotAllowedError):
        documents.print_document(dora, "print", added.document_id)
    with pytest.raises(NotAllowedError):
        document_list.documents_of_order(dora, sold.order_id)
    dora.database.close()
    for missing in (documents.delete_document, documents.generate_document):
        with pytest.raises(NotFoundError):
            missing(house.desk, "none", 404)
    with pytest.raises(NotFoundError):
        document_list.pdf_of_document(house.desk, add(house, sold.order_id, CONFIRMATION).document_id)


def test_of_a_reservation_only_letters_go_out_and_of_a_cancelled_order_what_corrects(
    house: HouseUnderTest,
) -> None:
    request = TicketRequest(house.ids["p1"], house.ids["full"], (house.seat("E-12"),))
    contact = house.contacts["Cothin"]
    kept = reservations.reserve(house.desk, "keep", "form", contact, (request,), "by_hand")
    for kind in (INVOICE, CONFIRMATION):
        with pytest.raises(RefusedError, match="not_taken_up"):
            add(house, kept.order_id, kind)
    assert add(house, kept.order_id, LETTER, text="Venez la chercher").state is DocumentState.ADDED
    sold = sell_two(house)
    waiting = add(house, sold.order_id, CONFIRMATION)
    documents.generate_document(house.desk, "first", add(house, sold.order_id).document_id)
    cancellations.cancel_tickets(
        house.desk, "all", sold.order_id, None, sold.ticket_ids, may_cancel_order=True
    )
    with pytest.raises(RefusedError, match="order_cancelled"):
        documents.generate_document(house.desk, "late", waiting.document_id)
    last = documents.generate_document(house.desk, "nothing left", add(house, sold.order_id).document_id)
    (row,) = rows(house, DOCUMENTS, DOCUMENTS.c.id == last.document_id)
    assert (row.number, row.total_minor) == (2, 0)
    (page,) = texts(document_list.pdf_of_document(house.desk, last.document_id))
    assert "64,00" in page  # paid, and to be given back
    lonely = sales.sell(house.desk, "walk in", "form", None, (request_at(house, "G-12"),), "by_hand")
    cancellations.cancel_tickets(
        house.desk, "gone", lonely.order_id, None, lonely.ticket_ids, may_cancel_order=True
    )
    with pytest.raises(RefusedError, match="nothing_to_invoice"):
        add(house, lonely.order_id)


def request_at(house: HouseUnderTest, seat: str) -> TicketRequest:
    return TicketRequest(house.ids["p1"], house.ids["full"], (house.seat(seat),))


def test_a_mail_that_came_back_is_sent_again_and_a_suppressed_one_never_leaves(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    change_row(house, ORDERS, sold.order_id, needs_confirmation=False)
    added = add(house, sold.order_id, CONFIRMATION)
    first = documents.send_document(house.desk, "send", added.document_id)
    outbox.send_due(house.desk, RefusingDoor())
    assert not rows(house, ORDERS)[0].needs_confirmation
    (listed,) = document_list.documents_of_order(house.desk, sold.order_id)
    assert (listed.mail_state, listed.acts) == ("refused", (DocumentAct.SEND, DocumentAct.PRINT))
    contacts.change_email(house.desk, "right now", house.contacts["Côté-Bélanger"], "eloise@lac.example")
    second = documents.send_document(house.desk, "again", added.document_id)
    assert second.mail_id != first.mail_id
    assert [mail.recipient for mail in rows(house, OUTBOX)] == ["eloise@exemple.ca", "eloise@lac.example"]
    with writing(house.desk) as work:
        work.connection.execute(sa.update(CONTACT_EMAILS).values(email="eloise@nulle.example"))
    quiet = documents.send_document(house.desk, "quiet", add(house, sold.order_id).document_id)
    assert quiet.suppressed
    assert rows(house, OUTBOX)[-1].state is MailState.SUPPRESSED
    with writing(house.desk) as work:
        work.connection.execute(sa.update(ORGANISATIONS).values(email=""))
    with pytest.raises(RefusedError, match="no_sender"):
        documents.send_document(house.desk, "nobody", add(house, sold.order_id).document_id)


def test_a_mail_goes_to_the_present_e_mail_of_its_shipments_contact(house: HouseUnderTest) -> None:
    sold, contact = sell_two(house), house.contacts["Côté-Bélanger"]
    added = add(house, sold.order_id)
    contacts.change_email(house.desk, "corrected", contact, "autre@exemple.ca")
    documents.send_document(house.desk, "send", added.document_id)
    assert [mail.recipient for mail in rows(house, OUTBOX)] == ["autre@exemple.ca"]


def test_the_number_of_an_invoice_is_reserved_when_all_else_is_gathered(house: HouseUnderTest) -> None:
    added = add(house, sell_two(house).order_id)
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    documents.generate_document(house.desk, "generate", added.document_id)
    sa.event.remove(sa.Engine, "before_cursor_execute", note)
    (reserved,) = [place for place, one in enumerate(asked) if "INTO counter" in one]
    gathering = ("FROM ticket", "FROM order_fee", "FROM contact ", "FROM organisation")
    assert not [one for one in asked[reserved:] if any(table in one for table in gathering)]


def test_an_erased_contact_is_in_no_document_and_the_books_stay(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    invoice = documents.send_document(house.desk, "send", add(house, sold.order_id).document_id)
    letter = add(house, sold.order_id, LETTER, text="Chère Éloïse")
    documents.generate_document(house.desk, "generate", letter.document_id)
    waiting = add(house, sold.order_id, LETTER, text="Éloïse, encore")
    contact, other = house.contacts["Côté-Bélanger"], house.contacts["Cote"]
    hers = sales.sell(house.desk, "hers", "form", other, (request_at(house, "G-12"),), "by_hand")
    documents.generate_document(house.desk, "hers too", add(house, hers.order_id, CONFIRMATION).document_id)
    contact_merge.merge_contacts(house.desk, "merge", contact, other)
    administrator = house.as_operator("ADMIN")
    export = contact_privacy.export_contact(administrator, contact)
    assert [kind for _, kind, _ in export.documents] == ["invoice", "letter", "letter", "confirmation"]
    assert "Éloïse Côté-Bélanger" in export.documents[0][2]
    contact_privacy.erase_contact(administrator, "erase", contact)
    administrator.database.close()
    for row in rows(house, DOCUMENTS):
        assert (row.text, row.addressee) == ("", {})
        assert "lo\u00efse" not in json.dumps(row.facts, ensure_ascii=False).casefold()
    (page,) = texts(document_list.pdf_of_document(house.desk, invoice.document_id))
    assert "64,00" in page
    assert "Éloïse" not in page
    with pytest.raises(RefusedError, match="contact_erased"):
        add(house, sold.order_id)
    with pytest.raises(RefusedError, match="letter_empty"):
        documents.generate_document(house.desk, "blank", waiting.document_id)
    with house.desk.database.read() as connection:
        told = connection.execute(sa.select(JOURNAL.c.facts)).scalars().all()
    assert not any("lo" + chr(239) + "se" in facts for facts in told)


def test_who_a_document_was_written_to_is_forgotten_wherever_it_went(house: HouseUnderTest) -> None:
    """The letter names Luc, travels and is mailed to Anne; of her nothing goes but the mail she got."""
    sold = sell_two(house)
    luc = add_contact(house, "Tremblay", "Luc", "luc@exemple.ca", street="12, rue Principale")
    anne = add_contact(house, "Roy", "Anne", "anne@exemple.ca")
    letter = add(house, sold.order_id, LETTER, text="Bonjour")
    (row,) = rows(house, SHIPMENTS, SHIPMENTS.c.number == letter.shipment)
    for contact, act in ((luc, documents.generate_document), (anne, documents.send_document)):
        way = ShipmentRequest("email", contact)
        shipment_changes.change_shipment(house.desk, f"to {contact}", row.id, None, way)
        act(house.desk, f"act {contact}", letter.document_id)
    contact_merge.merge_contacts(house.desk, "merge", house.contacts["Cote"], luc)
    administrator = house.as_operator("ADMIN")
    contact_privacy.erase_contact(administrator, "erase", house.contacts["Cote"])
    administrator.database.close()
    (left,), (mail,) = rows(house, DOCUMENTS), rows(house, OUTBOX)
    assert (left.addressee, left.text) == ({}, "")
    assert (mail.facts, mail.recipient, mail.state) == ({}, "", MailState.SUPPRESSED)


def test_the_modes_for_a_document_say_why_not_and_which_is_usual(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    offers = document_modes.document_modes(house.desk, sold.order_id)
    told = [(one.code, one.usual, one.objection.code if one.objection else None) for one in offers]
    assert told == [
        ("by_hand", False, None),
        ("post", False, "missing_address"),
        ("email", True, None),
    ]
    post = offers[1].objection
    assert post is not None
    assert post.facts["mode_name"] == "Poste"


def test_a_shipment_of_documents_is_changed_to_what_carries_them_without_a_fee(house: HouseUnderTest) -> None:
    contact = add_contact(house, "Roy", "Anne", "roy@exemple.ca", street="3, rue du Lac")
    request = request_at(house, "F-12")
    sold = sales.sell(house.desk, "sale", "form", contact, (request,), "by_hand")
    letter = add(house, sold.order_id, LETTER, text="Bonjour")
    page = shipments.show_shipment(house.desk, letter.shipment)
    assert [(one.code, one.objection) for one in page.modes] == [("by_hand", None), ("post", None), ("email", None)]
    ids = (page.row.shipment_id, page.row.version)
    with pytest.raises(RefusedError, match="not_for_documents"):
        shipment_changes.change_shipment(house.desk, "no", *ids, ShipmentRequest("print_at_home"))
    with pytest.raises(RefusedError, match="sent_with_its_mail"):
        shipment_sending.mark_sent(house.desk, "by hand", *ids)
    shipment_changes.change_shipment(house.desk, "post", *ids, ShipmentRequest("post"))
    after = order_page.show(house.desk, sold.order_id)
    assert (after.balance.minor, after.version) == (3200, sold.version)
    (listed,) = document_list.documents_of_order(house.desk, sold.order_id)
    assert (listed.mode, listed.shipment) == ("post", letter.shipment)
    with pytest.raises(RefusedError, match="documents_not_generated") as refused:
        shipment_sending.mark_sent(house.desk, "unsaid", ids[0], None)
    assert refused.value.facts == {"shipment": letter.shipment, "count": 1}
    documents.print_document(house.desk, "print", letter.document_id)
    (page_text,) = texts(document_list.pdf_of_document(house.desk, letter.document_id))
    assert "3, rue du Lac" in page_text
    assert shipment_sending.mark_sent(house.desk, "to the post", ids[0], None).number == letter.shipment


def test_what_a_shipment_left_without_travels_in_another_and_what_was_mailed_in_none(
    house: HouseUnderTest,
) -> None:
    contact = add_contact(house, "Roy", "Anne", "roy@exemple.ca", street="3, rue du Lac")
    sold = sales.sell(house.desk, "sale", "form", contact, (request_at(house, "F-12"),), "by_hand")
    mailed = documents.send_document(house.desk, "mail", add(house, sold.order_id).document_id)
    left = add(house, sold.order_id, LETTER, "post", "Bonjour")
    by_mail = documents.generate_document(house.desk, "one", add(house, sold.order_id).document_id)
    for change in (left, by_mail):  # as a house may have marked them before this was refused
        (row,) = rows(house, SHIPMENTS, SHIPMENTS.c.number == change.shipment)
        change_row(house, SHIPMENTS, row.id, state=ShipmentState.SENT)
    anew = documents.generate_document(house.desk, "anew", left.document_id)
    assert (anew.state, anew.shipment > left.shipment) == (DocumentState.GENERATED, True)
    sent = documents.send_document(house.desk, "send", by_mail.document_id)
    assert (sent.state, sent.shipment) == (DocumentState.SENT, by_mail.shipment)
    assert sent.mail_id == rows(house, OUTBOX)[-1].id
    (row,) = rows(house, SHIPMENTS, SHIPMENTS.c.number == mailed.shipment)
    shipment_sending.mark_returned(house.desk, "returned", row.id, None, "parti")
    before = len(rows(house, SHIPMENTS))
    copy = documents.print_document(house.desk, "copy", mailed.document_id)
    assert (copy.shipment, copy.printed, len(rows(house, SHIPMENTS))) == (mailed.shipment, 1, before)
