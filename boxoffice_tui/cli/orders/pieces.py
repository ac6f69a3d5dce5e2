"""`boxoffice orders add-article` and `return-article`; the articles a sale takes beside tickets (issue: Sell)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from boxoffice_tui.cli import typed
from boxoffice_tui.cli.command import command
from boxoffice_tui.cli.orders.following import Following, Pay, after_of, follow, tell_steps
from boxoffice_tui.cli.orders.noun import Which, app, changed, tell_change
from boxoffice_tui.cli.output import Sheet
from boxoffice_tui.cli.session import Session
from boxoffice_tui.locales.translate import N_, _

if TYPE_CHECKING:
    from boxoffice_tui.views.orders import OrderPage
    from boxoffice_tui.views.requests import ArticleRequest

_CODE_COUNT = N_("So many pieces of an article, by its code (boxoffice articles list): programme:2.")
Article = Annotated[
    list[str] | None,
    typer.Option(
        "--article",
        metavar="CODE:COUNT",
        help=N_("And so many pieces of this article; may be given several times."),
    ),
]
_Articles = Annotated[list[str], typer.Argument(metavar="CODE:COUNT", help=_CODE_COUNT)]


@command(app, "add-article", N_("Add articles to an order: programmes, posters."), writes=True)
def add_article(
    session: Session, key: str, which: Which, articles: _Articles, following: Following, pay: Pay = None
) -> None:
    page = which.page(session)
    after = after_of(session, pay, following)
    from boxoffice_tui.services import articles as service

    wanted = requests(session, "CODE:COUNT", articles)
    added = service.add_articles(session.desk, key, page.order_id, which.version, wanted)
    named = ", ".join(articles)
    noted = _("added {articles} · reason: {reason}")
    done = follow(session, key, "added", added, after, lambda why: noted.format(articles=named, reason=why))
    told = _("added {articles}").format(articles=named)

    def tell(sheet: Sheet) -> None:
        tell_change(session, sheet, added, told)
        tell_steps(session, sheet, done)

    session.answer(changed(session, added, key, steps=done), tell)


@command(app, "return-article", N_("Take articles back: they are off what is owed."), writes=True)
def return_article(
    session: Session,
    key: str,
    which: Which,
    articles: _Articles,
    cancel_order: Annotated[
        bool, typer.Option("--cancel-order", help=N_("Nothing may be left of the order."))
    ] = False,
) -> None:
    page = which.page(session)
    from boxoffice_tui.services import articles as service

    back = _sold(page, articles)
    change = service.give_back_newest(session.desk, key, page.order_id, which.version, back, cancel_order)
    told = _("given back: {articles}").format(articles=", ".join(articles))
    session.answer(changed(session, change, key), lambda sheet: tell_change(session, sheet, change, told))


def requests(session: Session, where: str, texts: Sequence[str] | None) -> tuple[ArticleRequest, ...]:
    """The articles typed. Raises `UsageProblemError`, `NotFoundError` (article)."""
    from boxoffice_tui.services.articles import find_article
    from boxoffice_tui.views.requests import ArticleRequest

    wanted = [typed.pieces(where, text) for text in texts or ()]
    return tuple(ArticleRequest(find_article(session.desk, code), count) for code, count in wanted)


def _sold(page: OrderPage, texts: Sequence[str]) -> tuple[ArticleRequest, ...]:
    """Pieces of articles that the order was sold. Raises `UsageProblemError`, `NotFoundError` (article_line)."""
    from boxoffice_tui.services.errors import NotFoundError
    from boxoffice_tui.views.requests import ArticleRequest

    sold = {line.code: line.article_id for line in page.articles}
    wanted = [typed.pieces("CODE:COUNT", text) for text in texts]
    for code, _count in wanted:
        if code not in sold:
            raise NotFoundError("article_line", code)
    return tuple(ArticleRequest(sold[code], count) for code, count in wanted)
