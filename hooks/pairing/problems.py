"""What editors are told: a place, what is wrong there, and all of it at once."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Where:
    """A place in a file. Line and column count from 1; 0 means the file as a whole."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


def find(path: str, text: str, words: str) -> Where:
    """The place where some words first stand in a text, or its beginning."""
    start = text.find(words)
    if start < 0:
        return Where(path)
    return Where(path, text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start))


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong: what, what was found, and what to write instead, in Chinese."""

    where: Where
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


class DataError(Exception):
    """Raised with every problem of a run, sorted and without duplicates."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__(self.report())

    def __reduce__(self) -> tuple[type["DataError"], tuple[tuple[Problem, ...]]]:
        """How it travels from a worker to the parent."""
        return DataError, (self.problems,)

    def report(self) -> str:
        """All problems, one a line, and their number."""
        lines = [str(problem) for problem in self.problems]
        return "\n".join([*lines, f"共 {len(lines)} 个问题。"])
