"""Rules on the health section of data/site.yml: it names columns that exist, each once."""

from collections.abc import Iterator

from pairing.advice import resolve
from pairing.problems import Problem
from pairing.read import Dataset
from pairing.source import Loc


def health_columns(data: Dataset) -> Iterator[Problem]:
    """health 中的栏目编号须在 data/columns.yml 中，同一处每个栏目只写一次。"""
    if data.site is None or data.site.health is None or data.columns is None:
        return
    rules, record = data.site.health, data.record("site")
    names = {column.title: column.id for column in data.columns.columns}
    known = [column.id for column in data.columns.columns]
    names |= {key: key for key in known}
    limits: list[tuple[Loc, str]] = [
        (("health", "columns", i, "column"), limit.column) for i, limit in enumerate(rules.columns or ())
    ]
    allowed: list[tuple[Loc, str]] = [
        (("health", "empty_allowed", i), word) for i, word in enumerate(rules.empty_allowed)
    ]
    for group in (limits, allowed):
        seen: dict[str, int] = {}
        for loc, word in group:
            where = record.where(*loc)
            if word not in known:
                hint = resolve(word, names) or f"，可用的有：{'、'.join(dict.fromkeys(known))}"
                yield Problem(where, f"没有编号为“{word}”的栏目{hint}")
            elif word in seen:
                yield Problem(where, f"栏目“{word}”已在第 {seen[word]} 行写过，请删去一处")
            seen.setdefault(word, where.line)
