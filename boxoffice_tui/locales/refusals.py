"""The sentence of every refusal: code → msgid, which also says what would make it possible.

A code may have several sentences, the richest first: the first one whose facts are all there is said. How a
fact is worded follows from its type and name (`words.py`). Add a code here when a rule or service gains one;
what is not a rule's answer (rights, conflicts, the database, who may come in) is in `problems.py`.
"""

from __future__ import annotations

from boxoffice_tui.locales.article_refusals import ARTICLE_REFUSALS
from boxoffice_tui.locales.document_refusals import DOCUMENT_REFUSALS
from boxoffice_tui.locales.import_problems import IMPORT_PROBLEMS
from boxoffice_tui.locales.mode_refusals import MODE_REFUSALS
from boxoffice_tui.locales.money_refusals import MONEY_REFUSALS
from boxoffice_tui.locales.printer_refusals import PRINTER_REFUSALS
from boxoffice_tui.locales.problems import PROBLEMS, Sentences
from boxoffice_tui.locales.setup_problems import SETUP_PROBLEMS
from boxoffice_tui.locales.translate import N_

_ORDERS: dict[str, Sentences] = {
    "order_number_length": (
        N_(
            "An order number has 6 or 7 digits, this one has {length}. "
            "Type the whole number, or search by name or e-mail."
        ),
        N_("An order number has 6 or 7 digits. Type the whole number, or search by name or e-mail."),
    ),
    "phone_number": N_(
        "Orders are not found by phone number, and an order number has 6 or 7 digits. Search by name or e-mail."
    ),
    "dossier_number_length": (
        N_("A dossier number has 12 digits, this one has {length}. Type the whole number."),
        N_("A dossier number has 12 digits. Type the whole number."),
    ),
    "not_a_number": (
        N_("“{text}” is not a number. Type its digits, or search by name or e-mail."),
        N_("This is not a number. Type its digits, or search by name or e-mail."),
    ),
    "email_too_short": (
        N_("Type at least {minimum} characters of the e-mail address."),
        N_("Type more characters of the e-mail address."),
    ),
    "origin_not_changeable": (
        N_(
            "Order placed online ({origin}). It cannot be changed here. Contact the team of {platform}. "
            "You can cancel tickets to free the places."
        ),
        N_(
            "Order placed online ({origin}). It cannot be changed here. "
            "You can cancel tickets to free the places."
        ),
    ),
    "order_cancelled": N_("This order is cancelled. Make a new order instead."),
    "contact_required": N_("Places are reserved for a contact. Name one, or sell them now."),
    "not_taken_up": (
        N_("Order {order} is reserved until {due_on}, not taken up. Take it up first."),
        N_("This order is reserved, not taken up. Take it up first."),
    ),
    "not_a_reservation": (
        N_("Order {order} is not reserved: it was sold, taken up or cancelled. Look at its history."),
        N_("This order is not reserved: it was sold, taken up or cancelled. Look at its history."),
    ),
    "due_date_past": (
        N_("{due_on} is past: places are kept from today on. Name today or a later day."),
        N_("This day is past: places are kept from today on. Name today or a later day."),
    ),
    "due_date_not_later": (
        N_(
            "It is reserved until {due_on} already. Name a later day, {last_day} at the latest: the day of the "
            "first performance."
        ),
        N_("It is reserved until {due_on} already. Name a later day."),
        N_("It is reserved until that day already. Name a later one."),
    ),
    "limit_per_order": (
        N_(
            "At most {limit} tickets an order for this performance: it has {live}, {adding} more were asked "
            "for. Take fewer, or make another order."
        ),
        N_("This is more than an order may have for this performance. Take fewer, or make another order."),
    ),
    "quantity_not_positive": N_("Ask for at least one ticket."),
    "price_changed": (
        N_("The price changed meanwhile from {shown} to {current}. Save again to sell at {current}."),
        N_("The price changed meanwhile. Look at the new price, then save again."),
    ),
    "cancels_order": N_(
        "Nothing would be left of the order: this cancels it. Confirm that (in commands with --cancel-order), or "
        "keep it."
    ),
    "reason_required": N_("A reason is needed. Type why, then save again."),
    "note_too_long": (
        N_("A note has at most {limit} characters, this one has {length}. Shorten it."),
        N_("This note is too long. Shorten it."),
    ),
    "last_four_digits": N_("Of a card only its last four digits are kept. Type four digits, or none."),
    "card_number": N_("This looks like a card number, which is never kept. Type the last four digits only."),
    "no_email": N_("There is no e-mail address to send the confirmation to. Add one to the contact."),
    "malformed_email": (
        N_("“{email}” is not an e-mail address. Correct it."),
        N_("This is not an e-mail address. Correct it."),
    ),
    "balance_not_zero": (
        N_("The balance is {balance}. Settle it first, or give a reason to send the confirmation now."),
        N_("The balance is not zero. Settle it first, or give a reason to send the confirmation now."),
    ),
}

