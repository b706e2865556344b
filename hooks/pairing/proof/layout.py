"""Layout: what an editor meant as a list, a paragraph or a link, and Markdown prints as it was typed."""

from collections.abc import Iterator
from typing import Final

from pairing.later import later
from pairing.media import KINDS, without_spans
from pairing.proof.finding import Finding
from pairing.proof.glance import ITEM, PRIVATE
from pairing.proof.passage import Passage

_MARK: Final = later(r"( *)(?:[-*+]|\d{1,2}[.)]) ")
# Where any of it may be; looked for behind a line's end, which is found many times faster than its beginning.
_PERHAPS: Final = later(r"\n(?: {0,3}(?:[-*+]|\d{1,2}[.)]) | {4}|\t|-[^\s-])")
# The same of what is wrong: an item or a text set in, an item below a line that is none. Most lists are well kept.
_ASTRAY: Final = later(
    r"\n(?: {4}|\t|-[^\s-]| {1,3}(?:[-*+]|\d{1,2}[.)]) "
    r"|(?!(?:[-*+]|\d{1,2}[.)]) )[^\n]++\n(?=(?:[-*+]|\d{1,2}[.)]) ))"
)
_UNPARTED: Final = later(r"-(?=[\u3400-\u9fff“《（])")
# Single signs and short runs: (a sign that it has, "" where it may be one of many; form; what is wrong).
_RUNS: Final = (
    (
        "\t",
        later(r"\t(?<=[^\s]\t)[^\n]*+(?>(?:\n[^\n\t]*+\t[^\n]*+)*)"),
        "有制表符，像是从 Excel 粘贴的；表格请写成“| 学校 | 人数 |”的样子，第二行写 |---|---|",
    ),
    ("\n", later("\n[\u3000\xa0]+(?=\n)"), "这里看着是空行，其实有全角空格，分不开段落，请删去"),
    ("", later(f"[{PRIVATE}]"), "有 Word 的特殊符号，网页上是一个空框；列表请用“- ”开头"),
    ("]", later(r"\](?:（https?://| \(https?://)"), "链接要写成 [名称](网址)，方括号后面紧接英文圆括号"),
    ("】", later(r"】[（(]https?://"), "链接要写成 [名称](网址)，括号用英文的"),
    (
        "](",
        later(r"\]\(https?://[\w\-./:?=%#~+,@&]{1,300}[，。；、！？]\)"),
        "网址末尾有标点，链接会打不开，请把标点移到括号外",
    ),
)
_FILES: Final = "|".join(suffix[1:] for suffix in KINDS)
_NAME: Final = rf"[^()（）\s]{{1,100}}\.(?i:{_FILES})"
_LINKED: Final = "链接要写成 [名称](文件名)，用英文的括号，中间不空格"
# What is told once in a text: (a sign or ASCII run of it, form, what is wrong). Forms see two breaks in front.
_ONCE: Final = (
    (
        "\n",
        later(rf"\n{ITEM}[^\n]*+(?<!  )(?<!\\)\n(?={ITEM})"),
        "从这里起连着的几行会并成一段；列表请每行用“- ”或“1. ”开头，前面空一行，或者每项之间空一行",
    ),
    ("＃", later(r"\n＃++"), "小标题要用英文的 # 开头，再空一格，例如“## 做了什么”"),
    ("＞", later(r"\n＞"), "引文要用英文的 > 开头"),
    ("#", later(r"\n#{1,6}[ \t]*+(?=\n|\Z)"), "小标题是空的，请补上文字，或删去“#”"),
    ("】", later(rf"】[（(]{_NAME}[）)]"), _LINKED),
    ("] (", later(rf"\] \({_NAME}\)"), _LINKED),
    ("![[", later(r"!\[\["), '图片请写成 ![看不见图片的人也能明白的说明](photo.jpg "图注")'),
    (
        "){",
        later(r"\{(?<=\)\{):? {0,9}(?:[.#]|[A-Za-z-]{1,30}=)[^{}\n]{0,100}\}"),
        "“{…}”会原样显示，请删去；图片的大小由网页决定",
    ),
    ("~~", later(r"~~(?<!~~~)(?=[^~\s])[^~\n]{1,200}~~(?!~)"), "“~~”不是删除线，会原样显示，请删去"),
    ("==", later(r"==(?<!===)(?=[^=\s])[^=\n]{1,200}==(?!=)"), "“==”会原样显示；要突出请写 **文字**"),
    (
        "\n-",
        later(r"\n\n(?![#>\n])(?>[^\n]*\w)[^\n]*+\n-++ *+(?=\n|\Z)"),
        "下一行紧接着“-”，这一行会变成标题；要分隔线，前面空一行；要小标题，用 ## 开头",
    ),
    (
        "\n=",
        later(r"\n\n(?![#>\n])(?>[^\n]*\w)[^\n]*+\n=++ *+(?=\n|\Z)"),
        "下一行紧接着“=”，这一行会变成标题；要小标题，用 ## 开头",
    ),
    (". ", later(r"\n\n\d{4,9}\. ++(?=[^\s])"), "行首的数字和“.”会变成列表的编号；不是编号时在“.”前面加“\\”"),
)
# Signs beyond ASCII that either asks for.
_WIDE: Final = tuple(dict.fromkeys(sign for sign, _, _ in (*_RUNS, *_ONCE) if not sign.isascii()))


