"""Builds the demo: a training database with a small house in it, made by setup, imports and services.

The same seed and day give the same house. What is built stands aside until it is whole: a build that broke
leaves no database, and the next one begins anew.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from itertools import groupby
from pathlib import Path
from random import Random

from boxoffice_tui.demo import customers, purchases
from boxoffice_tui.demo.customers import People
from boxoffice_tui.demo.declaration import Declaration
from boxoffice_tui.demo.halls import halls_of
from boxoffice_tui.demo.purchases import Buying, Purchase
from boxoffice_tui.demo.scenes import KEPT_FREE, TOUR_PERFORMANCE, Scene, door, play, scenes
from boxoffice_tui.demo.staff import ADMINISTRATOR, SUPERVISOR, Staff
from boxoffice_tui.devices.eml import EmlDoor
from boxoffice_tui.services.imports.contacts import import_contacts
from boxoffice_tui.services.imports.orders import import_orders
from boxoffice_tui.services.initialise import initialise
from boxoffice_tui.services.setup.apply import apply_setup
from boxoffice_tui.views.setup import ImportReport, Progress, SetupReport

SEED = 20_171_103
DATABASE, SETTINGS, MAILS = "boxoffice.db", "config.toml", "mails"
PRISTINE, TOUR = "as-built.db", "tour"
_BUILDING, _LOCK = "building", ".lock"
_SCANNED = "mouette"
_ADVANCE = timedelta(days=8)
_LET_IN = 60
_FOR_THE_COUNTER = ("Parterre-L-*", "Balcon-CC-*", "Loges-Cour-*")
_PLACES_FOR_THE_COUNTER = 8


@dataclass(frozen=True, slots=True)
class Size:
    """How large the house is to be."""

    orders: int = 3_000
    customers: int = 1_200


class BrokenDemoError(Exception):
    """The demo's own files do not fit the program: says what is wrong, in English."""


def build_demo(folder: Path, account: str, now: datetime, progress: Progress, size: Size = Size()) -> None:
    """Builds the demo in `folder` unless it stands there; `account` may act as everybody in it.

    `now` (aware) is the end of what happened so far; `progress` hears of orders and steps done and to do.
    Whoever comes while another builds waits for it. Raises `BrokenDemoError` and what services raise.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(folder):
        if (folder / DATABASE).exists():
            return
        aside = folder / _BUILDING
        for left in (aside, folder / MAILS, folder / TOUR):
            shutil.rmtree(left, ignore_errors=True)
        aside.mkdir(mode=0o700)
        _build(aside / DATABASE, folder / MAILS, account, now, progress, size)
        if [one.name for one in aside.iterdir()] != [DATABASE]:
            raise BrokenDemoError("the database was not closed")
        shutil.copy(aside / DATABASE, folder / PRISTINE)
        write_settings(folder)
        (aside / DATABASE).rename(folder / DATABASE)
        aside.rmdir()


def write_settings(folder: Path) -> Path:
    """The settings by which commands work on the database in `folder`, as ANNE; their file."""
    place = folder.resolve()
    settings = {"database": place / DATABASE, "operator": SUPERVISOR, "mails": place / MAILS}
    lines = (f"{name} = {json.dumps(str(value), ensure_ascii=False)}\n" for name, value in settings.items())
    file = folder / SETTINGS
    file.write_text("".join(lines), encoding="utf-8")
    return file


def _build(database: Path, mails: Path, account: str, now: datetime, progress: Progress, size: Size) -> None:
    dice = Random(SEED)  # noqa: S311  a house drawn, no secret
    declaration = Declaration(now)
    halls = halls_of(declaration.setup)
    halls[TOUR_PERFORMANCE].withhold(KEPT_FREE)
    counter = {name: hall.withhold(_FOR_THE_COUNTER, _PLACES_FOR_THE_COUNTER) for name, hall in halls.items()}
    people = customers.people(dice, size.customers)
    bought = Buying(dice, declaration, halls, people.everyday).purchases(size.orders)
    opened = declaration.at(declaration.opening - timedelta(days=14), "09:00")
    initialise(str(database), declaration.house, account, opened)
    staff = Staff(str(database), account, opened, Random(SEED), counter, EmlDoor(mails))  # noqa: S311
    with closing(staff):
        _set_up(staff, declaration, people)
        told = [*scenes(staff, _when(declaration), _cast(people)), _evening(staff, declaration, bought)]
        done = _counted(progress, len(bought))
        play([_imports(staff, declaration, bought, done), *told], staff, lambda: done(1))


def _set_up(staff: Staff, declaration: Declaration, people: People) -> None:
    """The house as its file declares it, and its customers from another system."""
    _insist(apply_setup(staff.desk(ADMINISTRATOR), declaration.text))
    _insist(import_contacts(staff.desk(ADMINISTRATOR), BytesIO(customers.as_csv(people.everybody))))


def _imports(
    staff: Staff, declaration: Declaration, bought: Sequence[Purchase], done: Callable[[int], None]
) -> Scene:
    """What was sold elsewhere comes in on Monday mornings, and tonight's once more before the house opens."""
    for monday, found in groupby(bought, key=lambda one: _monday_after(declaration, one.bought_at)):
        batch = list(found)
        yield min(monday, declaration.at(declaration.today, "00:50"))
        _insist(import_orders(staff.desk(ADMINISTRATOR), BytesIO(purchases.as_csv(batch))))
        done(len(batch))


def _evening(staff: Staff, declaration: Declaration, bought: Sequence[Purchase]) -> Scene:
    """The last evening of the event that was scanned at the door, for orders imported by then."""
    past = [
        starts_at
        for one in declaration.setup.performances
        for starts_at in (declaration.starts_at(one),)
        if one.event == _SCANNED and starts_at is not None and starts_at.date() < declaration.today
    ]
    starts_at = max(past)
    title = next(event.title for event in declaration.setup.events if event.code == _SCANNED)
    numbers = [
        one.number
        for one in bought
        if one.bought_at < starts_at - _ADVANCE
        and any((sitting.event, sitting.starts_at) == (_SCANNED, starts_at) for sitting in one.sittings)
    ]
    return door(staff, starts_at - timedelta(minutes=45), title, numbers[:_LET_IN])


def _insist(report: SetupReport | ImportReport) -> None:
    if report.problems:
        raise BrokenDemoError(str(report.problems[:3]))


def _when(declaration: Declaration) -> Callable[[int, str], datetime]:
    return lambda days, hour: declaration.at(declaration.today - timedelta(days=days), hour)


def _cast(people: People) -> Iterator[int]:
    """The customers without a story who have an e-mail address."""
    return (one.number for one in people.others if one.email)


def _monday_after(declaration: Declaration, at: datetime) -> datetime:
    day = at.date() + timedelta(days=7 - at.weekday())
    return declaration.at(day, "07:30")


def _counted(progress: Progress, to_do: int) -> Callable[[int], None]:
    """A function to be told of things done, one or many at a time."""
    so_far = 0

    def tell(more: int) -> None:
        nonlocal so_far
        so_far = min(to_do, so_far + more)
        progress(so_far, to_do)

    return tell


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Nobody else builds here meanwhile."""
    lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)