_PERFORMANCES: dict[str, Sentences] = {
    "performance_cancelled": N_("This performance is cancelled. Choose another one."),
    "performance_not_on_sale": N_(
        "This performance is not on sale. Choose another one, or open its sale in the setup."
    ),
    "performance_past": (
        N_(
            "This performance began on {starts_at}. Choose another one, or ask an operator who may sell past "
            "performances."
        ),
        N_(
            "This performance is past. Choose another one, or ask an operator who may sell past performances."
        ),
    ),
}

_PLACES: dict[str, Sentences] = {
    "seat_taken": (
        N_("Seat {seat} was taken meanwhile. Choose another one; what you typed is kept."),
        N_("This seat was taken meanwhile. Choose another one; what you typed is kept."),
    ),
    "seat_killed": (
        N_("Seat {seat} is out of use. Choose another one."),
        N_("This seat is out of use. Choose another one."),
    ),
    "seat_house": (
        N_(
            "Seat {seat} is kept for the house. Choose another one, or ask an operator who may use house "
            "seats."
        ),
        N_(
            "This seat is kept for the house. Choose another one, or ask an operator who may use house seats."
        ),
    ),
    "block_taken": (
        N_(
            "Sold, reserved or held among these seats: {count} ({seats}). Nothing was changed. Choose other "
            "seats, or leave these out."
        ),
        N_("Some seats of this block are sold, reserved or held. Choose other seats, or leave these out."),
    ),
    "nothing_to_block": N_("All these seats are sold, reserved or held. Choose other seats."),
    "nothing_to_free": N_("None of these seats is blocked. Choose seats that are."),
    "seat_name_ambiguous": (
        N_("{count} seats are called {name}. Name the section too."),
        N_("Several seats have this name. Name the section too."),
    ),
    "no_block": (
        N_("There are no {count} seats side by side. Ask for fewer, or choose them on the map."),
        N_("There are not so many seats side by side. Ask for fewer, or choose them on the map."),
    ),
    "gauge_full": (
        N_(
            "Places asked for: {asked}, left: {left}. Ask for fewer, or choose another category or "
            "performance."
        ),
        N_("There are not enough places left. Ask for fewer, or choose another category or performance."),
    ),
}

_TICKETS: dict[str, Sentences] = {
    "ticket_not_live": (
        N_("Ticket {number} is cancelled. Only a valid ticket will do."),
        N_("This ticket is cancelled. Only a valid ticket will do."),
    ),
    "ticket_scanned": (
        N_(
            "Ticket {number} was scanned at the door. An operator who may cancel scanned tickets can cancel "
            "it."
        ),
        N_("This ticket was scanned at the door. An operator who may cancel scanned tickets can cancel it."),
    ),
    "nothing_to_exchange": (
        N_("Ticket {number} would stay as it is. Name another seat, rate or performance."),
        N_("Nothing is to be exchanged. Choose tickets, and what they become."),
    ),
    "ticket_twice": N_("The same ticket is named twice. An exchange takes each ticket once."),
    "several_performances": N_(
        "These tickets are for several performances. Exchange those of one performance at a time."
    ),
    "exchange_seat_needed": (
        N_("The place of ticket {number} is not in that performance. Choose a seat, or a category without seats."),
        N_("This place is not in that performance. Choose a seat, or a category without seats."),
    ),
    "seat_not_free_there": (
        N_("Seat {seat} is sold, reserved or held on {starts_at}. Choose another seat of that performance."),
        N_("Seat {seat} is sold, reserved or held in that performance. Choose another seat of it."),
        N_("This seat is sold, reserved or held in that performance. Choose another seat of it."),
    ),
    "ticket_printed": (
        N_("Ticket {number} is printed already. Print a duplicate of it, with a reason."),
        N_("This ticket is printed already. Print a duplicate of it, with a reason."),
    ),
    "ticket_not_printed": (
        N_("Ticket {number} was never printed: there is nothing to duplicate. Print it."),
        N_("This ticket was never printed: there is nothing to duplicate. Print it."),
    ),
    "ticket_already_scanned": (
        N_("Ticket {number} was let in already, {scanned_at}. To let it in again, undo that scan."),
        N_("Ticket {number} was let in already. To let it in again, undo that scan."),
        N_("This ticket was let in already. To let it in again, undo that scan."),
    ),
    "ticket_not_scanned": (
        N_("Ticket {number} was not scanned: there is no scan to undo."),
        N_("This ticket was not scanned: there is no scan to undo."),
    ),
    "unknown_token": N_("No ticket has this barcode. Scan it again, or look for the order by name."),
}

