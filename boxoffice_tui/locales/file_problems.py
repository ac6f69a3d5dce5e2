"""Why a file cannot be written, as commands and screens say it: the system's sign in words, not in its English."""

from __future__ import annotations

from boxoffice_tui.locales.translate import N_, _

FILE_EXISTS = N_("{place} is there already and is not overwritten. Name another file.")
FILE_UNWRITABLE = N_("{place} cannot be written: {cause}.")

_CAUSES = {
    "ENOENT": N_("there is no such file or folder; check its name"),
    "EACCES": N_("you have no permission for it"),
    "EPERM": N_("you have no permission for it"),
    "EISDIR": N_("it is a folder; name a file"),
    "ENOTDIR": N_("a part of its path is no folder"),
    "ELOOP": N_("it is a link; name the file itself"),
    "ENOSPC": N_("the disk is full; free some space"),
    "EDQUOT": N_("the disk is full; free some space"),
    "EROFS": N_("the disk is read-only"),
    "ENAMETOOLONG": N_("its name is too long"),
    "EIO": N_("the disk failed; check it"),
}


def cause_said(cause: str) -> str:
    """What the system's sign for a failure (`ENOSPC`) says."""
    return _(_CAUSES[cause]) if cause in _CAUSES else _("the system says {cause}").format(cause=cause)
