"""Rules on markup and addresses: what of an entry's or page's HTML is refused, and where links may lead."""

import re
from collections.abc import Iterator
from html import unescape
from posixpath import join, normpath
from typing import Final
from urllib.parse import urlsplit

from pairing import addresses
from pairing.advice import shown
from pairing.bounds import LONGEST, beyond
from pairing.later import later
from pairing.markup import REFUSED, acts, bracketed, fault, tags
from pairing.media import host, place, remote, without_code, without_spans
from pairing.problems import Problem, Where
from pairing.read import Dataset
from pairing.source import Record

_PICTURE: Final = '图片请写 ![看不见图片的人也能明白的说明](photo.jpg "图注")，图片放在稿件旁边'
_INSTEAD: Final = {
    "h1": "页面标题由 title 给出，小标题请用 ## 开头",
    **dict.fromkeys(("img", "picture", "source", "svg", "canvas", "map", "area"), _PICTURE),
    **dict.fromkeys(("video", "audio", "track"), "音像请放在学校的平台上，这里写链接 [名称](网址)"),
    **dict.fromkeys(
        ("iframe", "frame", "frameset", "object", "embed", "applet", "portal"), "请改写成链接 [名称](网址)"
    ),
    **dict.fromkeys(
        ("form", "input", "button", "select", "option", "textarea"), "表单请做成附件，或写链接 [名称](网址)"
    ),
    "math": "公式请用文字或图片",
}
SAID: Final = {
    "scheme": "链接只能用 http、https、mailto、tel 或本站的相对路径",
    "bare": "网址不完整，请写全，以 https:// 开头",
    "user": "网址中不能有“@”前的用户名，读者会看错去处",
    "host": "域名中有不该有的字符（可能是形似英文的字母），请重新输入",
    "slash": "路径用“/”，不用“\\”",
    "absolute": "本站的链接写相对路径，不以“/”开头：专栏会放在学校网站的任何位置",
}
# Attribute lists of hand-written pages that would make a program of them.
_LISTED: Final = later(r"\{:?[^{}\n]*\b(?:on[a-z]{3,30}|style|srcdoc|formaction)\s*=[^{}\n]*\}", re.IGNORECASE)
# A hand-written page may use headings and pictures of its own; all else is refused there, too.
PAGE_REFUSED: Final = REFUSED - {"h1", "img", "picture", "source"}
# Where links and pictures of such a page lead: in the text, and in lines of their own ([名称]: 网址).
_TARGETS: Final = later(
    r"(?:\]\(\s{0,8}|^ {0,3}\[[^\]\n]{1,400}\]:[ \t]{0,8}\n?[ \t]{0,8})([^()\s]{1,400})", re.MULTILINE
)
# Pictures of another host: no browser would show them, as pages ask no other host for anything.
_FAR_PICTURES: Final = later(r"!\[[^\]\n]{0,400}\]\(\s{0,8}<?((?:https?:)?//[^()\s]{1,400})", re.IGNORECASE)
ELSEWHERE: Final = "不能从别的网站取图片等内容"
BESIDE: Final = "请把文件放到 content/pages/ 里，写它的相对路径"


def markup_tags(data: Dataset) -> Iterator[Problem]:
    """正文不用会运行、会载入别处内容的 HTML 标签和属性。"""
    for _, record, _, _ in data.opened:
        if "<" in record.body:
            yield from refused(record, REFUSED)


def refused(record: Record, names: frozenset[str]) -> Iterator[Problem]:
    """Tags of a body that are refused, and tags with a program in an attribute."""
    text = without_spans(without_code(record.body))
    for tag in tags(text):
        where = where_in(record, text, tag.start)
        said = shown(tag.text)
        if tag.name in names:
            yield Problem(where, f"不能用标签 <{tag.name}>，找到{said}；{instead(tag.name)}")
        elif acts(tag.text):
            yield Problem(where, f"标签里有程序或不能用的网址，找到{said}，请删去整个标签，只留文字")
    for address, start in bracketed(text):
        wrong = fault(address, remote_only=False)
        if wrong:
            yield Problem(where_in(record, text, start), f"{SAID[wrong]}，找到{shown(f'<{address}>')}")