_DELIVERY: dict[str, Sentences] = {
    "mode_not_offered": (
        N_("{mode_name} is not offered for these tickets. Choose another delivery mode."),
        N_("This delivery mode is not offered for these tickets. Choose another one."),
    ),
    "no_mode_offered": N_(
        "No delivery mode of this channel can take these tickets. Complete the contact's address or e-mail, or "
        "let the setup offer another mode."
    ),
    "shipment_sent": (
        N_("Shipment {shipment} was sent and is locked. If it came back, mark it as returned."),
        N_("These tickets were sent already. Only tickets that were not sent can change their mode."),
    ),
    "tickets_printed": (
        N_("The tickets of shipment {shipment} are printed and stay in it. Exchange them to deliver anew."),
        N_("These tickets are printed already. Only tickets that were not printed can change their mode."),
    ),
    "shipment_invalidated": N_(
        "Shipment {shipment} is invalidated: it carries nothing. Change the one that has its tickets now."
    ),
    "shipment_not_sent": N_("Shipment {shipment} was not sent, so it cannot come back. Change it as it is."),
    "shipment_is_reference": N_(
        "Shipment {shipment} is the reference: it carries nothing. Its order's own shipments are made at the sale."
    ),
    "reference_has_no_rows": N_(
        "The reference shipment is one for all its dossier. Change the shipment instead of the row."
    ),
    "exception_on_reference": N_(
        "Only a reference shipment can be an exception, as a reservation leaves it. Choose a mode that is offered."
    ),
    "ticket_of_other_shipment": N_(
        "Not all of these tickets are in shipment {shipment}. Choose among those it carries."
    ),
    "nothing_to_send": N_("Shipment {shipment} carries nothing to send. Look at the list again."),
    "tickets_not_printed": N_(
        "{count} tickets of shipment {shipment} are not printed. Print them, then mark it as sent."
    ),
    "documents_not_generated": N_(
        "Shipment {shipment} holds documents that are only added ({count}). Generate or delete them first."
    ),
    "sent_with_its_mail": N_(
        "Shipment {shipment} goes by e-mail: it is sent when its documents are. Send them, no mark is needed."
    ),
    "not_carried": N_("Only post has a carrier's number. Change the mode of shipment {shipment} to post first."),
    "carrier_reference_too_long": N_("A carrier's number has {limit} characters at most. Shorten it."),
    "modes_differ": N_(
        "The tickets of this order have different delivery modes. Choose one for the new ticket."
    ),
    "not_on_channel": (
        N_("{channel} does not offer {mode_name}. Choose another mode, or allow it by an exception."),
        N_("This sales channel does not offer this mode. Choose another one, or allow it by an exception."),
    ),
    "not_for_tickets": N_("This mode carries documents only. Choose another one for tickets."),
    "destination": (
        N_("{mode_name} does not go to {country}. Choose another mode or another address."),
        N_("This mode does not go to that country. Choose another mode or another address."),
    ),
    "too_late": (
        N_(
            "Too late for {mode_name}: it takes {delay_days} days, and the last day was {last_day}. "
            "Choose another mode."
        ),
        N_("Too late for this mode before the performance. Choose another one."),
    ),
    "no_medium": (
        N_("No ticket medium is set up for {mode_name}. Choose another mode, or add the medium in the setup."),
        N_("No ticket medium is set up for this mode. Choose another one, or add the medium in the setup."),
    ),
    "missing_address": N_("This mode needs a postal address. Add one, or choose another mode."),
    "missing_email": N_("This mode needs an e-mail address. Add one, or choose another mode."),
}

_CONTACTS: dict[str, Sentences] = {
    "contact_name_required": N_("A contact needs a last name, or the structure it belongs to. Type one of them."),
    "contact_erased": N_(
        "This contact was erased for good: it neither changes nor buys any more. Create a new one."
    ),
    "contact_merged": N_("Contact {number} was merged into contact {kept}. Work with contact {kept}."),
    "merge_same": N_("Both are contact {number}. Choose another one to merge into it."),
    "merge_structures": N_(
        "Contacts {number} and {other} stand for two structures: a relay has one contact for each. Leave them two, "
        "or change the structure of one first."
    ),
    "contact_search_empty": N_("Type a contact number, a name, a postal code or part of an e-mail address."),
}

_INPUT: dict[str, Sentences] = {
    "count_malformed": N_("This is not a whole number. Type digits only."),
    "count_too_large": (
        N_("This number is too large. Type a number from {least} to {most}."),
        N_("This number is too large. Type a smaller one."),
    ),
    "count_out_of_range": (
        N_("Type a number from {least} to {most}."),
        N_("This number is out of range. Type another one."),
    ),
    "date_malformed": (
        N_("This is not a date. Type it like {example}."),
        N_("This is not a date. Type day, month and year."),
    ),
    "date_unknown": (
        N_("There is no day {typed}. Check day, month and year."),
        N_("There is no such day. Check day, month and year."),
    ),
    "unknown_code": (
        N_("No {what} has the code “{code}”. Check the code, or add it in the setup."),
        N_("Unknown code “{code}”. Check it, or add it in the setup."),
        N_("Unknown code. Check it, or add it in the setup."),
    ),
}

REFUSALS: dict[str, Sentences] = {
    **_ORDERS,
    **_PERFORMANCES,
    **_PLACES,
    **MONEY_REFUSALS,
    **_TICKETS,
    **_DELIVERY,
    **_CONTACTS,
    **_INPUT,
    **ARTICLE_REFUSALS,
    **DOCUMENT_REFUSALS,
    **MODE_REFUSALS,
    **PRINTER_REFUSALS,
    **PROBLEMS,
    **SETUP_PROBLEMS,
    **IMPORT_PROBLEMS,
}
