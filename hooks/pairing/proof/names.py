"""Names of schools: misprints that are known as such, and names that are one slip away from a right one."""

from collections.abc import Iterable, Iterator
from typing import Final

from pairing.later import later
from pairing.proof.finding import Finding, Fix, Vocabulary
from pairing.proof.passage import Passage

_ENDS: Final = ("学院", "学校", "大学")
# A word that holds one of these is longer than the name in it: 天津职业大学城.
_GRAMMAR: Final = frozenset("从的到在与和及对由为是等各全本该同向给把被以于或并两我")
# How a school or an authority calls itself. 自我校正, 日本学院 and 自我局限 are something else.
_OWN: Final = later("我[校院](?![正准对验])|(?<!日)本[校院]|(?<!自)我局|我单位")
# The same, found many times faster.
_PERHAPS_OWN: Final = later("[我本](?:[校院]|(?<=我)[局单])")
# Where an entry speaks in its own voice: its title, its summary, its text.
_SPOKEN: Final = (None, ("title",), ("summary",))
# Where it says who and where, and placeholders are not read.
_NAMED: Final = frozenset(("origin", "author", "editor", "activities"))
_LONGER: Final = frozenset("城生")


def names(passage: Passage, known: Vocabulary) -> Iterator[Finding]:
    """Names of schools in a passage that are written wrongly."""
    for end in _ends(passage.text):
        before = passage.text[max(end - 24, 0) : end]
        if before.endswith(known.names):
            continue
        wrong = next((name for name in known.wrong if before.endswith(name)), "")
        right = known.wrong.get(wrong) or ""
        if not wrong:
            wrong, right = _near(before, known.alone)
        if not wrong or passage.text[end : end + 1] in _LONGER or _in_title(passage.text, end):
            continue
        start = end - len(wrong)
        if passage.prose[start:end] != wrong:
            continue
        fix = Fix(wrong, right, safe=False) if passage.exact(start, end) else None
        yield Finding(passage.where(start, end), f"校名“{wrong}”，是否应为“{right}”", fix)


def own_words(passage: Passage) -> Iterator[Finding]:
    """我校 and the like in an entry: both schools' columns have it, and readers cannot tell which one speaks."""
    text = passage.text
    if not passage.doubtful or not _PERHAPS_OWN.search(text):
        return
    if passage.loc in _SPOKEN:
        what = "请改用代称 {{helper}} 或 {{recipient}}"
    elif passage.loc and passage.loc[0] in _NAMED:
        what = "这里不能用代称，请写学校的简称"
    else:
        return
    for found in _OWN.finditer(text):
        quoted = text.count("“", 0, found.start()) > text.count("”", 0, found.start())
        if not quoted and passage.prose[found.start() : found.end()] == found[0]:
            message = f"“{found[0]}”：稿件双方都登，分不清是哪一方，{what}"
            yield Finding(passage.where(found.start(), found.end()), message)


def _ends(text: str) -> Iterator[int]:
    """Where names may end, from left to right; of two that share a sign the first (大学院)."""
    starts = []
    for word in _ENDS:
        at = text.find(word)
        while at >= 0:
            starts.append(at)
            at = text.find(word, at + len(word))
    end = 0
    for start in sorted(starts):
        if start >= end:
            end = start + 2
            yield end


def _in_title(text: str, end: int) -> bool:
    """Whether a place stands within 《》: titles are given as they are printed."""
    return text.rfind("《", 0, end) > text.rfind("》", 0, end)


def _near(before: str, alone: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """(what stands there, what is meant) for a name that is one slip from a right one."""
    for name, own in alone:
        at = before.rfind(own)
        found = before[at:] if at >= 0 else ""
        if found and abs(len(found) - len(name)) <= 1 and found != name and _one_slip(found, name):
            return found, name
    return "", ""


def _one_slip(one: str, other: str) -> bool:
    """``one`` for ``other``: one sign exchanged, missing or too many, or two neighbours that changed places."""
    if len(one) > len(other):
        # 东莞机电从学校 is no name with a slip: it goes on with another word.
        return any(one[:i] + one[i + 1 :] == other and one[i] not in _GRAMMAR for i in range(len(one)))
    if len(one) < len(other):
        return any(one == other[:i] + other[i + 1 :] for i in range(len(other)))
    odd = [i for i in range(len(one)) if one[i] != other[i]]
    if len(odd) == 2 and odd[1] == odd[0] + 1:
        i, j = odd
        return one[i] == other[j] and one[j] == other[i]
    return len(odd) == 1
