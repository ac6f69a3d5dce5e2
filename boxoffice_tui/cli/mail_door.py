"""Where mails leave this account: its server, or `.eml` files; in training never the server."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from boxoffice_tui.configuration import Configuration, data_folder

if TYPE_CHECKING:
    from boxoffice_tui.devices.protocols import MailDoor
    from boxoffice_tui.services.desk import Desk


def mail_door(configuration: Configuration, desk: Desk) -> MailDoor:
    """The door the settings name; a folder of files where no server is set, and in training always."""
    from boxoffice_tui.services.outbox import door_for

    return door_for(desk, _server(configuration), mails_folder(configuration, desk))


def mails_folder(configuration: Configuration, desk: Desk) -> Path:
    """The folder set, else one of the database's own: files are numbered as its outbox numbers them."""
    if configuration.mails:
        return Path(configuration.mails).expanduser()
    path = desk.database.path
    return data_folder() / "mails" if path is None else path.with_suffix(".mails")


def _server(configuration: Configuration) -> MailDoor | None:
    from boxoffice_tui.devices.smtp import Security, SmtpDoor

    smtp = configuration.smtp
    if not smtp.host:
        return None
    return SmtpDoor(
        host=smtp.host,
        port=smtp.port,
        security=Security(smtp.security),
        timeout=float(smtp.timeout),
        username=smtp.username,
        password_file=_path(smtp.password_file),
        authority=_path(smtp.authority),
    )


def _path(text: str) -> Path | None:
    return Path(text).expanduser() if text else None
