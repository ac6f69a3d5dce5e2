"""Documents: any order of acts leads where the table says, and an invoice that was numbered stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from enum import StrEnum

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from boxoffice_tui.rules import documents
from boxoffice_tui.rules.delivery import DeliveryReason, Destination, ModeFacts, ShipmentType
from boxoffice_tui.rules.documents import (
    LETTER_LIMIT,
    DocumentAct,
    DocumentMode,
    DocumentRefusal,
    Reach,
    Standing,
    after,
    default_mode,
    generating_objection,
    mode_objection,
    possible,
    sending_objection,
    state_in,
    steps,
    text_objection,
    travels_anew,
)
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.orders import OrderRefusal
from boxoffice_tui.rules.reservations import ReservationRefusal
from boxoffice_tui.views.states import DocumentKind, DocumentState, OrderState, ShipmentState

NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
REACH = Reach(NOW, "CA", "CA", has_address=True, has_email=True)
EMAIL = DocumentMode(ModeFacts("mail", ShipmentType.EMAIL, needs_email=True), handles_documents=True)
POST = DocumentMode(
    ModeFacts("post", ShipmentType.POST, delay_days=5, needs_address=True), handles_documents=True
)
BY_HAND = DocumentMode(ModeFacts("hand", ShipmentType.BY_HAND), handles_documents=True)
TICKETS_ONLY = DocumentMode(ModeFacts("print", ShipmentType.PRINT_AT_HOME), handles_documents=False)

standings = st.builds(
    Standing, st.sampled_from(DocumentKind), st.sampled_from(DocumentState), came_back=st.booleans()
)


class Life(RuleBasedStateMachine):
    """One document, and beside it what a clerk remembers of it."""

    def __init__(self) -> None:
        super().__init__()
        self.standing = Standing(DocumentKind.INVOICE, DocumentState.ADDED)
        self.generated = self.sent = self.refusals = self.gone = 0

    @rule(kind=st.sampled_from(DocumentKind))
    def begin(self, kind: DocumentKind) -> None:
        self.standing = Standing(kind, DocumentState.ADDED)
        self.generated = self.sent = self.refusals = self.gone = 0

    @rule(act=st.sampled_from(DocumentAct))
    def act(self, act: DocumentAct) -> None:
        for step in steps(self.standing.state, act):
            self.take(step)

    def take(self, act: DocumentAct) -> None:
        before, following = self.standing, after(self.standing, act)
        assert (act in possible(before, by_email=True)) is not isinstance(following, Objection)
        if isinstance(following, Objection):
            return
        self.generated += act is DocumentAct.GENERATE
        self.sent += act is DocumentAct.SEND
        self.gone += act is DocumentAct.DELETE
        invoiced = act is DocumentAct.GENERATE and before.kind is DocumentKind.INVOICE
        came_back = before.came_back and act is not DocumentAct.SEND
        self.standing = replace(
            before, state=following, number=7 if invoiced else before.number, came_back=came_back
        )

    @rule()
    def come_back(self) -> None:
        if self.standing.state is DocumentState.SENT and not self.standing.came_back:
            self.refusals += 1
            self.standing = replace(self.standing, came_back=True)

    @invariant()
    def it_is_generated_once_and_sent_once_more_than_it_came_back(self) -> None:
        assert self.generated <= 1
        assert self.sent <= self.refusals + 1
        assert self.gone <= 1

    @invariant()
    def a_numbered_invoice_stays_and_what_left_was_generated(self) -> None:
        state, number = self.standing.state, self.standing.number
        assert not (number and state in {DocumentState.ADDED, DocumentState.DELETED})
        assert not (self.sent and state is DocumentState.DELETED)
        settled = state in {DocumentState.GENERATED, DocumentState.PRINTED, DocumentState.SENT}
        assert not settled or self.generated == 1
        if self.standing.kind is DocumentKind.INVOICE:
            assert bool(number) is bool(self.generated)


TestLife = Life.TestCase


@given(standings, st.sampled_from(DocumentAct))
def test_what_is_not_possible_says_why(standing: Standing, act: DocumentAct) -> None:
    following = after(standing, act)
    if standing.state is DocumentState.DELETED:
        assert following == Objection(DocumentRefusal.DOCUMENT_DELETED)
    elif act is DocumentAct.GENERATE and standing.state is not DocumentState.ADDED:
        assert following == Objection(DocumentRefusal.DOCUMENT_GENERATED)
    elif standing.state is DocumentState.SENT and act is DocumentAct.DELETE:
        assert following == Objection(DocumentRefusal.DOCUMENT_SENT)
    elif standing.state is DocumentState.SENT and act is DocumentAct.SEND:
        expected = DocumentState.SENT if standing.came_back else Objection(DocumentRefusal.DOCUMENT_SENT)
        assert following == expected
    else:
        assert isinstance(following, DocumentState)
    kept = after(replace(standing, state=DocumentState.PRINTED, number=12), DocumentAct.DELETE)
    assert kept == Objection(DocumentRefusal.INVOICE_KEPT, {"number": 12})


@given(st.sampled_from(DocumentState), st.sampled_from(ShipmentState), st.sampled_from(ShipmentType))
def test_with_its_shipment_a_document_is_sent_but_by_e_mail_only_with_its_own_mail(
    state: DocumentState, shipment: ShipmentState, mode: ShipmentType
) -> None:
    settled = state in {DocumentState.GENERATED, DocumentState.PRINTED}
    gone = settled and shipment is ShipmentState.SENT and mode is not ShipmentType.EMAIL
    assert state_in(state, shipment, mode) is (DocumentState.SENT if gone else state)


@given(st.sampled_from(DocumentState), st.sampled_from(ShipmentState), st.sampled_from(DocumentAct))
def test_another_shipment_is_for_what_is_to_travel_and_cannot_in_its_own(
    state: DocumentState, shipment: ShipmentState, act: DocumentAct
) -> None:
    copy_of_a_mail = act is DocumentAct.PRINT and state is DocumentState.SENT
    to_travel = act is not DocumentAct.DELETE and not copy_of_a_mail
    cannot = shipment is ShipmentState.INVALIDATED or (
        shipment is ShipmentState.SENT and state is DocumentState.ADDED
    )
    assert travels_anew(state, shipment, act) == (to_travel and cannot)


def test_only_a_mail_is_sent_from_here() -> None:
    standing = Standing(DocumentKind.LETTER, DocumentState.ADDED)
    assert possible(standing, by_email=False) == (DocumentAct.GENERATE, DocumentAct.PRINT, DocumentAct.DELETE)
    assert sending_objection(EMAIL.mode) is None
    assert sending_objection(POST.mode) == Objection(DocumentRefusal.NOT_BY_EMAIL, {"mode": "post"})


@given(st.text(max_size=40))
def test_a_letter_has_a_text_and_nothing_else_has(text: str) -> None:
    objection = text_objection(DocumentKind.LETTER, text)
    kept = documents.letter_text(text)
    assert (objection is None) is bool(kept)
    assert (text_objection(DocumentKind.INVOICE, text) is None) is not bool(kept)


def test_a_letter_ends_somewhere_and_holds_no_card() -> None:
    long = text_objection(DocumentKind.LETTER, "a" * (LETTER_LIMIT + 1))
    facts = {"length": LETTER_LIMIT + 1, "limit": LETTER_LIMIT}
    assert long == Objection(DocumentRefusal.LETTER_TOO_LONG, facts)
    card = text_objection(DocumentKind.LETTER, "Votre carte 4111 1111 1111 1111")
    assert card == Objection(OrderRefusal.CARD_NUMBER)
    assert documents.letter_text(" Bonjour,\n\n\x1b[31mmerci\u202e ") == "Bonjour,\n\n[31mmerci"


@given(
    st.sampled_from(DocumentKind),
    st.sampled_from(OrderState),
    st.none() | st.just(date(2026, 12, 1)),
    st.booleans(),
)
def test_what_an_order_can_be_told(
    kind: DocumentKind, state: OrderState, due_on: date | None, invoiced: bool
) -> None:
    objection = generating_objection(kind, state, due_on, "1000001", invoiced=invoiced)
    cancelled = state is OrderState.CANCELLED
    expected: StrEnum | None = None
    if kind is DocumentKind.CONFIRMATION and cancelled:
        expected = OrderRefusal.ORDER_CANCELLED
    elif kind is DocumentKind.INVOICE and cancelled and not invoiced:
        expected = DocumentRefusal.NOTHING_TO_INVOICE
    elif kind is not DocumentKind.LETTER and due_on is not None:
        expected = ReservationRefusal.NOT_TAKEN_UP
    assert (objection.code if objection else None) == expected


def test_by_e_mail_to_who_has_one_else_by_post_else_as_it_can() -> None:
    modes = (TICKETS_ONLY, BY_HAND, POST, EMAIL)
    nothing = Reach(NOW, "CA")
    assert default_mode(modes, REACH) == EMAIL.mode
    assert default_mode(modes, replace(nothing, has_address=True)) == POST.mode
    assert default_mode(modes, nothing) == BY_HAND.mode
    assert default_mode((POST, EMAIL), nothing) == Objection(DeliveryReason.MISSING_EMAIL, {"mode": "mail"})
    assert default_mode((TICKETS_ONLY,), REACH) == Objection(DocumentRefusal.NO_MODE_FOR_DOCUMENTS)


@given(st.sampled_from(Destination), st.booleans(), st.booleans(), st.sampled_from(("", "CA", "JP")))
def test_a_mode_carries_documents_there_or_says_why_not(
    destination: Destination, address: bool, email: bool, country: str
) -> None:
    mode = DocumentMode(replace(POST.mode, destination=destination), handles_documents=True)
    reach = Reach(NOW, "CA", country, has_address=address, has_email=email)
    objection = mode_objection(mode, reach)
    home = country == "CA"
    fits = not country or destination is Destination.ANY or home is (destination is Destination.DOMESTIC)
    expected = None if address else DeliveryReason.MISSING_ADDRESS
    assert (objection.code if objection else None) == (expected if fits else DeliveryReason.DESTINATION)
    refused = mode_objection(replace(mode, handles_documents=False), reach)
    assert refused == Objection(DocumentRefusal.NOT_FOR_DOCUMENTS, {"mode": "post"})
