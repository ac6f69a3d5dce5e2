"""The line of a dialog that says why something was not done, while what was typed stays."""

from __future__ import annotations

from boxoffice_tui.locales.translate import _
from boxoffice_tui.screens.dialogs import Sentence, Words


class Refusal(Words):
    """Nothing, or why not."""

    def __init__(self) -> None:
        super().__init__(str, classes="refusal")

    def refuse(self, sentence: Sentence | None) -> None:
        """Say why not, or nothing any more."""
        self.display = sentence is not None
        self.say(lambda: f"! {sentence()}" if sentence is not None else "")
        if sentence is not None:
            self.scroll_visible(animate=False)


def file_refusal(error: OSError) -> Sentence:
    """Why a file was not written; its name is data."""
    import errno

    from boxoffice_tui.locales.file_problems import FILE_EXISTS, FILE_UNWRITABLE, cause_said

    place = str(error.filename)
    cause = errno.errorcode.get(error.errno or 0, type(error).__name__)
    said = FILE_EXISTS if isinstance(error, FileExistsError) else FILE_UNWRITABLE
    return lambda: _(said).format(place=place, cause=cause_said(cause))
