"""What a user can do in Archives: finding an order, and working on the one that is open (spec/archives.md).

`applies` reads the screen's own properties. Letters act outside fields, Alt+letter everywhere; Alt+H is help,
so history has Alt+I; Alt+F and Alt+B walk by words in some terminals, so what is to finish has Alt+G.
"""

from __future__ import annotations

from dataclasses import replace

from boxoffice_tui.locales.translate import N_
from boxoffice_tui.rules.deadlines import Preset
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.screens.command import Command

FINDING = N_("Search")
PERIOD = N_("Period")
ORDER = N_("Order")


def _preset(preset: Preset, label: str, letter: str) -> Command:
    return Command(f"search.{preset}", label, (letter, f"alt+{letter}"), PERIOD, action=f"preset('{preset}')")


PRESET_COMMANDS = {
    Preset.TODAY: _preset(Preset.TODAY, N_("Period: today"), "t"),
    Preset.SEVEN_DAYS: _preset(Preset.SEVEN_DAYS, N_("Period: 7 days"), "w"),
    Preset.THIRTY_DAYS: _preset(Preset.THIRTY_DAYS, N_("Period: 30 days"), "m"),
    Preset.SEASON: _preset(Preset.SEASON, N_("Period: this season"), "s"),
    Preset.ALL: _preset(Preset.ALL, N_("Period: all"), "a"),
}

SEARCH_COMMANDS = (
    Command("search.open", N_("Open"), ("enter", "alt+o"), FINDING, lambda screen: screen.can_open, footer=1),
    Command("search.number", N_("Number"), ("n", "alt+n"), FINDING, footer=3, action="go('number')"),
    Command(
        "search.customer", N_("Name, e-mail"), ("c", "alt+c"), FINDING, footer=4, action="go('customer')"
    ),
    Command("search.to_finish", N_("To finish"), ("f", "alt+g"), FINDING, footer=5),
    Command("search.restart", N_("New search"), ("r", "alt+r"), FINDING, footer=5),
    Command("search.period", N_("Period"), ("p", "alt+p"), PERIOD, footer=6, action="go('first')"),
    *PRESET_COMMANDS.values(),
)

ADD = Command(
    "order.add",
    N_("Add a ticket"),
    ("a", "alt+a"),
    ORDER,
    lambda screen: screen.changeable,
    footer=3,
    right=Right.ORDERS_ADD_TICKETS,
)
DELIVERY = Command(
    "order.delivery",
    N_("Delivery mode"),
    ("l", "alt+l"),
    ORDER,
    lambda screen: bool(screen.tickets_to_deliver),
    footer=4,
    right=Right.SHIPMENTS_CHANGE,
)
EXCHANGE = Command(
    "order.exchange",
    N_("Exchange tickets"),
    ("c", "alt+c"),
    ORDER,
    lambda screen: screen.exchangeable,
    footer=6,
    right=Right.ORDERS_ADD_TICKETS,
)
CANCEL = Command(
    "order.cancel",
    N_("Cancel tickets"),
    ("x", "alt+x"),
    ORDER,
    lambda screen: bool(screen.chosen_tickets),
    footer=6,
    right=Right.ORDERS_CANCEL_TICKETS,
)
CONFIRMATION = Command(
    "order.confirmation",
    N_("Send confirmation"),
    ("e", "alt+e"),
    ORDER,
    lambda screen: screen.active and not screen.reserved,
    footer=5,
    right=Right.ORDERS_CONFIRM,
)
PAYMENT = Command(
    "order.payment",
    N_("Payment"),
    ("p", "alt+p"),
    ORDER,
    lambda screen: screen.owing != 0,
    footer=2,
    right=Right.ORDERS_RECORD_PAYMENT,
)
REFUND = replace(PAYMENT, label=N_("Refund"), right=Right.ORDERS_REFUND)  # in its place when money goes back
PRINT = Command(
    "order.print",
    N_("Print tickets"),
    ("r", "alt+r"),
    ORDER,
    lambda screen: screen.printable,
    footer=6,
    right=Right.TICKETS_PRINT,
)
REPRINT = replace(PRINT, label=N_("Print duplicates"), right=Right.TICKETS_DUPLICATE)  # of what is printed
EXTEND = Command(
    "order.extend",
    N_("Extend"),
    ("d", "alt+d"),
    ORDER,
    lambda screen: screen.reserved,
    footer=2,
    right=Right.ORDERS_SELL,
)
RELEASE = Command(
    "order.release",
    N_("Release"),
    ("z", "alt+z"),
    ORDER,
    lambda screen: screen.reserved,
    footer=2,
    right=Right.ORDERS_CANCEL_TICKETS,
)
NOTE = Command(
    "order.note",
    N_("Note"),
    ("n", "alt+n"),
    ORDER,
    lambda screen: screen.page is not None,
    footer=5,
    right=Right.ORDERS_NOTE,
)
HISTORY = Command(
    "order.history", N_("History"), ("h", "alt+i"), ORDER, lambda screen: screen.page is not None, footer=7
)
CONTACT = Command(
    "order.contact",
    N_("Edit the contact"),
    ("w", "alt+w"),
    ORDER,
    lambda screen: screen.buyer_id is not None,
    footer=7,
    right=Right.CONTACTS_EDIT,
)
RECEIPT = Command(
    "order.receipt",
    N_("Receipt"),
    ("k", "alt+k"),
    ORDER,
    lambda screen: screen.page is not None,
    footer=7,
)
ARTICLES = Command(
    "order.articles",
    N_("Articles"),
    ("g", "alt+g"),
    ORDER,
    lambda screen: screen.page is not None and (screen.changeable or bool(screen.page.articles)),
    footer=7,
    hint=N_("programmes, posters: add them, take them back"),
)
SHIPMENTS = Command(
    "order.shipments",
    N_("Shipments"),
    ("s", "alt+s"),
    ORDER,
    lambda screen: screen.page is not None,
    footer=7,
    hint=N_("of the order's dossier: sent, returned, changed"),
)
DOCUMENTS = Command(
    "order.documents",
    N_("Documents"),
    ("m", "alt+m"),
    ORDER,
    lambda screen: screen.page is not None,
    hint=N_("invoices, confirmations, letters: add, send, print them"),
)
TICK_ALL = Command(
    "order.tick_all",
    N_("Tick all tickets"),
    ("t", "alt+t"),
    ORDER,
    lambda screen: len(screen.live_tickets) > 1,
)

ORDER_COMMANDS = (
    ADD,
    DELIVERY,
    EXCHANGE,
    CANCEL,
    CONFIRMATION,
    PRINT,
    PAYMENT,
    EXTEND,
    RELEASE,
    NOTE,
    ARTICLES,
    SHIPMENTS,
    HISTORY,
    RECEIPT,
    DOCUMENTS,
    CONTACT,
    TICK_ALL,
)
# their keys say why not, never nothing
EXPLAINED = (ADD, DELIVERY, EXCHANGE, CANCEL, CONFIRMATION, PRINT, PAYMENT, EXTEND, RELEASE, NOTE, ARTICLES)
