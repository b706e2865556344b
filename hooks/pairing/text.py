"""Markdown of entries → HTML, with one converter for all of them.

Headings begin at the second rank, tables scroll on phones, pictures stand in figures with their
caption, a link to a file beside the text tells what it is and how large, and one to another site says so.
HTML in a text is no HTML on the page: its tags are dropped, its words stay, comments vanish.
"""

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.inlinepatterns import HTML_RE, Pattern
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from pairing.flow import Flowing
from pairing.markup import clean
from pairing.media import Asset, comments
from pairing.plain import BACK, EXTERNAL, OUT, plain

_RANKS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
# What may hold a figure; elsewhere (in a heading, in bold) a picture stays within its line.
_HOLDERS: Final = frozenset({"div", "li", "td", "dd", "blockquote"})


class _Silence(Preprocessor):
    """Takes comments out, over paragraphs, too: what an editor noted down is not for readers."""

    def run(self, lines: list[str]) -> list[str]:
        """The lines that are left."""
        text = "\n".join(lines)
        if "<!--" not in text:
            return lines
        parts, at = [], 0
        for start, end in comments(text):
            parts.append(text[at:start])
            at = end
        return "".join([*parts, text[at:]]).split("\n")


class _NoTag(Pattern):
    """Drops a tag; the words around and within it stay."""

    def handleMatch(self, _found: object) -> str:  # noqa: N802 -- Python-Markdown's name
        """Nothing."""
        return ""


class _Notes(OrderedDict[str, str]):
    """Footnotes by id. A note may be defined within another one, and comes while somebody goes through them."""

    def keys(self) -> Iterator[str]:  # type: ignore[override]
        """The ids, those that come meanwhile at the end."""
        known: list[str] = []
        while len(known) < len(self):
            at, known = len(known), [*self]
            yield from known[at:]


class Footnotes(FootnoteExtension):
    """Footnotes, those within others as well, of which Python-Markdown's own breaks down or loses the words."""

    def __init__(self) -> None:
        super().__init__(BACKLINK_TITLE=BACK)

    def reset(self) -> None:
        """Begin with a new text."""
        super().reset()
        self.footnotes = _Notes()


class _Dress(Treeprocessor):
    """Gives a finished tree what readers need. ``files`` are those beside the text at hand."""

    files: Mapping[str, Asset] = {}

    def run(self, root: Element) -> None:
        """Change the tree in place."""
        _rank(root)
        tables = 0
        for parent in list(root.iter()):
            for child in list(parent):
                if child.tag == "table":
                    tables += 1
                    _scroll(parent, child, tables)
                elif child.tag == "img":
                    self._picture(child)
                elif child.tag == "a":
                    self._link(child)
        _figures(root)

    def _picture(self, picture: Element) -> None:
        picture.set("loading", "lazy")
        asset = self.files.get(picture.get("src", ""))
        if asset and asset.width and asset.height:
            picture.set("width", str(asset.width))
            picture.set("height", str(asset.height))

    def _link(self, link: Element) -> None:
        href = link.get("href", "")
        if href.lower().startswith(("http://", "https://")):
            link.set("rel", EXTERNAL)
            SubElement(link, "span", {"class": "jd-out"}).text = OUT
            return
        asset = self.files.get(href)
        if asset is None or link.find(".//img") is not None:
            return
        link.set("class", "jd-file")
        link.set("download", "download")
        size = SubElement(link, "span", {"class": "jd-note"})
        size.text = f"（{asset.label}，{asset.size}）"


class Frames(Extension):
    """Tables of hand-written pages stand in frames as those of entries do."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 -- Python-Markdown's name
        """At the place where entries get theirs."""
        md.treeprocessors.register(_Frames(md), "frames", 12)


class _Frames(Treeprocessor):
    """Sets every table into a frame; HTML as it was written stays as it is."""

    def run(self, root: Element) -> None:
        """Change the tree in place."""
        pairs = [(parent, child) for parent in root.iter() for child in parent if child.tag == "table"]
        for number, (parent, table) in enumerate(pairs, 1):
            _scroll(parent, table, number)


def _rank(root: Element) -> None:
    """Move all headings so that the highest is of the second rank; the first is the page's title."""
    headings = [item for item in root.iter() if item.tag in _RANKS]
    move = 1 - min((_RANKS.index(item.tag) for item in headings), default=1)
    for item in headings if move else ():
        item.tag = _RANKS[min(_RANKS.index(item.tag) + move, 5)]


