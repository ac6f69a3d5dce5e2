"""Who occupies what: claims on seats and on the cells performance × category × contingent.

Numbered or not, a claim belongs to one cell, and its sum is checked as well as its seat (DESIGN.md,
Occupancy; spec/options.md, Arithmetic). All counts are places, percents whole numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.views.states import SeatState

GENERAL_CONTINGENT = "general"
"""The contingent of what is set aside for nobody; every cell of sale without another has it."""


class ClaimKind(StrEnum):
    """What a claim is; a placed or ordered option is an OPTION."""

    HOLD = "hold"
    OPTION = "option"
    RESERVATION = "reservation"
    SALE = "sale"
    HOUSE = "house"
    KILLED = "killed"


class OccupancyRefusal(StrEnum):
    """Why places cannot be claimed; the functions below document the facts."""

    SEAT_TAKEN = "seat_taken"
    SEAT_KILLED = "seat_killed"
    SEAT_HOUSE = "seat_house"
    GAUGE_FULL = "gauge_full"
    SEAT_NAME_AMBIGUOUS = "seat_name_ambiguous"
    NO_BLOCK = "no_block"


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim that has not been ended. `form` is the key of the form that holds it, `order_id` its order.

    `expires_at` is aware UTC, None for a claim that does not expire.
    """

    kind: ClaimKind
    form: str | None = None
    order_id: int | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Claimant:
    """Who asks for places: the form, the order on screen if any, and whether house seats are open to it."""

    form: str
    order_id: int | None = None
    may_use_house: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """The live sums of one cell. `overbooking` is the percent allowed, 0 where it is not allowed.

    `placed` are options not ordered yet; they count for the public and for sales only if `count_down`.
    """

    gauge: int
    sold: int = 0
    reserved: int = 0
    ordered: int = 0
    placed: int = 0
    held: int = 0
    house: int = 0
    killed: int = 0
    overbooking: int = 0
    count_down: bool = False

    @property
    def limit(self) -> int:
        """The most places that may be committed: L = G + floor(G·p/100)."""
        return self.gauge + self.gauge * self.overbooking // 100

    @property
    def committed(self) -> int:
        """The places gone but for options that are only placed: V + R + K, what is held, house and killed."""
        return self.sold + self.reserved + self.ordered + self.held + self.house + self.killed

    @property
    def counted(self) -> int:
        """The places gone for the public and for sales: `committed`, and the placed ones if counted down."""
        return self.committed + (self.placed if self.count_down else 0)


def live(claim: Claim, now: datetime) -> bool:
    """Whether the claim still stands: an expired one reads as free from its very instant, job or no job."""
    return claim.expires_at is None or now < claim.expires_at


def standing(claim: Claim, now: datetime, *, was_house: bool) -> Claim:
    """The claim as it counts at `now`: a house seat (`was_house`) whose hold is over is the house's again."""
    over = was_house and claim.kind is ClaimKind.HOLD and not live(claim, now)
    return Claim(ClaimKind.HOUSE) if over else claim


def seat_objection(claim: Claim | None, claimant: Claimant, now: datetime) -> Objection | None:
    """Why `claimant` cannot take a seat that carries `claim`; no facts, the caller names the seat.

    A killed seat is for nobody, a house seat for those with the right, a held one for its own form only;
    anything sold, reserved or optioned is taken, the claimant's own order included: own seats are not chosen
    again (spec/archives.md, Add a ticket, 3).
    """
    if claim is None or not live(claim, now):
        return None
    if claim.kind is ClaimKind.KILLED:
        return Objection(OccupancyRefusal.SEAT_KILLED)
    if claim.kind is ClaimKind.HOUSE:
        return None if claimant.may_use_house else Objection(OccupancyRefusal.SEAT_HOUSE)
    if claim.kind is ClaimKind.HOLD and claim.form == claimant.form:
        return None
    return Objection(OccupancyRefusal.SEAT_TAKEN)


def seat_state(claim: Claim | None, claimant: Claimant, now: datetime) -> SeatState:
    """What a seat that carries `claim` is for `claimant` on the seat map."""
    if claim is None or not live(claim, now):
        return SeatState.FREE
    if claim.kind is ClaimKind.HOLD:
        return SeatState.CHOSEN if claim.form == claimant.form else SeatState.HELD
    if claim.kind is ClaimKind.HOUSE:
        return SeatState.HOUSE
    if claim.kind is ClaimKind.KILLED:
        return SeatState.KILLED
    own = claimant.order_id is not None and claim.order_id == claimant.order_id
    return SeatState.OWN if own else SeatState.SOLD


def public_availability(cell: Cell) -> int:
    """The places the public may still buy: the gauge less what counts, overbooking or not, never below 0."""
    return max(0, cell.gauge - cell.counted)


def gauge_objection(cell: Cell, quantity: int, *, overbook: bool = False) -> Objection | None:
    """Why `quantity` more places cannot be held, reserved or sold, None when they can.

    Up to the gauge; up to the limit with the right to overbook. Facts of `gauge_full`: asked, left.
    """
    return _full(cell.limit if overbook else cell.gauge, cell.counted, quantity)


def placement_objection(cell: Cell, more: int) -> Objection | None:
    """Why an option cannot be placed or increased by `more` places: V + R + K + Q + more ≤ L.

    The placed ones count here whatever the count-down setting; fewer places always fit.
    Facts of `gauge_full`: asked, left.
    """
    return _full(cell.limit, cell.committed + cell.placed, more)


def validation_objection(cell: Cell, quantity: int) -> Objection | None:
    """Why a placed option of `quantity` cannot be ordered; the cell's `placed` includes it.

    V + R + K + q + (the other placed ones if counted down) ≤ L. Facts of `gauge_full`: asked, left.
    """
    others = cell.placed - quantity if cell.count_down else 0
    return _full(cell.limit, cell.committed + others, quantity)


def _full(limit: int, gone: int, quantity: int) -> Objection | None:
    left = limit - gone
    if quantity <= 0 or quantity <= left:
        return None
    return Objection(OccupancyRefusal.GAUGE_FULL, {"asked": quantity, "left": max(0, left)})
