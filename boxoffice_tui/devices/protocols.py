"""What the program asks of the world outside, and how the world may fail; each device is behind one of these."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol

from boxoffice_tui.rules.printers import PrinterTrouble


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


class PrinterError(Exception):
    """A page that did not certainly come out: why, and what the machine said of it."""

    def __init__(self, trouble: PrinterTrouble, detail: str = "") -> None:
        super().__init__(f"{trouble}: {detail}" if detail else str(trouble))
        self.trouble = trouble
        self.detail = detail


class NotPrinted(PrinterError):  # noqa: N818 -- named as the print job speaks of it
    """Nothing of the page left the house: it is on no paper."""


class MaybePrinted(PrinterError):  # noqa: N818 -- named as the print job speaks of it
    """Something of the page left, and nobody said that it came out: somebody has to look."""


class PrinterLine(Protocol):
    """A printer that listens to us alone."""

    def print(self, page: bytes) -> None:
        """Print one page; it came out when this returns, as far as the printer tells.

        Raises `NotPrinted` or `MaybePrinted`. Everything it waits for has an end.
        """
        ...


class Printer(Protocol):
    """Where pages come out."""

    def connected(self) -> AbstractContextManager[PrinterLine]:
        """A line to it for as many pages as there are. Raises `NotPrinted`."""
        ...
