"""Tickets, a house and a mail as services would freeze them, for the tests of documents and devices."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from boxoffice_tui.rules.money import Money
from boxoffice_tui.views.documents import (
    Addressee,
    ArticleFacts,
    ConfirmationFacts,
    DocumentFacts,
    DocumentPaper,
    ETicketFacts,
    HouseFacts,
    InvoicedFees,
    InvoicedTax,
    InvoicedTickets,
    InvoiceFacts,
    MailFacts,
    ReceiptFacts,
    ReceiptPayment,
    TicketFacts,
)
from boxoffice_tui.views.states import DocumentKind, FeeKind, PaymentMethod

BOUGHT = datetime(2026, 8, 14, 19, 20, tzinfo=UTC)
EVENING = datetime(2026, 12, 6, 1, 0, tzinfo=UTC)  # 5 December, 20:00 in Toronto

HOUSE = HouseFacts(
    name="Orchestre de la Ville",
    address="1, place des Arts, Montréal (Québec) H2X 1Y9",
    email="billets@orchestre.example",
    phone="+1 514 555 0132",
    country="CA",
    training=False,
)
TICKET = TicketFacts(
    number=1207,
    token="Qm9zY29tLXRpY2tldC0xMjM0NQ",
    uid="482913-77@orchestre.example",
    sequence=2,
    event="Casse-Noisette",
    venue="Grande salle",
    venue_address="10, rue du Théâtre, Toronto",
    starts_at=EVENING,
    zone="America/Toronto",
    section="Galerie",
    row="F",
    place="12",
    seat_category="Catégorie A",
    rate="Plein tarif",
    price=Money(3500, "CAD"),
    holder="Éloïse Côté-Bélanger",
    electronic=True,
)
BESIDE = replace(TICKET, number=1208, token="c2Vjb25kLXRva2VuLTU2Nzg5MA", place="13", sequence=3)
POSTED = replace(
    TICKET, number=44, token="dGhpcmQtdG9rZW4tNTY3ODkw", uid="482913-78@orchestre.example", event="Gala",
    starts_at=datetime(2027, 7, 2, 0, 0, tzinfo=UTC), section="", row="", place="", price=Money(0, "CAD"),
    electronic=False, delivery="Poste",
)  # fmt: skip
CONFIRMATION = ConfirmationFacts(
    house=HOUSE,
    order_number="482913",
    buyer="Éloïse Côté-Bélanger",
    tickets=(TICKET, BESIDE, POSTED),
    tickets_total=Money(7000, "CAD"),
    fees_total=Money(250, "CAD"),
    paid=Money(3750, "CAD"),
    balance=Money(3500, "CAD"),
    move_link="https://billets.orchestre.example/moves/abc?to=1&key=2",
)
RECEIPT = ReceiptFacts(
    order=CONFIRMATION,
    bought_at=BOUGHT,
    zone="America/Toronto",
    operator="ANNE",
    taxes=Money(842, "CAD"),
    payments=(
        ReceiptPayment(PaymentMethod.CASH, Money(3500, "CAD"), Money(5000, "CAD")),
        ReceiptPayment(PaymentMethod.VOUCHER, Money(250, "CAD")),
    ),
)
MAIL = MailFacts(
    message_id="<outbox.17@orchestre.example>",
    recipient="eloise@exemple.ca",
    recipient_name="Éloïse Côté-Bélanger",
    sender="noreply@orchestre.example",
    language="en",
    template="order_confirmation",
    template_version=2,
    recorded_at=BOUGHT,
    told=CONFIRMATION,
)
E_TICKETS = ETicketFacts(
    house=HOUSE,
    order_number="482913",
    buyer="Éloïse Côté-Bélanger",
    recipient="Anne Roy",
    tickets=(replace(TICKET, delivery="E-ticket"), BESIDE),
)
APART = replace(MAIL, recipient="anne@exemple.ca", template="e_tickets", template_version=1, told=E_TICKETS)
INVOICE = DocumentPaper(
    facts=DocumentFacts(
        kind=DocumentKind.INVOICE,
        house=HOUSE,
        order_number="482913",
        written_at=BOUGHT,
        zone="America/Toronto",
        invoice=InvoiceFacts(
            number=12,
            replaces=9,
            tickets=(
                InvoicedTickets(
                    "Casse-Noisette", "Grande salle", EVENING, "America/Toronto", "Catégorie A", "Plein tarif", 2,
                    Money(3500, "CAD"),
                ),
                InvoicedTickets("Gala", "Chapelle", None, "America/Toronto", "", "Réduit", 1, Money(1500, "CAD")),
            ),
            fees=(InvoicedFees(FeeKind.TICKETING, 3, Money(125, "CAD")),),
            articles=(ArticleFacts("Programme", 2, Money(1000, "CAD")),),
            taxes=(
                InvoicedTax("TPS", Decimal(5), Money(8000, "CAD"), Money(400, "CAD")),
                InvoicedTax("TVQ", Decimal("9.975"), Money(8000, "CAD"), Money(798, "CAD")),
                InvoicedTax("", None, Money(500, "CAD"), Money(10, "CAD")),
            ),
            total=Money(9875, "CAD"),
            paid=Money(5000, "CAD"),
            balance=Money(4875, "CAD"),
        ),
    ),
    addressee=Addressee("Ryu OSAMU", "MITSUBISHI", ("RUE DU MARCHE 1", "12345 TOKYO"), "JP"),
    text="",
    language="fr",
    edition=2,
)  # fmt: skip
LETTER = replace(
    INVOICE,
    facts=replace(INVOICE.facts, kind=DocumentKind.LETTER, invoice=None),
    text="Cher Monsieur,\n\nVos places vous attendent.",
)
CONFIRMED = replace(
    INVOICE, facts=replace(INVOICE.facts, kind=DocumentKind.CONFIRMATION, invoice=None, order=CONFIRMATION)
)

HOSTILE = (
    "Eve\r\nBcc: victim@exemple.ca",
    "<script>alert(1)</script>",
    "[@click=app.quit]x[/]",
    "{{ 7*7 }} {name} {0.__class__} %(name)s %s {nb}",
    "\x1b[2J\x1b]0;x\x07",
    "\u202egnp.exe\u2066 \u200f",
    "=?utf-8?q?=0D=0ABcc:_x@y.ca?=",
    "x" * 10_000,
    "Zoe\u0308 " + "\u0301" * 500,
    "山田太郎 שלום Щелкунчик Ὀρφεύς",
)
