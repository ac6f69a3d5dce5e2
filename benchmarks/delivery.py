"""The decision when a mode is offered: 10,000 dossiers × 4 channels × 8 modes, in one process.

The floor is the same number of look-ups of a code in a set. Bound: 1 s (the issue's figure).
"""

from __future__ import annotations

import platform
import random
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from statistics import median

from boxoffice_tui.rules.delivery import (
    CarriedTicket,
    Destination,
    ModeFacts,
    ReferenceFacts,
    ShipmentType,
    Situation,
    offers_by_channel,
)

DOSSIERS, RUNS = 10_000, 5
NOW = datetime(2017, 11, 3, 17, 7, tzinfo=UTC)
PRODUCTS = ("theatre", "concert", "dance")
TYPES = tuple(ShipmentType)
MODES = tuple(
    ModeFacts(
        code=f"mode{number}",
        type=TYPES[number % len(TYPES)],
        delay_days=(None, 2, 5, 10)[number % 4],
        destination=tuple(Destination)[number % 3],
        needs_address=number % 2 == 0,
        needs_email=number % 3 == 0,
    )
    for number in range(8)
)
CHANNELS = {f"channel{first}": frozenset(one.code for one in MODES[first::4]) for first in range(4)}
MEDIA = frozenset((product, kind) for product in PRODUCTS for kind in TYPES if (product, kind) != ("dance", "post"))


def situations() -> list[Situation]:
    """Dossiers of 1 to 6 tickets, some with an exception, with and without addresses, at home and abroad."""
    dice = random.Random(7)
    return [
        Situation(
            now=NOW,
            channel_modes=frozenset(),
            carried=tuple(
                CarriedTicket(
                    dice.choice(PRODUCTS), NOW + timedelta(hours=dice.randint(-100, 600)), "Europe/Paris"
                )
                for _ in range(dice.randint(1, 6))
            ),
            media=MEDIA,
            home_country="FR",
            country=dice.choice(("FR", "JP", "")),
            has_address=dice.random() < 0.7,
            has_email=dice.random() < 0.8,
            reference=ReferenceFacts(dice.choice(MODES).code, exception=dice.random() < 0.3),
        )
        for _ in range(DOSSIERS)
    ]


def main() -> None:
    """Prints the table."""
    asked = situations()
    floor = median(_timed(lambda: _look_up(asked)) for _ in range(RUNS))
    decided = median(_timed(lambda: _decide(asked)) for _ in range(RUNS))
    offered = _decide(asked)
    print(f"{platform.node()}, Python {platform.python_version()}, median of {RUNS}")
    print(f"decisions                     {DOSSIERS * len(CHANNELS) * len(MODES):,}, {offered:,} of them offered")
    print(f"floor, a code in a set        {floor * 1000:8.0f} ms")
    print(f"decided                       {decided * 1000:8.0f} ms   {decided / floor:.1f} × (≤ 1,000 ms)")


def _decide(asked: list[Situation]) -> int:
    """How many are offered."""
    found = 0
    for one in asked:
        for there in offers_by_channel(MODES, one, CHANNELS).values():
            found += sum([offer.offered for offer in there])
    return found


def _look_up(asked: list[Situation]) -> int:
    return sum(mode.code in codes for _ in asked for codes in CHANNELS.values() for mode in MODES)


def _timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
