"""`boxoffice outbox`: mails that wait, were sent, or came back (DESIGN.md, Outbox)."""

from __future__ import annotations

from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Annotated

import typer

from boxoffice_tui.cli import typed
from boxoffice_tui.cli.command import command, noun
from boxoffice_tui.cli.files import write_new
from boxoffice_tui.cli.output import Column, Sheet
from boxoffice_tui.cli.session import Session
from boxoffice_tui.cli.signals import asked_to_stop, ending_first
from boxoffice_tui.locales.translate import N_, _, ngettext

if TYPE_CHECKING:
    from email.message import EmailMessage

    from boxoffice_tui.views.outbox import MailRow, SendReport

app = noun()

TRY_AGAIN, SKIPPED = 75, 4
_MOST = 100_000
_MOST_MAILS = 10**9


@command(app, "list", N_("The newest mails, and what became of them."))
def list_mails(
    session: Session,
    order: Annotated[str, typer.Option("--order", metavar="NUMBER", help=N_("Of this order only."))] = "",
    limit: Annotated[str, typer.Option("--limit", metavar="COUNT", help=N_("At most so many, 50."))] = "50",
) -> None:
    from boxoffice_tui.services import outbox

    most = typed.count("--limit", limit, most=_MOST)
    order_id = typed.page_of(session, "--order", order).order_id if order else None
    mails = outbox.list_mails(session.desk, order_id=order_id, limit=most)
    answer = {"mails": mails, "waiting": outbox.waiting(session.desk)}
    session.answer(answer, lambda sheet: _tell_list(session, sheet, mails))


@command(app, "send", N_("Send the mails that are due; 75 where some are left."))
def send(session: Session) -> int:
    from boxoffice_tui.cli.mail_door import mail_door
    from boxoffice_tui.services.outbox import send_due

    door = mail_door(session.configuration, session.desk)
    with ending_first():
        report = send_due(session.desk, door, stopped=asked_to_stop)
        session.answer(report, lambda sheet: tell_sent(sheet, report))
    return code_of(report)


@command(app, "show", N_("A mail as it was or will be sent."))
def show(
    session: Session,
    mail: Annotated[str, typer.Argument(metavar="MAIL", help=N_("The mail's number (outbox list)."))],
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help=N_("Write it to this new file instead."))
    ] = "",
) -> None:
    from boxoffice_tui.services.errors import NotFoundError
    from boxoffice_tui.services.outbox import message_of

    mail_id = typed.count("MAIL", mail, most=_MOST_MAILS)
    try:
        content = message_of(session.desk, mail_id)
    except LookupError:
        raise NotFoundError("mail", mail_id) from None
    if output:
        place = write_new(output, content)
        session.answer({"file": place}, lambda sheet: sheet.line(place))
        return
    message = message_from_bytes(content, policy=policy.default)
    body = message.get_body(("plain",))
    text = body.get_content() if body is not None else ""
    answer = {"headers": _headers(message), "text": text, "attachments": _attachments(message)}
    session.answer(answer, lambda sheet: _tell_mail(sheet, message, text))


def code_of(report: SendReport) -> int:
    """The exit code of a sender: some are left, some were refused for good, or all is done."""
    if report.waiting:
        return TRY_AGAIN
    return SKIPPED if report.refused else 0


def tell_sent(sheet: Sheet, report: SendReport) -> None:
    """What a sender did, in a line."""
    counts = (
        ngettext("{count} sent", "{count} sent", report.sent).format(count=report.sent),
        ngettext("{count} refused", "{count} refused", report.refused).format(count=report.refused),
        ngettext("{count} put off", "{count} put off", report.put_off).format(count=report.put_off),
        ngettext("{count} waiting", "{count} waiting", report.waiting).format(count=report.waiting),
    )
    sheet.line(_("Mails: {counts}.").format(counts=", ".join(counts)))


def _tell_list(session: Session, sheet: Sheet, mails: tuple[MailRow, ...]) -> None:
    from boxoffice_tui.locales import formats, words

    columns = (
        Column(_("Mail"), right=True),
        Column(_("Recorded"), whole=True, spare=1),
        Column(_("To")),
        Column(_("State")),
        Column(_("Attempts"), right=True, spare=2),
        Column(_("Answer")),
    )
    rows = [
        (
            str(mail.mail_id),
            formats.stamp(mail.recorded_at, session.zone, session.locale),
            mail.recipient,
            words.word("MailState", mail.state, session.locale),
            str(mail.attempts),
            mail.reply,
        )
        for mail in mails
    ]
    sheet.table(columns, rows)


def _headers(message: EmailMessage) -> dict[str, str]:
    names = ("From", "To", "Subject", "Date", "Message-ID")
    return {name: str(message[name]) for name in names if message[name] is not None}


def _attachments(message: EmailMessage) -> list[str]:
    return [part.get_filename() or part.get_content_type() for part in message.iter_attachments()]


def _tell_mail(sheet: Sheet, message: EmailMessage, text: str) -> None:
    sheet.facts(list(_headers(message).items()))
    sheet.line()
    sheet.text(text)
    for name in _attachments(message):
        sheet.line(f"+ {name}")
