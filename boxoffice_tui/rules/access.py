"""Why somebody does not get to the desk, or a command is not taken; services give the facts they know."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

PIN_LENGTHS = range(4, 13)
FREE_TRIES = 5
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
REMEMBERED = timedelta(hours=4)
"""A wrong PIN counts for so long: with `LONGEST_WAIT` between them there are enough to keep that wait."""


class AccessRefusal(StrEnum):
    """Refusals of identity, of databases and of keys. Facts: account, operator, place, group or key."""

    ACCOUNT_UNKNOWN = "account_unknown"
    ACCOUNT_MAY_NOT_ACT = "account_may_not_act"
    OPERATOR_INACTIVE = "operator_inactive"
    WRONG_PIN = "wrong_pin"
    PIN_LOCKED = "pin_locked"
    PIN_NEEDED = "pin_needed"
    PIN_MALFORMED = "pin_malformed"
    CLOCK_ONLY_IN_TRAINING = "clock_only_in_training"
    ALREADY_INITIALISED = "already_initialised"
    FOLDER_NOT_SHARED = "folder_not_shared"
    KEY_REUSED = "key_reused"
    NO_SENDER = "no_sender"


@dataclass(frozen=True, slots=True)
class WrongPin:
    """A wrong PIN of an operator, typed on the system account that `account` stands for, at an aware instant."""

    account: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RightPin:
    """The operator's PIN, typed on the account: what was wrong on that account counts no more."""

    account: str


@dataclass(frozen=True, slots=True)
class NewPin:
    """The operator was given another PIN: what was wrong before counts nowhere any more."""


PinEvent = WrongPin | RightPin | NewPin


def is_pin(text: str) -> bool:
    """Whether `text` has the form of a PIN: 4 to 12 ASCII digits."""
    return text.isascii() and text.isdigit() and len(text) in PIN_LENGTHS


def wrong_in_a_row(events: Iterable[PinEvent], account: str, now: datetime) -> list[datetime]:
    """When the wrong PINs were typed on `account` that stand against the next one; `events` oldest first.

    They count for each account apart: nobody closes a colleague out but where both may sit.
    """
    wrong: list[datetime] = []
    for event in events:
        if isinstance(event, WrongPin):
            if event.account == account and _counts(event.at, now):
                wrong.append(event.at)
        elif isinstance(event, NewPin) or event.account == account:
            wrong.clear()
    return wrong


def opens_again(events: Iterable[PinEvent], account: str, now: datetime) -> datetime | None:
    """From when on `account` may try the operator's PIN again, a whole second; None when it may at `now`.

    From `FREE_TRIES` wrong ones in a row on each is followed by a wait twice as long as the last, up to
    `LONGEST_WAIT` (spec/reliability.md, Identity; the numbers are ours).
    """
    wrong = wrong_in_a_row(events, account, now)
    if len(wrong) < FREE_TRIES:
        return None
    opens = _whole_second(wrong[-1] + wait_after(len(wrong)))
    return opens if opens > now else None


def wait_after(wrong: int) -> timedelta:
    """How long nothing is tried after `wrong` wrong PINs in a row; nothing before `FREE_TRIES`."""
    if wrong < FREE_TRIES:
        return timedelta()
    doublings = min(wrong - FREE_TRIES, 30)  # far beyond the longest wait, and still a small number
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


def _counts(at: datetime, now: datetime) -> bool:
    """An instant further ahead than any wait comes from a clock that was set back since."""
    return now - REMEMBERED < at <= now + LONGEST_WAIT


def _whole_second(instant: datetime) -> datetime:
    whole = instant.replace(microsecond=0)
    return whole if whole == instant else whole + timedelta(seconds=1)
