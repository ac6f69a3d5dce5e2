"""What runs beside the screens, and what the screens are told of it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from textual.message import Message

from boxoffice_tui.app import BoxOfficeApp
from boxoffice_tui.screens.background import DUE_RIGHTS, Background, DataChanged, MailsWaiting
from boxoffice_tui.screens.base import Page
from boxoffice_tui.screens.help import Help
from boxoffice_tui.services.errors import UnavailableError
from tests.screens.stage import Counter, header, press, ready, stage_app

SOON = 10.0


class Listening(Page):
    """A page that counts what it hears."""

    PLACE = "Archives"

    def __init__(self) -> None:
        super().__init__()
        self.heard = 0

    def data_changed(self) -> None:
        self.heard += 1


def listening_app(counter: Counter | None = None) -> BoxOfficeApp:
    till = counter or Counter()
    return BoxOfficeApp(lambda: till, workplaces={"archives": Listening, "reports": Listening})


async def test_the_screen_on_top_is_told_and_the_others_when_they_are_seen_again() -> None:
    app = listening_app()
    async with app.run_test() as pilot:
        page = await ready(pilot)
        assert isinstance(page, Listening)
        app.post_message(DataChanged())
        await pilot.pause()
        assert page.heard == 1
        await press(pilot, "f1")
        assert isinstance(app.screen, Help)
        for _change in range(3):
            app.post_message(DataChanged())
            await pilot.pause()
        assert page.heard == 1
        await press(pilot, "escape")
        assert page.heard == 2
        await press(pilot, "f1", "escape")
        assert page.heard == 2


async def test_a_workplace_left_alone_is_told_when_it_is_opened_again() -> None:
    app = listening_app()
    async with app.run_test() as pilot:
        first = await ready(pilot)
        assert isinstance(first, Listening)
        await press(pilot, "f8")
        app.post_message(DataChanged())
        await pilot.pause()
        assert (first.heard, app.screen.heard) == (0, 1)
        await press(pilot, "f3")
        assert first.heard == 1


@pytest.mark.parametrize(
    ("language", "one", "many"),
    [("en", "1 mail waiting · ANNE", "3 mails waiting · ANNE"),
     ("fr", "1 courriel en attente · ANNE", "3 courriels en attente · ANNE")],
)  # fmt: skip
async def test_mails_that_wait_too_long_are_a_quiet_mark(language: str, one: str, many: str) -> None:
    async with stage_app(language=language).run_test() as pilot:
        await ready(pilot)
        shown = []
        for count in (1, 3, 0):
            pilot.app.post_message(MailsWaiting(count))
            await pilot.pause()
            shown.append(header(pilot.app))
        assert one in shown[0]
        assert many in shown[1]
        assert shown[2].split(" · ")[0].endswith("ANNE")


async def test_the_mark_goes_with_the_operator_who_may_send() -> None:
    counter = Counter(rights=frozenset(DUE_RIGHTS))
    app = stage_app(counter)
    async with app.run_test() as pilot:
        await ready(pilot)
        app.post_message(MailsWaiting(3))
        await pilot.pause()
        app.stand()
        await ready(pilot)
        assert "3 mails waiting" in header(app)
        counter.rights = frozenset()
        app.stand()
        await ready(pilot)
        assert "waiting" not in header(app)


@dataclass
class Desks(Counter):
    """A counter whose due work does as the test says."""

    due: Callable[[threading.Event], int] = lambda _stop: 0
    runs: list[int] = field(default_factory=list)

    def run_due(self, stop: threading.Event) -> int:
        self.runs.append(len(self.runs))
        return self.due(stop)


@contextmanager
def running(desks: Desks, rights: frozenset[str]) -> Iterator[list[Message]]:
    """A background at work, every hundredth of a second; has ended when this ends."""
    told: list[Message] = []
    background = Background(told.append, lambda: rights, first_due=0.01, due=0.01)
    background.begin(desks)
    background.begin(desks)
    assert len(background._threads) == 2
    try:
        yield told
    finally:
        background.end()
        assert not any(thread.is_alive() for thread in background._threads)


def test_due_work_is_done_again_and_again_and_tells_what_waits() -> None:
    done = threading.Event()

    def due(_stop: threading.Event) -> int:
        if len(desks.runs) == 3:
            done.set()
        return len(desks.runs)

    desks = Desks(due=due)
    with running(desks, frozenset(DUE_RIGHTS)) as told:
        assert done.wait(SOON)
    assert [message.count for message in told if isinstance(message, MailsWaiting)][:3] == [1, 2, 3]


@pytest.mark.parametrize("missing", sorted(DUE_RIGHTS))
def test_without_both_rights_nothing_is_done(missing: str) -> None:
    asked = threading.Semaphore(0)

    class Rights(frozenset[str]):
        def __ge__(self, other: object) -> bool:
            asked.release()
            return frozenset(self) >= other  # type: ignore[operator]

    desks = Desks()
    with running(desks, Rights(DUE_RIGHTS - {missing})):
        for _time in range(3):
            assert asked.acquire(timeout=SOON)
    assert desks.runs == []


def test_what_goes_on_failing_is_logged_once_and_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    done = threading.Event()

    def due(_stop: threading.Event) -> int:
        if len(desks.runs) in {1, 2, 3}:
            raise UnavailableError("locked", "house.db")
        if len(desks.runs) == 4:
            raise ZeroDivisionError
        done.set()
        return 0

    desks = Desks(due=due)
    with caplog.at_level(logging.WARNING, "boxoffice"), running(desks, frozenset(DUE_RIGHTS)):
        assert done.wait(SOON)
    said = [record.getMessage() for record in caplog.records]
    assert said[0] == "due work: UnavailableError: locked: house.db"
    assert [one.split()[0] for one in said[1:]] == ["fault"]


def test_the_end_waits_for_the_mail_on_its_way_and_for_no_other() -> None:
    handed_over, mails = threading.Event(), []

    def due(stop: threading.Event) -> int:
        while not stop.is_set():
            handed_over.set()
            stop.wait(SOON)
            mails.append("sent")
        return 0

    with running(Desks(due=due), frozenset(DUE_RIGHTS)):
        assert handed_over.wait(SOON)
    assert mails == ["sent"]


def test_a_watch_that_fails_is_logged_and_ends_nothing_else(caplog: pytest.LogCaptureFixture) -> None:
    done = threading.Event()

    class Blind(Desks):
        def watch(self, stop: threading.Event, _changed: Callable[[], None]) -> None:
            raise ZeroDivisionError

    def due(_stop: threading.Event) -> int:
        done.set()
        return 0

    with running(Blind(due=due), frozenset(DUE_RIGHTS)):
        assert done.wait(SOON)
    assert [record.getMessage().split()[0] for record in caplog.records] == ["fault"]
