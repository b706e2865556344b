"""Rules on footnotes: each has words and a place that leads to it, or readers see a bare [^1] or lose its words."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from pairing.advice import shown
from pairing.check.markup import where_in
from pairing.later import later
from pairing.media import without_code, without_spans
from pairing.problems import Problem
from pairing.read import Dataset
from pairing.source import Record

# Not behind a backslash, and no words of a link.
_MARK: Final = later(r"(?<!\\)\[\^([^\[\]\n]+)\](?!\(|\[[^^])(:?)")
# The same with signs of a Chinese keyboard. A colon makes a footnote of it only where a line begins.
_WIDE: Final = later(r"(?<!\\)(?:[\[［【]\^([^\[\]［］【】\n]+)[\]］】])(：?)")
# What may stand before a footnote's words: signs of quotes, lists and other footnotes (`FootnoteBlockProcessor`).
_BEFORE: Final = later(r"(?:[ \t>]|[-*+] |\d{1,9}[.)] |\[\^[^\[\]\n]+\]:)*")


class _Marks(NamedTuple):
    """Where footnotes begin and where others lead to them: (name, place in the text), as they stand.

    ``meant`` are those of both that have signs of a Chinese keyboard: as they are written, as they should be.
    """

    notes: list[tuple[str, int]]
    leading: list[tuple[str, int]]
    meant: list[tuple[str, str, int]]


def footnotes_whole(data: Dataset) -> Iterator[Problem]:
    """脚注有注文、有引用，名称不重复。"""
    for _, record, _, _ in data.opened:
        if "^" in record.body:
            yield from footnotes(record)


def footnotes(record: Record) -> Iterator[Problem]:
    """What is wrong with the footnotes of an entry or a hand-written page."""
    if "^" not in record.body:
        return
    text = without_spans(without_code(record.body))
    marks = _marks(text)
    for wrong, right, start in marks.meant:
        brackets = "" if wrong[0] == "[" and "]" in wrong else "方括号"
        signs = "和".join(filter(None, (brackets, "冒号" if wrong.endswith("：") else "")))
        yield Problem(where_in(record, text, start), f"脚注的{signs}要用英文的，找到{shown(wrong)}，请写成“{right}”")
    named = {name for name, _ in marks.leading}
    seen: set[str] = set()
    for name, start in marks.notes:
        if name in seen:
            yield Problem(where_in(record, text, start), f"脚注{_said(name)}写了两次，只有一条会显示，请换一个名称")
        elif name not in named:
            advice = f"请在要加注的地方写 [^{name}]，或删去这一条"
            yield Problem(where_in(record, text, start), f"正文没有引用脚注{_said(name)}，{advice}")
        seen.add(name)
    for name, start in marks.leading:
        if name not in seen:
            advice = f"请在文末另起一段写“[^{name}]: 注文”，或删去这个标记"
            yield Problem(where_in(record, text, start), f"脚注{_said(name)}没有注文，{advice}")


def _marks(text: str) -> _Marks:
    marks = _Marks([], [], [])
    text = _meant(text, marks.meant)
    for found in _MARK.finditer(text):
        line = text.rfind("\n", 0, found.start()) + 1
        begins = found[2] and _BEFORE.fullmatch(text, line, found.start())
        (marks.notes if begins else marks.leading).append((found[1], found.start()))
    return marks


def _meant(text: str, meant: list[tuple[str, str, int]]) -> str:
    """The text with the signs that footnotes want in place of those of a Chinese keyboard, which ``meant`` gets."""
    if not ("]：" in text or "［" in text or "【" in text or "］" in text or "】" in text):
        return text
    parts, at = [], 0
    for found in _WIDE.finditer(text):
        name, colon = found[1], found[2]
        line = text.rfind("\n", 0, found.start()) + 1
        if colon and (f"[^{name}]:" in text or not _BEFORE.fullmatch(text, line, found.start())):
            colon = ""
        mark = f"[^{name}]{':' * len(colon)}"
        wrong = found[0].removesuffix("：") + colon
        if wrong != mark:
            meant.append((wrong, f"{mark} 注文" if colon else mark, found.start()))
            parts += [text[at : found.start()], mark]
            at = found.start() + len(wrong)
    return "".join([*parts, text[at:]])


def _said(name: str) -> str:
    return shown(f"[^{name}]")
