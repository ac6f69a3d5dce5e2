"""Articles for the basket of the counter: nothing is written before the basket is sold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from boxoffice_tui.locales.translate import N_, pgettext
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.screens.articles.article_picker import ADD, GIVE_BACK, ArticlePicker
from boxoffice_tui.views.articles import ArticleOffer


@dataclass(frozen=True, slots=True)
class Picked:
    """So many pieces more of an article, or fewer where `pieces` is below zero."""

    offer: ArticleOffer
    pieces: int


class BasketArticles(ArticlePicker[Picked]):
    """The articles on sale; `there` is what the basket has of them."""

    COMMAND_LIST = (replace(ADD, right=Right.ORDERS_SELL), replace(GIVE_BACK, label=N_("Take out")))

    def __init__(self, there: Mapping[int, int]) -> None:
        super().__init__()
        self._there = dict(there)

    def pieces(self) -> dict[int, int]:
        return self._there

    def there(self) -> str:
        return pgettext("column", "In the basket")

    def action_add(self) -> None:
        """Into the basket."""
        if self.offer is not None:
            self.dismiss(Picked(self.offer, self.count))

    def action_give_back(self) -> None:
        """Out of it again."""
        if self.offer is not None and self.had:
            self.dismiss(Picked(self.offer, -min(self.count, self.had)))
