"""`boxoffice run-due`: what is due, for cron or a systemd timer (DESIGN.md, Due work)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boxoffice_tui.cli.command import command, noun
from boxoffice_tui.cli.mail_door import mail_door
from boxoffice_tui.cli.outbox import code_of, tell_sent
from boxoffice_tui.cli.output import Sheet
from boxoffice_tui.cli.reservations import tell_released
from boxoffice_tui.cli.session import Session
from boxoffice_tui.cli.signals import asked_to_stop, ending_first
from boxoffice_tui.locales.translate import N_, ngettext

if TYPE_CHECKING:
    from boxoffice_tui.services.due_work import DueReport

app = noun()


@command(app, "run-due", N_("End what is over, send what waits; for cron."))
def run_due(session: Session) -> int:
    from boxoffice_tui.services import due_work

    door = mail_door(session.configuration, session.desk)
    with ending_first():
        report = due_work.run_due(session.desk, door, stopped=asked_to_stop)
        session.answer(report, lambda sheet: _tell(sheet, report))
    return code_of(report.mails)


def _tell(sheet: Sheet, report: DueReport) -> None:
    told = ngettext("{count} hold was over.", "{count} holds were over.", report.expired)
    sheet.line(told.format(count=report.expired))
    tell_released(sheet, report.released)
    tell_sent(sheet, report.mails)
