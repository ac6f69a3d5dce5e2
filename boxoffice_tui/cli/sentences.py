"""What commands say of an error: of their own, and of services where a command can name the next step.

Several sentences as in `locales/refusals.py`: the first one whose facts are all there is said.
"""

from __future__ import annotations

from collections.abc import Mapping

from boxoffice_tui.locales.file_problems import FILE_EXISTS, FILE_UNWRITABLE, cause_said
from boxoffice_tui.locales.translate import N_, _

_TYPED: dict[str, tuple[str, ...]] = {
    "argument_missing": (N_("{name} is missing."),),
    "argument_unexpected": (N_("“{text}” is one argument too many."),),
    "option_unknown": (
        N_("There is no option {name}. Did you mean {near}?"),
        N_("There is no option {name}. With --help the command says which there are."),
    ),
    "option_usage": (N_("The option {name} takes a value."),),
    "option_flag": (N_("The option {name} takes no value."),),
    "command_unknown": (
        N_("There is no command “{name}”. Did you mean {near}?"),
        N_("There is no command “{name}”. Choose one of: {known}."),
        N_("There is no command “{name}”. With --help the program says which there are."),
    ),
    "command_missing": (N_("A command is missing."),),
    "choice_unknown": (N_("“{text}” cannot stand here. Expected: {choices}."),),
    "value_malformed": (N_("“{text}” is not what is wanted here. Type it like {example}."),),
    "instant_malformed": (N_("“{text}” is not an instant with its zone. Type it like {example}."),),
    "zone_unknown": (
        N_("There is no time zone “{text}”. Did you mean {near}?"),
        N_("There is no time zone “{text}”. Those of this country: {known}."),
        N_("There is no time zone “{text}”. Type it like {example}."),
    ),
    "seats_and_tickets": (
        N_("Tickets: {tickets}, seats: {seats}. Give --seat once for each --ticket, in the same order."),
    ),
    "options_exclude": (N_("{one} and {other} exclude each other. Give one of them."),),
    "option_needed": (N_("{options} is needed here."),),
    "pins_differ": (N_("The two PINs differ. Type them again."),),
    "nothing_to_read": (N_("Nothing came from the standard input."),),
    "no_workbooks": (
        N_("The library that writes workbooks is missing (xlsxwriter). Name a file that ends in .csv instead."),
    ),
    "restore_unconfirmed": (
        N_(
            "This would put {file} in the place of the database {place}. Give --yes to do it; the present "
            "database is kept aside."
        ),
    ),
}

_FILES: dict[str, tuple[str, ...]] = {
    "file_too_large": (N_("{place} is too large: {most} bytes at most."),),
    "file_not_text": (N_("{place} is not a text in UTF-8 (byte {position})."),),
    "file_unreadable": (N_("{place} cannot be read: {cause}."),),
    "file_unwritable": (FILE_UNWRITABLE,),
    "file_exists": (FILE_EXISTS,),
    "configuration_unreadable": (N_("The settings in {place} cannot be read."),),
    "configuration_malformed": (
        N_(
            "The settings in {place} are not TOML, from line {line}, character {position} on. Correct it. The "
            "parser's own words, in English: “{told}”"
        ),
        N_("The settings in {place} are not TOML. Correct it. The parser's own words, in English: “{told}”"),
    ),
    "configuration_key_unknown": (N_("There is no setting “{key}” ({place}). Correct it, or take it out."),),
    "configuration_value": (N_("The setting “{key}” cannot be “{value}” ({place})."),),
    "configuration_command_unknown": (
        N_("There is no command “{key}” for [keys] ({place}). Did you mean {near}? Help (F1) names them."),
        N_("There is no command “{key}” for [keys] ({place}). Help (F1) names them."),
    ),
    "configuration_key_malformed": (
        N_("“{value}” is no key for “{key}” ({place}). Write it like f6, alt+k or ctrl+x."),
    ),
    "configuration_key_taken": (
        N_("The key {value} of “{key}” is also that of “{other}” ({place}). Give one of them another key."),
    ),
}