def _scroll(parent: Element, table: Element, number: int) -> None:
    """Set a table into a frame that scrolls and can be reached by keyboard."""
    label = "表格" if number == 1 else f"表格{number}"
    frame = Element("div", {"class": "jd-scroll", "tabindex": "0", "role": "region", "aria-label": label})
    frame.tail, table.tail = table.tail, None
    table.set("class", "jd-table")
    for cell in (cell for tag in ("th", "td") for cell in table.iter(tag)):
        if cell.tag == "th":
            cell.set("scope", "col")
        # The policy of what is served refuses styles within tags.
        if style := cell.attrib.pop("style", ""):
            cell.set("class", f"jd-{style.rstrip(';').rpartition(' ')[2]}")
    parent[list(parent).index(table)] = frame
    frame.append(table)


def _figures(parent: Element) -> None:
    """Every picture with a caption becomes a figure; a paragraph around it is parted."""
    for child in list(parent):
        if child.tag == "p":
            parts = _parted(child)
            if len(parts) > 1 or parts[0] is not child:
                at = list(parent).index(child)
                parent[at : at + 1] = parts
        else:
            _figures(child)
    if parent.tag in _HOLDERS:
        for i, child in enumerate(parent):
            if _captioned(child) is not None:
                tail, child.tail = child.tail, None
                parent[i] = _figure(child)
                parent[i].tail = tail


def _parted(paragraph: Element) -> list[Element]:
    """The paragraph, or what stands before, in and behind its figures, empty paragraphs left out."""
    if all(_captioned(child) is None for child in paragraph):
        return [paragraph]
    parts = [Element("p")]
    parts[0].text = paragraph.text
    for child in list(paragraph):
        if _captioned(child) is None:
            parts[-1].append(child)
            continue
        rest = Element("p")
        rest.text, child.tail = child.tail, None
        parts += [_figure(child), rest]
    return [part for part in parts if part.tag == "figure" or len(part) or (part.text or "").strip()]


def _captioned(item: Element) -> Element | None:
    """The picture with a caption that an element is, or that is all a link holds."""
    picture = item
    if item.tag == "a" and len(item) == 1 and not (item.text or "").strip() and not (item[0].tail or "").strip():
        picture = item[0]
    return picture if picture.tag == "img" and picture.get("title") else None


def _figure(item: Element) -> Element:
    picture = _captioned(item)
    assert picture is not None, "asked before"
    figure = Element("figure", {"class": "jd-figure"})
    figure.append(item)
    caption = SubElement(figure, "figcaption")
    caption.text = picture.attrib.pop("title")
    return figure


def extensions() -> list[Extension | str]:
    """What entries may use beyond plain Markdown."""
    return ["tables", Footnotes(), "sane_lists", "fenced_code"]


@cache
def _converter() -> tuple[Markdown, _Dress]:
    converter = Markdown(extensions=[*extensions(), Flowing()], output_format="html")
    dress = _Dress(converter)
    # After footnotes were put in place (15) and before white space is made nice (10).
    converter.treeprocessors.register(dress, "jiedui", 12)
    converter.preprocessors.deregister("html_block")
    converter.preprocessors.register(_Silence(converter), "silence", 20)
    converter.inlinePatterns.deregister("html")
    converter.inlinePatterns.register(_NoTag(HTML_RE, converter), "no_tag", 90)
    return converter, dress


def html(text: str, files: Mapping[str, Asset] | None = None) -> str:
    """One text as HTML. ``files`` are those that lie beside it, by name."""
    known = plain(text)
    return converted(text, files) if known is None else known


def converted(text: str, files: Mapping[str, Asset] | None = None) -> str:
    """The same by way of Python-Markdown, which knows every text."""
    converter, dress = _converter()
    dress.files = files or {}
    return clean(converter.reset().convert(text))