def instead(tag: str) -> str:
    """What to write instead of a tag that is refused."""
    return _INSTEAD.get(tag, "请删去；网页不运行稿件里的程序和样式")


def markup_nesting(data: Dataset) -> Iterator[Problem]:
    """正文的长度、列表和引文的层数、一段里的方括号有限度：再多，谁也读不了，程序也算不完。"""
    for key, record, _, _ in data.opened:
        if data.prose(key) is not None:
            continue  # it has been rendered, so it is within bounds
        body = record.body
        if len(body) > LONGEST:
            yield Problem(
                Where(record.path, record.body_line), f"正文过长：{len(body)} 字，上限 {LONGEST} 字，请拆成几篇"
            )
            continue
        for wrong, start in beyond(body):
            yield Problem(where_in(record, body, start), wrong)


def markup_links(data: Dataset) -> Iterator[Problem]:
    """链接只通向 http、https、mailto、tel 或本站；不出网站根目录，不藏用户名和形似字母。"""
    for key, record, _, references in data.opened:
        for link in references:
            target = link.target
            wrong = "" if link.picture or not target else fault(target, remote_only=False)
            wrong = wrong or ("bare" if not link.picture and host(target) else "")
            if wrong:
                message = f"{SAID[wrong]}，找到{shown(target)}"
            elif not remote(target) and _escapes(addresses.entry(*key), target):
                message = f"链接走出了网站的根目录，找到{shown(target)}，请核对有几个“../”"
            else:
                continue
            yield Problem(Where(record.path, record.body_line + link.line - 1, link.column), message)


def _escapes(page: str, target: str) -> bool:
    """Whether a relative link leads out of the site; percent signs are resolved as servers do."""
    path = re.split("[?#]", unescape(target), maxsplit=1)[0]
    path = re.sub(r"(?i)%2e", ".", re.sub(r"(?i)%2f", "/", path))
    return normpath(join(page, "..", path)).startswith("..") if ".." in path else False


def markup_urls(data: Dataset) -> Iterator[Problem]:
    """文件头里的网址写全，域名用真正的字母。"""
    for _, record, entry, _ in data.opened:
        for i, link in enumerate(entry.links):
            wrong = fault(link.url, remote_only=True)
            if wrong:
                yield Problem(record.where("links", i, "url"), f"{SAID[wrong]}，找到{shown(link.url)}")


def markup_urls_of_schools(data: Dataset) -> Iterator[Problem]:
    """学校资料里的网址写全，域名用真正的字母。"""
    for school_key, school in data.schools.items():
        for name in ("url", "home"):
            value = getattr(school.campus, name)
            wrong = fault(value, remote_only=True) if value else ""
            if wrong:
                where = data.record("school", school_key).where("campus", name)
                yield Problem(where, f"{SAID[wrong]}，找到{shown(value)}")


def page_markup(record: Record) -> Iterator[Problem]:
    """The same for a hand-written page, which may hold harmless HTML and lists of attributes."""
    yield from refused(record, PAGE_REFUSED) if "<" in record.body else ()
    text = without_spans(without_code(record.body))
    for found in _LISTED.finditer(text):
        message = f"属性里不能有程序或样式，找到{shown(found[0])}，请删去"
        yield Problem(where_in(record, text, found.start()), message)
    for found in _FAR_PICTURES.finditer(text):
        if _readable(found[1]):
            message = f"{ELSEWHERE}，找到{shown(found[1])}，{BESIDE}"
            yield Problem(where_in(record, text, found.start()), message)
    for found in _TARGETS.finditer(text):
        wrong = fault(found[1], remote_only=False)
        wrong = wrong if wrong in ("scheme", "host") else "" if _readable(found[1]) else "host"
        if wrong:
            yield Problem(where_in(record, text, found.start()), f"{SAID[wrong]}，找到{shown(found[1])}")


def _readable(target: str) -> bool:
    """Whether an address can be taken apart; MkDocs takes every one apart, and ends where it cannot."""
    try:
        urlsplit(unescape(target))
    except ValueError:
        return False
    return True


def where_in(record: Record, text: str, start: int) -> Where:
    """The place of a sign of a body, or of a text that keeps the body's places, in its file."""
    line, column = place(text, start)
    return Where(record.path, record.body_line + line - 1, column)
