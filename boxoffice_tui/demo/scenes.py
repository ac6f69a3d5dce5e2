"""What happened lately in the demo's house: an order or more in every state that Archives shows.

A scene is told hour by hour: it yields when it goes on, and acts through the staff at that instant.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import count

from boxoffice_tui.demo.purchases import OPEN_SEATING
from boxoffice_tui.demo.staff import AGENCY, COUNTER, PHONE, SUPERVISOR, WIDGET, Staff, Wish
from boxoffice_tui.rules.refunds import RefundPart
from boxoffice_tui.views.states import PaymentMethod

Scene = Iterator[datetime]
When = Callable[[int, str], datetime]
"""The instant so many days ago at an hour of the house."""

TOUR_PERFORMANCE = "mouette/p4"
TOUR_CUSTOMER = 1
TOUR_SEATS = ("Parterre-F-14", "Parterre-F-15")
KEPT_FREE = (
    *("Parterre-F-1[3-8]", "Parterre-G-1[2-7]", "Parterre-E-1[6-9]"),
    *("Parterre-C-[4-7]", "Parterre-J-1[3-9]", "Balcon-AA-[5-9]"),
)
"""Around the seats of the tour's order nobody sits yet, and there is choice."""

_CASH, _DEBIT, _CREDIT = PaymentMethod.CASH, PaymentMethod.DEBIT_TERMINAL, PaymentMethod.CREDIT_TERMINAL
_AWKWARD_NOTE = "[blink]Rappeler après 17 h[/blink] – demander « M. O’Neil »\n=1+1 ; \u202e<b>gras</b>"


def play(scenes: Iterable[Scene], staff: Staff, told: Callable[[], None]) -> None:
    """Plays scenes together, always the one whose hour comes first, a second apart at least; `told` hears of
    every step.
    """
    order = count()
    waiting = [(at, next(order), scene) for scene in scenes for at in (next(scene),)]
    heapq.heapify(waiting)
    while waiting:
        at, _place, scene = heapq.heappop(waiting)
        staff.go_on(at)
        upcoming = next(scene, None)
        told()
        if upcoming is not None:
            heapq.heappush(waiting, (upcoming, next(order), scene))


def scenes(staff: Staff, when: When, cast: Iterator[int]) -> Iterator[Scene]:
    """Every scene. Customers go by number: those with a story by theirs (people.toml), the others of `cast`,
    who have e-mail addresses.
    """
    yield _for_the_tour(staff, when)
    for days, customer, wish, mode in (
        (19, 4, Wish("mouette/p5", 2, "balcon"), "billet"),
        (17, 5, Wish("quatuor/p2", 3), "billet"),
        (15, 6, Wish("nils/p2", 4, rate="enfant"), "retrait"),
        (13, 7, Wish("gel/p1", 2, "loges"), "billet"),
        (6, 3, Wish("bretelles/p2", 2), "retrait"),
        (4, 1, Wish("antigone/p3", 2, rate="aine"), "retrait"),
        (2, 2, Wish("mouette/p6", 1), "billet"),
    ):
        yield _settled(staff, when(days, "11:20"), customer, wish, mode)
    for days, customer in ((12, next(cast)), (9, 8), (5, 26), (3, next(cast)), (1, 30)):
        yield _promised(staff, when, days, customer)
    for days, customer in ((8, next(cast)), (2, 22)):
        yield _half_paid(staff, when, days, customer)
    for with_somebody in (_not_explained, _left_in_the_middle, _called_off, _with_promotion, _of_a_platform):
        yield with_somebody(staff, when, next(cast))
    for days in (7, 3, 1):
        yield _not_told(staff, when, days, next(cast))
    for days, customer in ((6, next(cast)), (2, 24)):
        yield _to_refund(staff, when, days, customer)
    for days in (14, 10):
        yield _refunded(staff, when, days, next(cast))
    for make in (_abandoned, _kept, _two_evenings, _guests, _group, _awkward):
        yield make(staff, when)
    for days in (11, 9, 7, 5, 4, 3, 2, 1):
        yield _over_the_counter(staff, when, days)


def door(staff: Staff, opens: datetime, event: str, numbers: Iterable[int]) -> Scene:
    """The evening of a performance of `event`: the holders of these orders come in, half a minute apart."""
    for place, number in enumerate(numbers):
        yield opens + timedelta(seconds=30 * place)
        staff.let_in(staff.find(str(number)), event)


