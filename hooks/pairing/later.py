"""Regular expressions that are compiled when they are first used.

Of the three hundred there are, a build without a fault uses half; to compile the others takes as long as fifty pages.
"""

import re
from functools import cached_property
from typing import Any, AnyStr, Generic, cast


class Later(Generic[AnyStr]):
    """An expression as it is written, until it is asked for anything else."""

    def __init__(self, pattern: AnyStr, flags: int) -> None:
        self.pattern: AnyStr = pattern
        self._given = flags

    @cached_property
    def _compiled(self) -> re.Pattern[AnyStr]:
        return re.compile(self.pattern, self._given)

    def __getattr__(self, name: str) -> Any:
        """What the compiled expression has; what was asked for once is at hand."""
        if name.startswith("__"):
            raise AttributeError(name)
        found = vars(self)[name] = getattr(self._compiled, name)
        return found


def later(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """An expression; one that is wrong is told (`re.error`) when it is first used."""
    return cast("re.Pattern[AnyStr]", Later(pattern, flags))
