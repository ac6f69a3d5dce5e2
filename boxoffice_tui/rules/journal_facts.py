"""What a line of the journal may say: ids, codes, amounts and instants, nothing personal.

So erasing a contact never breaks the chain (spec/reliability.md, G1).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection

_CODE_LIMIT = 64
_PLAIN = re.compile(
    r"""
      [0-9]{1,7} | [0-9]{12}                        # a number of an order, of a dossier; no phone's
    | [0-9]+\.[0-9]+                                # a percent
    | [0-9]{4}-[0-9]{2}-[0-9]{2}                    # a day, an instant
      ([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[+-][0-9]{2}:[0-9]{2})?)?
    | [0-9a-f]{32,64}                               # a hash
    | [a-z][a-z0-9]*([_.:-][a-z0-9]+)*              # a code of the program or of the setup
    | [A-Z][A-Z0-9]*([_.:-][A-Z0-9]+)*
    """,
    re.VERBOSE,
)


def plain(value: object, codes: Collection[str] = ()) -> bool:
    """Whether a fact says no more than it may; `codes` are those of the setup, however they are written.

    A text of any other shape might be a name, an address, a phone number: that is enough to refuse it.
    """
    if isinstance(value, int) or value is None:
        return True
    if isinstance(value, str):
        return _shaped(value) or value in codes
    if isinstance(value, dict):
        return all(isinstance(key, str) and _shaped(key) and plain(value[key], codes) for key in value)
    if isinstance(value, list | tuple):
        return all(plain(one, codes) for one in value)
    return False


@functools.lru_cache(maxsize=4096)
def _shaped(text: str) -> bool:
    return not text or (len(text) <= _CODE_LIMIT and _PLAIN.fullmatch(text) is not None)
