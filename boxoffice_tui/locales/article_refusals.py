"""Why an article is not sold or given back, and what would make it possible."""

from __future__ import annotations

from boxoffice_tui.locales.problems import Sentences
from boxoffice_tui.locales.translate import N_

ARTICLE_REFUSALS: dict[str, Sentences] = {
    "article_not_on_sale": N_("This article is no longer on sale. Take it out, or put it on sale in the setup."),
    "pieces_not_positive": N_("Type how many pieces: one at least."),
    "too_many_pieces": N_("{quantity} pieces are too many at once: {most} at most."),
    "more_than_sold": N_(
        "The order has {left} of this article, {quantity} cannot come back. Give back so many at most."
    ),
    "article_not_found": N_("There is no article {name}. List them with: boxoffice articles list"),
    "article_line_not_found": N_("The order has no such article. Look at the order again."),
}
