"""The sentence of every line of an order's history: the journal's action → msgid.

Several sentences as in `refusals.py`: the first one whose facts are all there is said. `count` is that of the
line's `ticket_ids`.
"""

from __future__ import annotations

from boxoffice_tui.locales.problems import Sentences
from boxoffice_tui.locales.translate import N_

ACTIONS: dict[str, Sentences] = {
    "order_sold": (
        N_("Order sold, seats {seats}, {articles}"),
        N_("Order sold, seats {seats}"),
        N_("Order sold, tickets {tickets}, {articles}"),
        N_("Order sold, tickets {tickets}"),
        N_("Order sold, number of tickets: {count}"),
        N_("Order sold: {articles}"),
        N_("Order sold"),
    ),
    "order_reserved": (
        N_("Reserved until {due_on}, seats {seats}"),
        N_("Reserved until {due_on}, number of tickets: {count}"),
        N_("Reserved"),
    ),
    "reservation_taken_up": (
        N_("Reservation taken up, number of tickets: {count}"),
        N_("Reservation taken up"),
    ),
    "reservation_extended": (
        N_("Reservation extended until {due_on}"),
        N_("Reservation extended"),
    ),
    "reservation_released": (
        N_("Reservation released: it was due on {due_on}"),
        N_("Reservation released"),
    ),
    "reference_excepted": (
        N_("Exception for {exception_for} allowed, on every channel"),
        N_("Delivery mode for when it is taken up: {mode_name}"),
    ),
    "reference_changed": (
        N_("Exception for {exception_for} allowed, on every channel"),
        N_("Exception for {exception_ended} ended; delivery mode for when it is taken up: {mode_name}"),
        N_("Delivery mode for when it is taken up: {mode_name}"),
        N_("Delivery mode changed"),
    ),
    "order_imported": N_("Order imported from a file"),
    "tickets_added": (
        N_("Added: seats {seats}"),
        N_("Added: tickets {tickets}"),
        N_("Tickets added: {count}"),
        N_("Tickets added"),
    ),
    "tickets_cancelled": (
        N_("Cancelled: seats {seats}"),
        N_("Cancelled: tickets {tickets}"),
        N_("Tickets cancelled: {count}"),
        N_("Tickets cancelled"),
    ),
    "articles_added": (
        N_("Added: {articles}"),
        N_("Articles added"),
    ),
    "articles_returned": (
        N_("Given back: {articles}"),
        N_("Articles given back"),
    ),
    "tickets_exchanged": (
        N_("Exchanged: tickets {replaced}, seats {left}, for tickets {tickets}, seats {seats}"),
        N_("Exchanged: tickets {replaced} for tickets {tickets}"),
        N_("Tickets exchanged: {count}"),
        N_("Tickets exchanged"),
    ),
    "payment_recorded": (
        N_("Payment recorded: {amount}, {method}, rounding {rounding}"),
        N_("Payment recorded: {amount}, {method}"),
        N_("Payment recorded: {amount}"),
        N_("Payment recorded"),
    ),
    "refund_recorded": (
        N_("Refund recorded: {amount}, {method}, rounding {rounding}"),
        N_("Refund recorded: {amount}, {method}"),
        N_("Refund recorded: {amount}"),
        N_("Refund recorded"),
    ),
    "note_added": N_("Note added"),
    "confirmation_recorded": (
        N_("Confirmation e-mail ready to be sent; sent {sent_at}"),
        N_("Confirmation e-mail ready to be sent; refused: {reply}"),
        N_("Confirmation e-mail ready to be sent"),
    ),
    "delivery_changed": (
        N_("Delivery mode of tickets {tickets}: {mode_name}"),
        N_("Delivery mode: {mode_name}"),
        N_("Delivery mode changed"),
    ),
    "document_added": (
        N_("Document added: {document}"),
        N_("Document added"),
    ),
    "document_generated": (
        N_("Document generated: {document} {number}"),
        N_("Document generated: {document}"),
        N_("Document generated"),
    ),
    "document_sent": (
        N_("E-mail with a document ready to be sent: {document}; sent {sent_at}"),
        N_("E-mail with a document ready to be sent: {document}; refused: {reply}"),
        N_("E-mail with a document ready to be sent: {document}"),
        N_("E-mail with a document ready to be sent"),
    ),
    "document_printed": (
        N_("Document printed: {document}"),
        N_("Document printed"),
    ),
    "document_deleted": (
        N_("Document deleted: {document}"),
        N_("Document deleted"),
    ),
    "shipment_changed": (
        N_("Delivery of tickets {tickets}: {mode_name}"),
        N_("Delivery: {mode_name}"),
        N_("Shipment changed"),
    ),
    "shipment_sent": N_("Shipment sent"),
    "shipment_returned": (
        N_("Shipment returned, tickets {tickets}"),
        N_("Shipment returned"),
    ),
    "carrier_reference_changed": N_("Carrier's number changed"),
    "ticket_scanned": (
        N_("Ticket {number} scanned at the door"),
        N_("Ticket scanned at the door"),
    ),
    "scan_undone": (
        N_("Scan of ticket {number} undone"),
        N_("Scan undone"),
    ),
    "ticket_printed": (
        N_("Ticket {number} printed"),
        N_("Ticket printed"),
    ),
    "ticket_reprinted": (
        N_("Duplicate of tickets {tickets} printed"),
        N_("Duplicate printed"),
    ),
    "ticket_print_uncertain": (
        N_("Ticket {number} sent to the printer; nobody knows whether it came out"),
        N_("Ticket sent to the printer; nobody knows whether it came out"),
    ),
    "ticket_assumed_printed": (
        N_("Tickets {tickets} counted as printed, for nobody knew whether they came out"),
        N_("Tickets counted as printed, for nobody knew whether they came out"),
    ),
    "ticket_declared_not_printed": (
        N_("Tickets {tickets}: the paper did not come out, says who looked"),
        N_("The paper did not come out, says who looked"),
    ),
    "contact_changed": N_("Contact changed"),
}
