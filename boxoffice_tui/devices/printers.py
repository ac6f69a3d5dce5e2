"""Ticket printers over the network (raw TCP) or behind a device node or plain file; every wait has an end.

A printer that answers is asked before each page and believed behind it. One that never answers is no fault: then a
page counts as printed when the printer took all of it. Where a house says that its printer answers, silence is one.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import select
import socket
import stat
import struct
import sys
import termios
import time
import tty
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from boxoffice_tui.devices.printer_talk import TALKS, Question, Talk, Word
from boxoffice_tui.devices.protocols import MaybePrinted, NotPrinted, Printer, PrinterLine
from boxoffice_tui.rules.printers import FilePlace, NetworkPlace, PrinterLanguage, PrinterTrouble, place_of

_CHUNK = 4096
_TROUBLES = {errno.ENOSPC: PrinterTrouble.OUT_OF_PAPER, errno.EBUSY: PrinterTrouble.BUSY}  # usblp says so
_POLLED_EVERY = 0.02
_NO_PAGES = "a file that holds something else"  # setup names a path, but nobody's file is spoilt


@dataclass(frozen=True, slots=True)
class Patience:
    """How long is waited, in seconds: for a connection, for an answer, for a printer to take what is sent and to
    print it, and for one that never answers to hang up on what it did not take.
    """

    connecting: float = 5.0
    answer: float = 1.0
    taking: float = 10.0
    printing: float = 6.0
    parting: float = 0.25


@dataclass(frozen=True, slots=True)
class NetworkPrinter:
    """A printer at a raw port. `answers`: it is known to tell how it is."""

    place: NetworkPlace
    talk: Talk
    answers: bool = False
    patience: Patience = Patience()

    @contextmanager
    def connected(self) -> Iterator[PrinterLine]:
        """A line to it (`Printer.connected`)."""
        with _turn(self.place, self.patience.taking), self._reached() as line:
            line.setblocking(False)
            yield _Line(line.fileno(), self.talk, self.answers, self.patience)
            _part(line, self.patience.answer)

    def _reached(self) -> socket.socket:
        address = (self.place.host, self.place.port)
        try:
            return socket.create_connection(address, self.patience.connecting)
        except (OSError, UnicodeError) as error:  # a name that is none is a UnicodeError
            raise NotPrinted(PrinterTrouble.UNREACHABLE, _said(error)) from error


@dataclass(frozen=True, slots=True)
class FilePrinter:
    """A printer behind a device node (USB, serial), or a plain file that is there. `answers` as above."""

    place: FilePlace
    talk: Talk
    answers: bool = False
    patience: Patience = Patience()

    @contextmanager
    def connected(self) -> Iterator[PrinterLine]:
        """A line to it (`Printer.connected`); nobody else of ours has one meanwhile."""
        try:
            node, heard = _opened(self.place.path)
        except OSError as error:
            trouble = _TROUBLES.get(error.errno or 0, PrinterTrouble.UNREACHABLE)
            raise NotPrinted(trouble, _said(error)) from error
        with closing(os.fdopen(node, "rb", buffering=0)):
            _alone(lambda: fcntl.flock(node, fcntl.LOCK_EX | fcntl.LOCK_NB), self.patience.taking)
            if os.isatty(node):
                tty.setraw(node)
            plain = stat.S_ISREG(os.fstat(node).st_mode)
            if plain and os.pread(node, len(self.talk.begins), 0) not in {b"", self.talk.begins}:
                raise NotPrinted(PrinterTrouble.UNREACHABLE, _NO_PAGES)
            asks = heard and not plain
            yield _Line(node, self.talk, self.answers and asks, self.patience, asks=asks)


def printer_at(address: str, language: PrinterLanguage, *, answers: bool = False) -> Printer:
    """The printer at an address of a till's setting. ValueError where that is none."""
    place, talk = place_of(address), TALKS[language]
    if isinstance(place, NetworkPlace):
        return NetworkPrinter(place, talk, answers)
    if isinstance(place, FilePlace):
        return FilePrinter(place, talk, answers)
    raise ValueError(f"no printer's address: {address}")


