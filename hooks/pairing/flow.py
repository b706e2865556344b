"""Line breaks within a paragraph: between Chinese signs they are not meant as spaces, which most browsers make of them.

Rule: CSS Text Level 4, segment break transformation. Who breaks lines in an editor sees no gap on the page.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from typing import Final
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

# As wide as a Chinese character; not the full-width blank, which somebody has typed as an indent.
_WIDE: Final = "\u2e80-\u2fff\u3001-\u9fff\uf900-\ufaff\uff01-\uff60\uffe0-\uffe6\U00020000-\U0003fffd"
# Chinese or not, as what stands on the other side.
_EITHER: Final = "“”‘’—…·"
_INLINE: Final = ("a", "abbr", "b", "del", "em", "i", "ins", "mark", "span", "strong", "sub", "sup")
_CODE: Final = ("code", "pre")
_TAGS: Final = rf"((?:</?(?:{'|'.join(_INLINE)})\b[^>]*>)*)"
# Where a text stands in a tree: the element, and which of its two texts.
_Slot = tuple[Element, str]


@cache
def _breaks() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Tags before a break, the break, tags behind it; compiled when first needed, as few texts have any."""
    return (
        re.compile(f"([{_WIDE}]){_TAGS} *\n *{_TAGS}(?=[{_WIDE}{_EITHER}])"),
        re.compile(f"([{_EITHER}]){_TAGS} *\n *{_TAGS}(?=[{_WIDE}])"),
    )


def flowing(html: str) -> str:
    """The inside of a paragraph without such line breaks, whatever inline tags stand beside them."""
    if "\n" not in html:
        return html
    for pattern in _breaks():
        html = pattern.sub(r"\1\2\3", html)
    return html


class Flowing(Extension):
    """The same for every paragraph that Python-Markdown makes; HTML as it was written stays as it is."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 -- Python-Markdown's name
        """After inline marks are done (20), before white space is made nice (10)."""
        md.treeprocessors.register(_Flow(md), "flow", 11)


class _Flow(Treeprocessor):
    def run(self, root: Element) -> None:
        for known, slots in groupby(_slots(root), key=bool):
            if known:
                _join(list(filter(None, slots)))


def _slots(element: Element) -> Iterator[_Slot | None]:
    """All texts in the order of the page, None where something begins or ends that is no part of a paragraph."""
    inline = element.tag in _INLINE
    if not inline:
        yield None
    if element.tag not in _CODE:
        yield element, "text"
        for child in element:
            yield from _slots(child)
            yield child, "tail"
    if not inline:
        yield None


def _join(slots: list[_Slot]) -> None:
    texts = [getattr(element, name) or "" for element, name in slots]
    whole, start = "".join(texts), 0
    if "\n" not in whole:
        return
    found = [match for pattern in _breaks() for match in pattern.finditer(whole)]
    dropped = {i for match in found for i in range(match.end(2), match.start(3))}
    for (element, name), text in zip(slots, texts, strict=True) if dropped else ():
        setattr(element, name, "".join(sign for i, sign in enumerate(text, start) if i not in dropped))
        start += len(text)
