"""Where to save what is printed: files are named, written once, and nothing is overwritten."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from textual import on
from textual.widget import Widget

from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.rules.text import fold, safe
from boxoffice_tui.screens.base import Answer
from boxoffice_tui.screens.command import GENERAL, Command
from boxoffice_tui.screens.dialogs import Sentence, Words
from boxoffice_tui.screens.forms import Field, FieldFault, Form
from boxoffice_tui.screens.refusal import file_refusal
from boxoffice_tui.screens.refusing_dialog import RefusingDialog

if TYPE_CHECKING:
    from pathlib import Path

    from boxoffice_tui.screens.base import ShellScreen
    from boxoffice_tui.services.desk import Desk

LONGEST_PATH = 1000
SAVE = Command("files.save", N_("Save"), ("enter", "alt+s"), GENERAL, footer=1, action="save")
Contents = Callable[["Desk", Mapping[str, str | None]], "dict[Path, bytes]"]


class SaveFiles(RefusingDialog[tuple[str, ...]]):
    """One field for each file that may be written; dismisses those that were.

    `contents` makes them of what is typed, in a thread.
    """

    COMMAND_LIST = (SAVE,)
    BUTTONS = (SAVE.id, "dialog.back")
    DEFAULT = SAVE.id

    class Saved(Answer[tuple[str, ...]]):
        """The files that were written."""

    def __init__(
        self, heading: Sentence, introduction: Sentence, fields: tuple[Field, ...], contents: Contents
    ) -> None:
        super().__init__()
        self._heading = heading
        self._introduction = introduction
        self._fields = fields
        self._contents = contents

    def heading(self) -> str:
        return str(self._heading())

    def parts(self) -> Iterable[Widget]:
        yield Words(self._introduction, classes="intro")
        yield Form(self._fields)

    def action_save(self) -> None:
        """Write the files, once."""
        form, contents = self.query_one(Form), self._contents
        values = form.check()
        if values is None:
            return
        if not any(values.values()):
            form.show_faults({self._fields[0].name: FieldFault("required")})
            return
        if self.write(self.Saved, lambda desk: _written(contents(desk, values))):
            self.refuse(None)

    @on(Saved)
    def _done(self, saved: Saved) -> None:
        self.dismiss(saved.value)

    def failed(self, question: type[Answer[Any]], error: Exception) -> None:
        """A file that will not do is named, and why; what was typed stays."""
        if not isinstance(error, OSError):
            super().failed(question, error)
            return
        self.refuse(file_refusal(error))


def file_field(name: str, label: str, proposed: str, *, required: bool = False) -> Field:
    """A field for a file to write, with a name that no file has yet; `label` is a msgid."""
    from boxoffice_tui.devices.new_files import free_name

    return Field(name, label, value=free_name(proposed), required=required, limit=LONGEST_PATH)


def file_name(what: str, *parts: object) -> str:
    """`facture-1`: what it is, in the operator's language but in letters that every file system has."""
    return "-".join([fold(what).replace(" ", "-"), *(str(part) for part in parts)])


def written_words(places: Sequence[str]) -> str:
    """The files that were written, and in which folder."""
    from pathlib import Path

    paths = [Path(place).absolute() for place in places]
    folders = {path.parent for path in paths}
    if len(folders) > 1:
        return _("Written: {place}").format(place=", ".join(safe(str(path), LONGEST_PATH) for path in paths))
    names = ", ".join(safe(path.name, LONGEST_PATH) for path in paths)
    said = _("Written: {files} · in the folder {folder}")
    return said.format(files=names, folder=safe(str(*folders), LONGEST_PATH))


async def save_and_tell(screen: ShellScreen[Any], dialog: SaveFiles) -> None:
    """Let the files be written, and say in the page's outcome what was, instead of what came before. In a flow."""
    outcome = screen.query_one(".outcome", Words)
    outcome.say(str)
    places = await screen.app.push_screen_wait(dialog)
    if places:
        outcome.say(lambda: written_words(places))


def _written(contents: dict[Path, bytes]) -> tuple[str, ...]:
    """Raises `OSError`; nothing is left where not all could be written."""
    from boxoffice_tui.devices.new_files import write_all

    write_all(contents)
    return tuple(str(path) for path in contents)
