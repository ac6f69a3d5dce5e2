"""An article and how many pieces of it: what the counter's dialog and the order's have in common (issue: Sell).

A number, then Enter; without a number one piece. Enter closes the dialog, so that a held one adds nothing more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual import on
from textual.binding import Binding
from textual.content import Content
from textual.widget import Widget

from boxoffice_tui.locales.translate import N_, _, ngettext, pgettext
from boxoffice_tui.rules.text import safe
from boxoffice_tui.screens.answers import Answer
from boxoffice_tui.screens.command import GENERAL, Command
from boxoffice_tui.screens.dialogs import STYLES, Dialog, Words
from boxoffice_tui.views.articles import ArticleOffer
from boxoffice_tui.widgets.paged_columns import Column
from boxoffice_tui.widgets.paged_rows import Row
from boxoffice_tui.widgets.paged_table import PagedTable

if TYPE_CHECKING:
    from boxoffice_tui.services.desk import Desk

Result = TypeVar("Result")
MOST_DIGITS = 3

ADD = Command(
    "article.add", N_("Add"), ("enter", "alt+s"), GENERAL, lambda screen: screen.on_sale_here, footer=1
)
GIVE_BACK = Command(
    "article.give_back",
    N_("Take back"),
    ("delete", "alt+m"),
    GENERAL,
    lambda screen: bool(screen.had),
    footer=2,
)


class ArticleList(PagedTable):
    """The articles with their prices, and how many pieces are there already."""

    HELP_WORDS = N_(
        "The articles on sale. Type how many pieces, then Enter; without a number it is one. Del takes as many "
        "back."
    )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """All of the table's actions but Enter, which is the dialog's."""
        return action not in {"choose", "tick"} and super().check_action(action, parameters)


class ArticlePicker(Dialog[Result]):
    """The articles in a list; what is done with the one under the cursor is said by who extends this."""

    CSS_PATH = [STYLES, Path(__file__).with_name("articles.tcss")]  # noqa: RUF012 -- Textual's class variable
    COMMAND_LIST: ClassVar[tuple[Command, ...]] = (ADD, GIVE_BACK)
    BUTTONS: ClassVar[tuple[str, ...]] = (ADD.id, GIVE_BACK.id, "dialog.back")
    BINDINGS: ClassVar[list[Any]] = [
        *(Binding(str(digit), f"digit({digit})", show=False) for digit in range(10)),
        Binding("backspace", "undo_digit", show=False),
    ]

    class Offered(Answer[tuple[ArticleOffer, ...]]):
        """What is on sale."""

    def __init__(self) -> None:
        super().__init__()
        self.offers: dict[int, ArticleOffer] = {}
        self._typed = ""

    # What one that extends this says

    def pieces(self) -> dict[int, int]:
        """How many pieces are there already, by article."""
        raise NotImplementedError

    def not_on_sale(self) -> Sequence[Row]:
        """Lines of what is there and is sold no more."""
        return ()

    def there(self) -> str:
        """The title of the column that says how many are there."""
        raise NotImplementedError

    # The list

    def heading(self) -> str:
        return _("Articles")

    def body(self) -> Iterable[Widget]:
        yield ArticleList(self._columns())
        yield Words(self._count_words, classes="count")

    def on_mount(self) -> None:
        def read(desk: Desk) -> tuple[ArticleOffer, ...]:
            from boxoffice_tui.services import articles

            return articles.on_sale(desk)

        self.fetch(self.Offered, read)

    @on(Offered)
    def _take_offers(self, offered: Offered) -> None:
        self.offers = {offer.article_id: offer for offer in offered.value}
        self.show_articles()

    def show_articles(self) -> None:
        """The list again."""
        table = self.query_one(ArticleList)
        table.say(_("No article is on sale."))
        rows = [self._row(offer) for offer in self.offers.values()]
        table.replace([*rows, *self.not_on_sale()], more=False, stay=True)
        self.refresh_bindings()

    @property
    def article_id(self) -> int | None:
        """The article under the cursor."""
        key = self.query_one(ArticleList).cursor_key
        return key if isinstance(key, int) else None

    @property
    def offer(self) -> ArticleOffer | None:
        """It, where it is on sale."""
        return None if self.article_id is None else self.offers.get(self.article_id)

    @property
    def on_sale_here(self) -> bool:
        """Whether Enter would add something."""
        return self.is_mounted and self.offer is not None

    @property
    def had(self) -> int:
        """How many pieces of it are there."""
        return self.pieces().get(self.article_id or 0, 0) if self.is_mounted else 0

    @property
    def count(self) -> int:
        """How many pieces are meant."""
        return int(self._typed or 1)

    @on(PagedTable.RowMoved)
    def _follow(self) -> None:
        self.type_count("")
        self.refresh_bindings()

    def action_digit(self, digit: int) -> None:
        """How many."""
        if len(self._typed) < MOST_DIGITS and (self._typed or digit):
            self.type_count(f"{self._typed}{digit}")

    def action_undo_digit(self) -> None:
        """The last digit was wrong."""
        self.type_count(self._typed[:-1])

    def type_count(self, typed: str) -> None:
        """So many are meant from now on."""
        self._typed = typed
        self.query_one(".count", Words).retranslate()

    def retranslate(self) -> None:
        super().retranslate()
        self.query_one(ArticleList).set_columns(self._columns())
        self.show_articles()

    # Words

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(_("Article"), 30, flexible=True),
            Column(pgettext("column", "Price"), 12, align="right"),
            Column(self.there(), 14, align="right"),
        )

    def _row(self, offer: ArticleOffer) -> Row:
        from boxoffice_tui.locales import formats

        price = formats.money(offer.price, self.shell.locale())
        return Row(offer.article_id, (safe(offer.name), price, str(self.pieces().get(offer.article_id, "") or "")))

    def _count_words(self) -> Content:
        if not self._typed:
            return Content.styled(_("How many? Without a number, one."), "dim")
        told = ngettext("{count} piece", "{count} pieces", self.count)
        return Content.styled(told.format(count=self.count), "bold")
