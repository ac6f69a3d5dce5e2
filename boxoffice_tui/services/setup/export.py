"""The organisation in the database as a setup file: applied again, it changes nothing."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from boxoffice_tui.rules.currencies import digits_of
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.errors import NotAllowedError
from boxoffice_tui.services.setup import delivery, house, people, programme
from boxoffice_tui.services.setup.export_programme import performances, plans, prices
from boxoffice_tui.services.setup.file import Setup
from boxoffice_tui.services.setup.toml_text import text_of
from boxoffice_tui.services.transaction import reading


def export_setup(desk: Desk) -> str:
    """The setup file of the database: everything but PINs and what was sold. Raises `NotAllowedError`."""
    if Right.SETUP_CHANGE not in desk.actor.rights:
        raise NotAllowedError(Right.SETUP_CHANGE)
    with reading(desk) as connection:
        setup = declared(connection)
    organisation = setup.organisation
    language = organisation.language if organisation else desk.house.language
    currency = organisation.currency if organisation else desk.house.currency
    context = {"language": language, "digits": digits_of(str(currency))}
    return text_of(setup.model_dump(exclude_defaults=True, warnings=False, context=context))


def declared(connection: Connection) -> Setup:
    """What the database holds, as a file declares it."""
    sections: dict[str, Any] = {}
    for module in (house, delivery, people, programme):
        sections |= module.export(connection)
    sections |= {"plans": plans(connection), "prices": prices(connection)}
    sections |= performances(connection)
    return Setup.model_construct(**{name: sections[name] for name in Setup.model_fields})
