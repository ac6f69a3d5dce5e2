"""What a clerk can do at the counter (issue: The counter).

`applies` reads the screen's own properties. Digits are no commands: in the list they say how many, in the basket
at which rate.
"""

from __future__ import annotations

from boxoffice_tui.locales.translate import N_
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.screens.command import Command

SELLING = N_("Sell")
BASKET = N_("Basket")

NEXT_CUSTOMER = frozenset({"counter.take_up", "counter.till", "counter.repeat", "counter.last"})
"""What is done before a basket is begun: the footer has no room for it beside what is done with one."""

TILL = Command("counter.till", N_("Till"), ("t", "alt+t"), SELLING, footer=5, right=Right.TILLS_OPERATE)

COUNTER_COMMANDS = (
    Command(
        "counter.add",
        N_("Add"),
        ("enter", "alt+a"),
        SELLING,
        lambda screen: screen.can_add,
        footer=1,
        hint=N_("after how many: 2, then Enter"),
        right=Right.ORDERS_SELL,
    ),
    Command(
        "counter.pay",
        N_("Pay"),
        ("p", "alt+p"),
        SELLING,
        lambda screen: screen.basket.filled,
        footer=1,
        right=Right.ORDERS_SELL,
    ),
    Command(
        "counter.seats",
        N_("Choose seats"),
        ("m", "alt+m"),
        SELLING,
        lambda screen: screen.numbered is not None,
        footer=2,
        short=N_("Seat map"),
        right=Right.ORDERS_SELL,
    ),
    Command(
        "counter.articles",
        N_("Articles"),
        ("g", "alt+g"),
        SELLING,
        footer=6,
        hint=N_("programmes, posters: beside the tickets or alone"),
        right=Right.ORDERS_SELL,
    ),
    Command(
        "counter.block",
        N_("Block seats"),
        ("b", "alt+n"),
        SELLING,
        lambda screen: screen.numbered is not None,
        hint=N_("for the house or out of use, with a reason"),
        right=Right.SEATS_BLOCK,
    ),
    Command(
        "counter.category",
        N_("Category"),
        ("k", "alt+k"),
        SELLING,
        lambda screen: screen.has_categories,
        footer=6,
    ),
    Command("counter.contact", N_("Customer"), ("c", "alt+c"), SELLING, footer=3),
    Command(
        "counter.edit_contact",
        N_("Edit the customer"),
        ("e", "alt+e"),
        SELLING,
        lambda screen: screen.contact is not None,
        footer=8,
        right=Right.CONTACTS_EDIT,
    ),
    Command(
        "counter.reserve",
        N_("Reserve"),
        ("v", "alt+v"),
        SELLING,
        lambda screen: bool(screen.basket.lines),
        footer=4,
        right=Right.ORDERS_SELL,
    ),
    Command(
        "counter.deposit",
        N_("Reserve with a deposit"),
        ("d", "alt+y"),
        SELLING,
        lambda screen: bool(screen.basket.lines),
        footer=7,
        right=Right.ORDERS_SELL,
    ),
    Command(
        "counter.take_up",
        N_("Take up a reservation"),
        ("u", "alt+w"),
        SELLING,
        footer=4,
        short=N_("Take up"),
        right=Right.ORDERS_SELL,
    ),
    TILL,
    Command("counter.delivery", N_("Delivery mode"), ("l", "alt+l"), SELLING, footer=5, short=N_("Delivery")),
    Command(
        "counter.remove",
        N_("Take out"),
        ("delete", "alt+d"),
        BASKET,
        lambda screen: screen.line is not None,
        footer=2,
    ),
    Command(
        "counter.empty",
        N_("Empty the basket"),
        ("x", "alt+x"),
        BASKET,
        lambda screen: screen.basket.filled or screen.contact is not None,
        footer=7,
    ),
    Command(
        "counter.repeat",
        N_("Repeat the last sale"),
        ("r", "alt+r"),
        SELLING,
        lambda screen: screen.last is not None,
        footer=4,
        short=N_("Repeat"),
        right=Right.ORDERS_SELL,
    ),
    Command(
        "counter.last",
        N_("Open the last order"),
        ("o", "alt+o"),
        SELLING,
        lambda screen: screen.last is not None,
        footer=5,
        short=N_("Last order"),
    ),
)
