"""Articles sold beside tickets, and what orders have of them."""

from boxoffice_tui.data.migrations import frozen
from boxoffice_tui.data.migrations.widening import widen

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Runs the frozen statements of the engine at hand; SQLite's movements are widened where they stand."""
    widen((("movement", "'sale', 'fee', ", "'sale', 'fee', 'article', "),))
    frozen.run("0007_articles")