def _for_the_tour(staff: Staff, when: When) -> Scene:
    """The order the tour adds a ticket to: two seats at the old price, paid and confirmed."""
    yield when(21, "10:12")
    wish = Wish(TOUR_PERFORMANCE, seats=TOUR_SEATS)
    order = staff.sell(TOUR_CUSTOMER, [wish], "billet", channel=PHONE, paid_by=_CREDIT)
    yield when(21, "10:16")
    staff.confirm(order)


def _settled(staff: Staff, at: datetime, customer: int, wish: Wish, mode: str) -> Scene:
    yield at
    order = staff.sell(customer, [wish], mode, channel=PHONE, paid_by=_CREDIT)
    yield at + timedelta(minutes=4)
    staff.confirm(order)


def _promised(staff: Staff, when: When, days: int, customer: int) -> Scene:
    """Ordered by phone; the cheque is said to be in the post."""
    yield when(days, "13:05")
    order = staff.sell(customer, [Wish("gel/p3", 2, "balcon")], "retrait", channel=PHONE)
    yield when(days, "13:07")
    staff.note(order, "Chèque promis pour la fin de la semaine.")


def _half_paid(staff: Staff, when: When, days: int, customer: int) -> Scene:
    yield when(days, "15:40")
    order = staff.sell(customer, [Wish("antigone/p4", 3)], "guichet")
    yield when(days, "15:41")
    staff.pay(order, _CASH, 6000)


def _not_told(staff: Staff, when: When, days: int, customer: int) -> Scene:
    """Paid; the confirmation was forgotten."""
    yield when(days, "16:15")
    staff.sell(customer, [Wish("marees/p2", 2)], "billet", channel=PHONE, paid_by=_CREDIT)


def _not_explained(staff: Staff, when: When, customer: int) -> Scene:
    """A ticket was added, paid and confirmed, and nobody said why."""
    yield when(16, "10:31")
    order = staff.sell(customer, [Wish("revolution/p1", 2)], "retrait", channel=PHONE, paid_by=_CREDIT)
    yield when(16, "10:33")
    staff.confirm(order)
    yield when(4, "14:02")
    staff.add(order, Wish("revolution/p1", 1), "retrait")
    yield when(4, "14:05")
    staff.pay(order, _CREDIT)
    yield when(4, "14:06")
    staff.confirm(order)


def _left_in_the_middle(staff: Staff, when: When, customer: int) -> Scene:
    """A ticket was added and the line broke: payment, confirmation and note are open."""
    yield when(18, "17:10")
    order = staff.sell(customer, [Wish("nils/p3", 2)], "billet", channel=PHONE, paid_by=_CREDIT)
    yield when(18, "17:12")
    staff.confirm(order)
    yield when(1, "18:22")
    staff.add(order, Wish("nils/p3", 1, rate="enfant"), "billet")


def _to_refund(staff: Staff, when: When, days: int, customer: int) -> Scene:
    yield when(20, "12:30")
    order = staff.sell(customer, [Wish("bourgeois/p5", 3)], "guichet", channel=COUNTER, paid_by=_DEBIT)
    yield when(days, "12:35")
    staff.cancel(order, 1)
    yield when(days, "12:36")
    staff.note(order, "Un ami malade.")


def _refunded(staff: Staff, when: When, days: int, customer: int) -> Scene:
    yield when(days + 6, "10:45")
    order = staff.sell(customer, [Wish("bourgeois/p6", 2)], "guichet", paid_by=_CREDIT)
    yield when(days, "10:50")
    staff.cancel(order, 1, (RefundPart.PRICE, RefundPart.TICKETING_FEE))
    yield when(days, "10:52")
    staff.refund(order)
    yield when(days, "10:53")
    staff.note(order, "Annulé par téléphone, remboursé sur la carte.", who=SUPERVISOR)


def _called_off(staff: Staff, when: When, customer: int) -> Scene:
    """Everything was cancelled and given back."""
    yield when(23, "14:20")
    order = staff.sell(customer, [Wish("antigone/p3", 2), Wish("gel/p2", 2)], "retrait", paid_by=_DEBIT)
    yield when(8, "14:25")
    staff.cancel(order, parts=(RefundPart.PRICE, RefundPart.TICKETING_FEE))
    yield when(8, "14:27")
    staff.refund(order)
    yield when(8, "14:28")
    staff.note(order, "Déménagement ; remboursement complet accordé par Anne.", who=SUPERVISOR)


