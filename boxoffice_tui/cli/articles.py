"""`boxoffice articles`."""

from __future__ import annotations

from boxoffice_tui.cli.command import command, noun
from boxoffice_tui.cli.orders.noun import money
from boxoffice_tui.cli.output import Column
from boxoffice_tui.cli.session import Session
from boxoffice_tui.locales.translate import N_, _

app = noun()


@command(app, "list", N_("The articles on sale, with their prices."))
def list_articles(session: Session) -> None:
    from boxoffice_tui.services.articles import on_sale

    found = on_sale(session.desk)
    columns = (Column(_("Code"), whole=True), Column(_("Article")), Column(_("Price"), right=True))
    rows = [(one.code, one.name, money(session, one.price)) for one in found]
    session.answer({"articles": found}, lambda sheet: sheet.table(columns, rows))