def layout(passage: Passage) -> Iterator[Finding]:
    """What of a body will not look as it was meant."""
    if passage.doubtful:
        yield from _forms(passage)
    if _PERHAPS.search(f"\n{passage.text}") and _ASTRAY.search(f"\n{passage.plain}"):
        yield from _lines(passage)


def _forms(passage: Passage) -> Iterator[Finding]:
    """Signs and short runs, told wherever they stand or once in a text."""
    signs = _signs(passage)
    for sign, form, message in _RUNS:
        if sign in signs and form.search(passage.text):
            for found in form.finditer(passage.plain):
                start = found.start() + (found[0][0] == "\n")
                yield Finding(passage.where(start, found.end()), message)
    text = f"\n\n{passage.text}"
    for sign, form, message in _ONCE:
        if sign in signs and form.search(text) and (first := form.search(f"\n\n{without_spans(passage.plain)}")):
            start = first.start() + len(first[0]) - len(first[0].lstrip("\n")) - 2
            yield Finding(passage.where(start, start + 1), message)


def _signs(passage: Passage) -> str:
    """What of a text could begin anything: its ASCII signs, a tenth of it, and those of `_WIDE` that it has.

    What stood side by side still does, so that no run of signs is missed.
    """
    ascii_signs = f"\n\n{passage.text}".encode("ascii", "ignore").decode("ascii")
    wide = [sign for sign in _WIDE if sign in passage.text]
    return "".join([ascii_signs, *wide])


def _lines(passage: Passage) -> Iterator[Finding]:
    """Lists and indents, line by line."""
    listed, before, at = False, "", 0
    for line in passage.plain.split("\n"):
        message = _of_line(line, before, listed)
        if message:
            yield Finding(passage.where(at, at + 1), message)
        if line.strip():
            indented = line.startswith((" ", "\t"))
            listed = bool(_MARK.match(line)) or line.startswith("[^") or (listed and (indented or bool(before.strip())))
        before, at = line, at + len(line) + 1


def _of_line(line: str, before: str, listed: bool) -> str:
    mark = _MARK.match(line)
    if mark and listed and 1 <= len(mark[1]) <= 3:
        return "下一级列表要缩进四个空格，否则会和上一级连在一起"
    if mark and not mark[1] and before.strip() and not listed and not before.lstrip().startswith((">", "#", "|")):
        return "列表前要空一行，否则会和上一段连在一起"
    if _UNPARTED.match(line):
        return "“-”后面空一格才是列表"
    if line.startswith(("    ", "\t")) and not before.strip() and not listed and line.strip():
        return "行首的空格或制表符会让这一段变成代码，请删去；段首不用缩进"
    return ""