_NEXT_STEPS: dict[str, tuple[str, ...]] = {
    "performance_not_found": (
        N_(
            "There is no performance {name}. Name it EVENT/PERFORMANCE, as it is listed by: boxoffice "
            "performances list"
        ),
    ),
    "event_not_found": (N_("There is no event {name}. They are listed by: boxoffice events list"),),
    "category_not_found": (
        N_("There is no category {name}. They are listed by: boxoffice performances show EVENT/PERFORMANCE"),
    ),
    "rate_not_found": (
        N_("There is no rate {name}. They are listed by: boxoffice performances show EVENT/PERFORMANCE"),
    ),
    "seat_not_found": (N_("There is no seat {name}. They are shown by: boxoffice seats map EVENT/PERFORMANCE"),),
    "ticket_not_found": (
        N_("There is no ticket {name} on this order. They are shown by: boxoffice orders show NUMBER"),
    ),
    "order_not_found": (
        N_("There is no order {name}. Check the number, or search: boxoffice orders search NAME"),
    ),
    "contact_not_found": (
        N_(
            "There is no contact {name}. Search: boxoffice contacts find NAME. Or create it: boxoffice contacts "
            "add"
        ),
    ),
    "operator_not_found": (N_("There is no operator {name}. They are listed by: boxoffice operators list"),),
    "reservation_not_found": (
        N_("Nothing is reserved for {name}. What is reserved is listed by: boxoffice reservations list"),
    ),
    "reservation_ambiguous": (N_("Several reservations may be meant. Name one of them: {numbers}"),),
    "not_taken_up": (
        N_("Order {order} is reserved until {due_on}. First take it up: boxoffice reservations take-up {order}"),
    ),
    "mode_not_found": (
        N_("There is no delivery mode {name}. They are listed by: boxoffice shipments modes"),
    ),
    "mail_not_found": (N_("There is no mail {name}. They are listed by: boxoffice outbox list"),),
    "balance_not_zero": (
        N_(
            "The balance is {balance}. Settle it first (boxoffice orders pay, or refund), or say why it goes out "
            "now: boxoffice orders confirm NUMBER --reason TEXT"
        ),
    ),
    "no_price": (
        N_(
            "There is no price for this category and rate now. Prices: boxoffice performances show "
            "EVENT/PERFORMANCE"
        ),
    ),
    "ticket_printed": (
        N_(
            "Ticket {number} is printed already. Print a duplicate: boxoffice tickets reprint NUMBER {number} "
            "--reason TEXT --to FILE"
        ),
    ),
    "no_printer": (
        N_(
            "{till} has no ticket printer. Print to a PDF: boxoffice tickets pdf NUMBER --output FILE. Or name "
            "another till: --till CODE"
        ),
        N_(
            "No till stands here, so no ticket printer. Name it: --till CODE. Or print to a PDF: boxoffice "
            "tickets pdf NUMBER --output FILE"
        ),
    ),
    "not_on_stock": (
        N_(
            "Delivery mode “{mode_name}” of ticket {numbers} uses no ticket stock: nothing was printed. Print to a "
            "PDF: boxoffice tickets pdf NUMBER --output FILE. Or first change the mode: boxoffice orders delivery "
            "NUMBER MODE"
        ),
        N_(
            "Delivery mode “{mode_name}” uses no ticket stock: nothing was printed. Name a mode with stock, such "
            "as by hand or by post: boxoffice shipments modes"
        ),
    ),
    "ticket_in_doubt": (
        N_(
            "Nobody knows whether ticket {numbers} came out of the printer. Look. If not: boxoffice tickets "
            "not-printed NUMBER {numbers}. Else print a duplicate: boxoffice tickets print NUMBER {numbers} "
            "--reason TEXT"
        ),
    ),
    "exchange_seat_needed": (
        N_(
            "The place of ticket {number} is not in that performance. Name one: --seat SEAT, or --category CODE "
            "where seats are not numbered."
        ),
    ),
    "modes_differ": (
        N_(
            "The tickets of this order have different delivery modes. Choose one for the new ticket, --mode CODE: "
            "{modes}"
        ),
        N_("The tickets of this order have different delivery modes. Choose one for the new ticket: --mode CODE"),
    ),
    "no_email": (
        N_(
            "There is no e-mail address to send the confirmation to. Name one: boxoffice orders confirm NUMBER "
            "--email ADDRESS"
        ),
    ),
    "conflict": (
        N_(
            "{who} changed this meanwhile ({when}). Nothing was saved: look at it (boxoffice orders show NUMBER), "
            "then say it again."
        ),
    ),
    "cancels_order": (
        N_("These are the last tickets: cancelling them cancels the order. Confirm that: --cancel-order"),
    ),
    "card_must_be_present": (
        N_("A debit payment goes back only to the card that paid. With the card in the terminal: --card-present"),
    ),
    "category_needed": (
        N_("Several categories are on sale, at different prices: {offers}. Choose one: --category CODE"),
    ),
    "ticket_name_ambiguous": (
        N_("Several tickets of this order are called {name}. Name one of them: id={ids}"),
    ),
    "seat_name_ambiguous": (
        N_("{count} seats are called {name}. Name the section too, as in SECTION:F-14."),
    ),
    "no_block": (
        N_("There are no {count} seats together. Ask for fewer, or accept others with --split."),
    ),
}

_SENTENCES = {**_TYPED, **_FILES, **_NEXT_STEPS}
CODES = frozenset(_SENTENCES)


def sentence(code: str, facts: Mapping[str, object], locale: str, zone: str = "UTC") -> str:
    """The sentence of a code that is worded here; "" for any other code."""
    sentences = _SENTENCES.get(code)
    if sentences is None:
        return ""
    from boxoffice_tui.locales import words

    return words.said(sentences, _with_cause(facts), locale, zone)


def at(place: str, message: str) -> str:
    """A sentence with the place it is about, an option or a line, where there is one."""
    return _("{place}: {message}").format(place=place, message=message) if place else message


def _with_cause(facts: Mapping[str, object]) -> Mapping[str, object]:
    """The facts with what the system said of a file in words, not in its own English."""
    if "cause" not in facts:
        return facts
    return {**facts, "cause": cause_said(str(facts["cause"]))}
