"""Articles of an order: added at the price of today, taken back at the one they were sold at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rich.text import Text

from boxoffice_tui.locales.translate import N_, _, pgettext
from boxoffice_tui.rules.articles import returning_objection
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.orders import OrderFacts, change_objection, nothing_left
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.rules.text import safe
from boxoffice_tui.screens.archives.order_dialog import OrderDialog
from boxoffice_tui.screens.articles.article_picker import ADD, GIVE_BACK, ArticlePicker
from boxoffice_tui.screens.base import flow
from boxoffice_tui.screens.dialogs import confirm, show_problem
from boxoffice_tui.views.orders import OrderChange
from boxoffice_tui.views.requests import ArticleRequest, ReturnRequest
from boxoffice_tui.widgets.paged_rows import Row

if TYPE_CHECKING:
    from boxoffice_tui.services.desk import Desk


class OrderArticles(OrderDialog, ArticlePicker[OrderChange]):
    """The articles on sale and those of the order; dismisses what was changed."""

    COMMAND_LIST = (
        replace(ADD, right=Right.ORDERS_ADD_TICKETS),
        replace(GIVE_BACK, right=Right.ORDERS_CANCEL_TICKETS),
    )

    def pieces(self) -> dict[int, int]:
        found: dict[int, int] = {}
        for line in self.page.articles:
            found[line.article_id] = found.get(line.article_id, 0) + line.left
        return found

    def there(self) -> str:
        return pgettext("column", "In the order")

    def not_on_sale(self) -> Sequence[Row]:
        gone = {line.article_id: line.name for line in self.page.articles if line.article_id not in self.offers}
        there = self.pieces()
        return [
            Row(article_id, (safe(name), Text(_("not on sale"), "dim"), str(there[article_id])))
            for article_id, name in gone.items()
            if there[article_id]
        ]

    def order_changed(self) -> None:
        """Somebody was first: what the order has now."""
        self.show_articles()

    def action_add(self) -> None:
        """Into the order."""
        page, offer, key = self.page, self.offer, self.key
        objection = change_objection(OrderFacts(page.state, page.origin, page.platform))
        if objection is not None:
            self._refuse(objection)
        elif offer is not None:
            wanted = (ArticleRequest(offer.article_id, self.count, offer.price),)

            def add(desk: Desk) -> OrderChange:
                from boxoffice_tui.services.articles import add_articles

                return add_articles(desk, key, page.order_id, page.version, wanted)

            self.save(add)

    @flow
    async def action_give_back(self) -> None:
        """Back from the customer; what leaves nothing of the order is asked about first."""
        page, article_id, count = self.page, self.article_id, self.count
        objection = returning_objection(count, self.had)
        if objection is not None:
            self._refuse(objection)
        elif article_id is not None:
            live = {ticket.ticket_id for ticket in page.live_tickets}
            ends = nothing_left(live, sum(self.pieces().values()) - count)
            if not ends or await self._may_cancel():
                self._give_back(ReturnRequest(article_id, count), may_cancel_order=ends)

    async def _may_cancel(self) -> bool:
        return await confirm(
            self,
            lambda: _("Nothing is left then: the whole order {number} is cancelled.").format(
                number=self.page.number
            ),
            N_("Cancel the order"),
            N_("Keep it"),
            destroys=True,
        )

    def _give_back(self, asked: ReturnRequest, *, may_cancel_order: bool) -> None:
        page, key = self.page, self.key

        def give_back(desk: Desk) -> OrderChange:
            from boxoffice_tui.services import articles

            return articles.give_back(desk, key, page.order_id, page.version, (asked,), may_cancel_order)

        self.save(give_back)

    def _refuse(self, objection: Objection) -> None:
        from boxoffice_tui.services.errors import RefusedError

        self.type_count("")
        show_problem(self, RefusedError(objection.code, objection.facts))