def _abandoned(staff: Staff, when: When) -> Scene:
    """Never paid, and cancelled; the note is missing."""
    yield when(22, "11:11")
    order = staff.sell(27, [Wish("jazz/p7", 2, OPEN_SEATING)], "retrait", channel=PHONE)
    yield when(5, "11:15")
    staff.cancel(order, parts=(RefundPart.PRICE, RefundPart.TICKETING_FEE))


def _kept(staff: Staff, when: When) -> Scene:
    """Cancelled too late: the place is free again, the price stays with the house."""
    yield when(12, "18:40")
    order = staff.sell(28, [Wish("marees/p2", 2, "balcon")], "guichet", paid_by=_CASH)
    yield when(3, "18:45")
    staff.cancel(order, 1, ())
    yield when(3, "18:46")
    staff.note(order, "Annulation hors délai, prix conservé.")


def _of_a_platform(staff: Staff, when: When, customer: int) -> Scene:
    """Sold by a platform: nothing can be added here, but a place can be freed."""
    yield when(9, "20:14")
    order = staff.sell(
        customer,
        [Wish("mouette/p5", 3)],
        "billet",
        who=SUPERVISOR,
        channel=WIDGET,
        paid_by=PaymentMethod.ONLINE,
    )
    yield when(2, "10:05")
    staff.cancel(order, 1, ())
    yield when(2, "10:06")
    staff.note(order, "Place libérée à la demande de Lepointdevente ; ils remboursent.")


def _two_evenings(staff: Staff, when: When) -> Scene:
    """Two events in one order, one by post, one at the counter."""
    yield when(10, "15:15")
    order = staff.sell(8, [Wish("gel/p4", 2)], "poste", channel=PHONE)
    yield when(10, "15:18")
    staff.add(order, Wish("jazz/p8", 2, OPEN_SEATING), "retrait")
    yield when(10, "15:20")
    staff.pay(order, PaymentMethod.CHEQUE)
    yield when(10, "15:21")
    staff.note(order, "Les billets de jazz seront pris à l’entrée.")


def _with_promotion(staff: Staff, when: When, customer: int) -> Scene:
    yield when(11, "12:01")
    order = staff.sell(
        customer, [Wish("mouette/p6", 2, promotion="LAC")], "billet", channel=PHONE, paid_by=_CREDIT
    )
    yield when(11, "12:03")
    staff.confirm(order)


def _guests(staff: Staff, when: When) -> Scene:
    yield when(6, "09:50")
    order = staff.sell(7, [Wish("gel/p1", 2, rate="invitation")], "retrait", who=SUPERVISOR)
    yield when(6, "09:52")
    staff.confirm(order, "Les frais sont offerts à la presse.")
    yield when(6, "09:53")
    staff.note(order, "Presse.", who=SUPERVISOR)


def _group(staff: Staff, when: When) -> Scene:
    """A works council, through its relay."""
    yield when(13, "10:40")
    order = staff.sell(13, [Wish("nils/p4", 11, rate="groupe")], "retrait", channel=AGENCY)
    yield when(4, "09:35")
    staff.pay(order, PaymentMethod.TRANSFER)
    yield when(4, "09:36")
    staff.confirm(order)


def _over_the_counter(staff: Staff, when: When, days: int) -> Scene:
    """Nobody left a name; the tickets were printed and handed over."""
    yield when(days, f"{11 + days % 7}:48")
    method = (_CASH, _DEBIT)[days % 2]
    order = staff.sell(None, [Wish(f"gel/p{1 + days % 4}", 1 + days % 3)], "guichet", paid_by=method)
    yield when(days, f"{11 + days % 7}:49")
    staff.hand_over(order)


def _awkward(staff: Staff, when: When) -> Scene:
    """Names and notes made to break programs are shown as they are."""
    yield when(3, "17:30")
    order = staff.sell(20, [Wish("revolution/p2", 2)], "guichet", paid_by=_CASH)
    yield when(3, "17:31")
    staff.hand_over(order)
    yield when(3, "17:32")
    staff.note(order, _AWKWARD_NOTE)