class _Line:
    """A printer that listens, at a descriptor that never blocks."""

    def __init__(
        self, descriptor: int, talk: Talk, answers: bool, patience: Patience, *, asks: bool = True
    ) -> None:
        self._descriptor = descriptor
        self._talk = talk
        self._must_answer = answers
        self._patience = patience
        self._asks = asks
        self._untold = 0  # pages that left, less the answers that came: a late one says nothing of the next page

    def print(self, page: bytes) -> None:
        """One page (`PrinterLine.print`)."""
        self._require_ready()
        behind = self._talk.behind
        self._send(page + (behind.bytes if self._asks else b""))
        if self._asks:
            self._require_told(behind)
        else:
            self._require_taken()

    def _require_ready(self) -> None:
        if not self._asks:
            return
        try:
            while self._readable(0.0):
                self._read()
            trouble = self._trouble()
        except OSError as error:
            raise NotPrinted(PrinterTrouble.UNREACHABLE, _said(error)) from error
        if trouble is PrinterTrouble.SILENT and not self._must_answer:
            self._asks = False
        elif trouble is not None:
            raise NotPrinted(trouble)
        else:
            self._must_answer = True

    def _trouble(self) -> PrinterTrouble | None:
        """Why it cannot print now. Raises `OSError`."""
        for question in self._talk.before:
            self._put(question.bytes)
            told = self._heard(question, self._patience.answer)
            if told is not None:
                return told
        return None

    def _require_told(self, question: Question) -> None:
        """That the page came out, by the answer in turn; a printer that has none must be as well as before."""
        self._untold += 1
        try:
            trouble = self._heard(question, self._patience.printing)
            if trouble is PrinterTrouble.SILENT:
                trouble = self._trouble()
        except OSError as error:
            raise MaybePrinted(PrinterTrouble.UNREACHABLE, _said(error)) from error
        if trouble is not None:
            raise MaybePrinted(trouble)

    def _require_taken(self) -> None:
        """That nothing of what was sent waits on our side, that nobody hung up on it or says late what is wrong."""
        deadline = time.monotonic() + self._patience.taking
        while _waiting(self._descriptor):
            if time.monotonic() > deadline:
                raise MaybePrinted(PrinterTrouble.SILENT)
            time.sleep(_POLLED_EVERY)
        kind, late = os.fstat(self._descriptor).st_mode, b""
        try:
            if stat.S_ISREG(kind):
                os.fsync(self._descriptor)
            elif stat.S_ISSOCK(kind) and self._readable(self._patience.parting):
                late = os.read(self._descriptor, _CHUNK)
        except OSError as error:
            raise MaybePrinted(PrinterTrouble.UNREACHABLE, _said(error)) from error
        for word in map(self._talk.before[0].meaning, late):  # of what was asked before it was taken for deaf
            if isinstance(word, PrinterTrouble):
                raise MaybePrinted(word)

    def _heard(self, question: Question, seconds: float) -> PrinterTrouble | None:
        """What is told within so long: None when all is fine, SILENT when nothing is. Raises `OSError`."""
        trouble = PrinterTrouble.SILENT
        deadline = time.monotonic() + seconds
        while self._readable(deadline - time.monotonic()):
            words = [question.meaning(byte) for byte in self._read()]
            fine = not self._untold if question is self._talk.behind else Word.FINE in words
            if fine:
                return None
            trouble = next((word for word in reversed(words) if isinstance(word, PrinterTrouble)), trouble)
            if question.final and trouble is not PrinterTrouble.SILENT:
                break
        return trouble

    def _read(self) -> bytes:
        """What came; pages that are told of are counted, whatever was asked last. Raises `OSError`."""
        answer = os.read(self._descriptor, _CHUNK)
        if not answer:
            raise ConnectionResetError(errno.ECONNRESET, os.strerror(errno.ECONNRESET))
        told = sum(self._talk.behind.meaning(byte) is Word.FINE for byte in answer)
        self._untold = max(0, self._untold - told)
        return answer

    def _send(self, page: bytes) -> None:
        """The whole page. Raises `NotPrinted` while nothing of it left, `MaybePrinted` behind that."""
        left = memoryview(page)
        while left:
            error = NotPrinted if len(left) == len(page) else MaybePrinted
            try:
                written = self._written(left)
            except OSError as failure:
                trouble = _TROUBLES.get(failure.errno or 0, PrinterTrouble.UNREACHABLE)
                raise error(trouble, _said(failure)) from failure
            if not written:
                raise error(PrinterTrouble.SILENT)
            left = left[written:]

    def _put(self, question: bytes) -> None:
        while question:
            written = self._written(memoryview(question))
            if not written:
                return
            question = question[written:]

    def _written(self, data: memoryview) -> int:
        """How many bytes were taken, 0 where none was for long. Raises `OSError`."""
        deadline = time.monotonic() + self._patience.taking
        while select.select([], [self._descriptor], [], max(0.0, deadline - time.monotonic()))[1]:
            with suppress(BlockingIOError):
                return os.write(self._descriptor, data[:_CHUNK])
            time.sleep(_POLLED_EVERY)
        return 0

    def _readable(self, seconds: float) -> bool:
        return bool(select.select([self._descriptor], [], [], max(0.0, seconds))[0])


def _opened(path: str) -> tuple[int, bool]:
    """A node that is there, no file is made in its place; and whether it can be read as well."""
    flags = os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC | os.O_APPEND
    try:
        return os.open(path, flags | os.O_RDWR), True
    except PermissionError:
        if Path(path).is_file():
            raise
        return os.open(path, flags | os.O_WRONLY), False


@contextmanager
def _turn(place: NetworkPlace, seconds: float) -> Iterator[None]:
    """Waits for others of ours on this machine: many printers talk to one at a time, and leave the next unanswered.

    Whoever has the name of the printer is at it; the kernel gives it back when they end, however they do.
    """
    if sys.platform != "linux":
        yield
        return
    name = hashlib.sha256(f"{place.host}:{place.port}".encode()).hexdigest()
    with socket.socket(socket.AF_UNIX) as held:
        _alone(lambda: held.bind(f"\0boxoffice printer {name}"), seconds)
        yield


def _alone(take: Callable[[], None], seconds: float) -> None:
    """Waits for others of ours: bytes of two pages must not mingle."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            return take()
        except OSError as error:
            if time.monotonic() > deadline:
                raise NotPrinted(PrinterTrouble.BUSY, _said(error)) from error
            time.sleep(_POLLED_EVERY)


def _part(line: socket.socket, seconds: float) -> None:
    """Lets the printer take the end: closed with an answer unread, a connection is broken off."""
    with suppress(OSError):
        line.shutdown(socket.SHUT_WR)
        deadline = time.monotonic() + seconds
        while select.select([line], [], [], max(0.0, deadline - time.monotonic()))[0] and line.recv(_CHUNK):
            pass


def _waiting(descriptor: int) -> int:
    """How many bytes wait on our side, 0 where that cannot be told."""
    try:
        return int(struct.unpack("i", fcntl.ioctl(descriptor, termios.TIOCOUTQ, b"\0" * 4))[0])
    except OSError:
        return 0


def _said(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error or type(error).__name__)
