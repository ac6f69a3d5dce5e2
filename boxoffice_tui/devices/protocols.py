"""What the program asks of the world outside, and how the world may fail; each device is behind one of these."""

from __future__ import annotations

from typing import Protocol


class MailDoorError(Exception):
    """A mail that did not certainly leave; one of the three below says what the outbox may do next."""


class Refused(MailDoorError):  # noqa: N818 -- named as the outbox speaks of it
    """The other side said no to this mail: `permanent` for ever, else for now; `reply` is what it said."""

    def __init__(self, *, permanent: bool, reply: str) -> None:
        super().__init__(reply)
        self.permanent = permanent
        self.reply = reply


class Unreachable(MailDoorError):  # noqa: N818 -- named as the outbox speaks of it
    """Nobody took the mail, nobody refused it: try again later. `reason` says where it stopped."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Uncertain(MailDoorError):  # noqa: N818 -- named as the outbox speaks of it
    """The connection was lost after the content went out: it may have been accepted (invariant E1)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class MailDoor(Protocol):
    """Where mails leave the house."""

    def send(self, message: bytes, sender: str, recipient: str, outbox_id: int) -> str:
        """Hand over one rendered message and return the answer; it is accepted when this returns.

        `outbox_id` is the outbox row's, the same in every attempt. Refused, Unreachable or Uncertain otherwise;
        MalformedAddressError (a ValueError) for a `sender` or `recipient` that is no address.
        """
        ...
