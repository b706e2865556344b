"""HTML tags that do no harm and will not show: which they are, and what to write instead."""

from collections.abc import Iterator
from typing import Final

from pairing.markup import REFUSED, acts, tags
from pairing.media import place, without_code, without_spans
from pairing.model import Entry
from pairing.problems import Where
from pairing.proof.finding import Finding
from pairing.source import Record

_INSTEAD: Final = {
    **dict.fromkeys(("b", "strong"), "加粗请写 **文字**"),
    **dict.fromkeys(("i", "em"), "强调请写 *文字*"),
    **dict.fromkeys(("table", "thead", "tbody", "tr", "td", "th"), "表格请用竖线 | 来写"),
    **dict.fromkeys(("ul", "ol", "li"), "列表请用 - 或 1. 开头"),
    **dict.fromkeys(("h2", "h3", "h4", "h5", "h6"), "小标题请用 ## 开头"),
    "a": "链接请写 [名称](网址)",
    "br": "换段请空一行",
    "p": "分段请空一行",
    "hr": "分隔线请写 ---",
    "blockquote": "引文请用 > 开头",
    "code": "代码请用反引号 ` 括起来",
}


def idle_tags(record: Record, entry: Entry) -> Iterator[Finding]:
    """Tags of an entry that will not show."""
    for name, said in (("title", entry.title), ("summary", entry.summary)):
        for tag in tags(said) if said and "<" in said else ():
            yield Finding(record.where(name), f"这里的“{tag.text}”会原样显示，请删去标签，只留文字")
    if "<" not in record.body:
        return
    text = without_spans(without_code(record.body))
    for tag in tags(text):
        shut = tag.text.endswith(">") or tag.name.startswith("!")  # else it is text, and is shown as such
        if tag.name in REFUSED or acts(tag.text) or not shut:
            continue
        line, column = place(text, tag.start)
        where = Where(record.path, record.body_line + line - 1, column)
        if tag.name == "!--":
            yield Finding(where, "注释“<!--”没有结束，会显示在页面上，请补上“-->”或删去")
            continue
        if tag.name == "![":
            yield Finding(where, "“<![”开头的一段不会显示，请删去这两个符号")
            continue
        advice = _INSTEAD.get(tag.name, "请删去标签，只留文字")
        shown = tag.text if len(tag.text) <= 40 else f"{tag.text[:40]}…"
        yield Finding(where, f"正文不用 HTML，标签“{shown.split(chr(10))[0]}”不会显示，里面的文字会保留；{advice}")
