"""Rules on pictures and attachments of entries."""

import re
from collections import defaultdict
from collections.abc import Iterator
from posixpath import basename, dirname, splitext
from typing import Final, NamedTuple

from pairing.advice import likely, shown
from pairing.entries import Place
from pairing.later import later
from pairing.media import (
    HEAD,
    KINDS,
    MOST,
    Reference,
    foreign,
    form_of,
    kind_of,
    local_file,
    place,
    plain_name,
    remote,
    size_text,
    without_spans,
)
from pairing.media import without_code as plain
from pairing.misread import unseen
from pairing.pictures import picture
from pairing.problems import DataError, Problem, Where
from pairing.read import Dataset
from pairing.shelf import source
from pairing.source import Loc, Record

HOW: Final = '请写成 ![看不见图片的人也能明白的说明](photo.jpg "图注")'
_PICTURES: Final = "、".join(suffix[1:] for suffix, kind in KINDS.items() if kind.group == "picture")
_OTHERS: Final = "、".join(suffix[1:] for suffix, kind in KINDS.items() if kind.group == "attachment")
_LIMITS: Final = {"picture": "图片上限 2 MB，请压缩后再放", "attachment": "附件上限 20 MB，请拆分或压缩"}
# Words that say nothing about what a picture shows.
_EMPTY_WORDS: Final = later(r"(?i)(?:图片?|照片|相片|插图|配图|题图|image|photo|picture|img|pic)[\s_\-（(]*\d*[)）]*")
# What programs make of the name of an entry's file.
_ENTRY: Final = later(r"(?i)(?:\.md)?\.(?:md|markdown)(?:\.txt)?\Z|\.md\.docx?\Z")
# The name of an entry on a file that a word processor wrote, perhaps the entry itself.
_WRITTEN: Final = later(r"(?i)/\d{4}(?:-\d{2}){0,2}-[^/]+\.(?:docx?|wps|rtf|txt)\Z")
_CURLY: Final = later("[“”‘’]")
_MAIL: Final = later(r"(?i)(?:mailto：)?([^\s@/\\：]+)@[^\s@/\\]+\.[a-z]+")
_INDIRECT: Final = later(r"!\[[^\[\]\n]*\](?!\()(?:\[[^\[\]\n]*\])?|^ {0,3}\[(?!\^)[^\[\]\n]+\]:", re.MULTILINE)
# Signs of a Chinese keyboard where Markdown wants others; a bracket after a footnote's mark is none.
_WIDE: Final = later(
    r"！\[|！【[^】\n]{1,100}】[（(]|\][（(][^()（）\s]{1,100}\.[A-Za-z]{2,4}）|\]（[^()（）\s]{1,100}\.[A-Za-z]{2,4}\)"
)
# What a text with either has behind the words of a link; what begins with one sign is found several times faster.
_BEHIND: Final = later(r"\](?:[:（]|\([^()（）\s]{1,110}）)")


class Use(NamedTuple):
    """A file that an entry names: where, the name, and whether only a picture will do."""

    record: Record
    at: Loc | Reference
    place: Place
    name: str
    picture: bool

    @property
    def where(self) -> Where:
        """The place in the entry's file, which only problems ask for: a front matter is read again for it."""
        return _where(self.record, self.at) if isinstance(self.at, Reference) else self.record.where(*self.at)


def _where(record: Record, link: Reference) -> Where:
    return Where(record.path, record.body_line + link.line - 1, link.column)


def uses(data: Dataset) -> Iterator[Use]:
    """Every file that a front matter or a text names, with its place."""
    for key, record, entry, references in data.opened:
        if not data.held[key].brief.files:
            continue
        if entry.cover:
            yield Use(record, ("cover", "file"), key, entry.cover.file, True)
        for i, item in enumerate(entry.attachments):
            yield Use(record, ("attachments", i, "file"), key, item.file, False)
        for link in references:
            if local_file(link.target):
                yield Use(record, link, key, link.target, link.picture)


def media_names(data: Dataset) -> Iterator[Problem]:
    """文件名只用字母、数字、汉字和 - _ .，文件与稿件放在同一个文件夹。"""
    for use in uses(data):
        if plain_name(use.name):
            continue
        if not use.name:
            yield Problem(use.where, "括号里没有网址或文件名，请补上，或删去方括号和括号")
        elif mail := _MAIL.fullmatch(use.name):
            said = f"邮箱地址前面要写 mailto:（英文冒号），找到“{mail[1]}@…”"
            yield Problem(use.where, f"{said}，请写成 [名称](mailto:邮箱地址)")
        elif odd := unseen(use.name):
            yield Problem(use.where, f"文件名写法有误，找到{shown(use.name)}{odd}；文件的名字里也有的，一并改掉")
        elif _CURLY.search(use.name):
            yield Problem(use.where, f"图注两边要用英文引号，找到{shown(use.name)}，{HOW}")
        elif re.search(r"[/\\]", use.name):
            found = f"文件须与稿件放在同一个文件夹，只写文件名，找到{shown(use.name)}"
            yield Problem(use.where, f"{found}；链接站内页面时以 .html 或 / 结尾")
        else:
            rule = "只用字母、数字、汉字和 - _ .，不留空格，不以点开头"
            yield Problem(use.where, f"文件名{rule}，找到{shown(use.name)}，请改文件名")


def media_kinds(data: Dataset) -> Iterator[Problem]:
    """图片用 jpg、png、webp、gif，附件用常见的办公文件。"""
    for use in uses(data):
        if not plain_name(use.name):
            continue
        kind = kind_of(use.name)
        if use.picture and (kind is None or kind.group != "picture"):
            yield Problem(use.where, f"这里要用图片，找到“{use.name}”；可用的图片有：{_PICTURES}")
        elif kind is None and use.name.endswith(".md"):
            page = f"../{splitext(use.name)[0]}/index.html"
            yield Problem(use.where, f"链接到另一篇稿件时写它的网址，找到“{use.name}”，请写成 {page} 的样子")
        elif kind is None:
            listed = f"可用的图片有：{_PICTURES}；附件有：{_OTHERS}"
            yield Problem(use.where, f"不能发布“{use.name}”这一类文件；{listed}")


def media_missing(data: Dataset) -> Iterator[Problem]:
    """稿件提到的文件须放在稿件旁边。"""
    folders: dict[str, list[str]] = {}
    for use in uses(data):
        path = source(use.place, use.name)
        if plain_name(use.name) and kind_of(use.name) and path not in data.files:
            folders = folders or _folders(data)
            beside = folders.get(dirname(path), [])
            same = next((name for name in beside if name.casefold() == use.name.casefold()), "")
            hint = f"，大小写不同，是否应为“{same}”" if same else likely(use.name, beside)
            hint = hint or f"，请把它放到 {dirname(path)}/"
            yield Problem(use.where, f"没有文件“{use.name}”{hint}")


def media_sizes(data: Dataset) -> Iterator[Problem]:
    """图片不超过 2 MB，附件不超过 20 MB。"""
    for path in dict.fromkeys(source(use.place, use.name) for use in uses(data)):
        kind, size = kind_of(path), data.files.get(path, 0)
        if kind and size > MOST[kind.group]:
            yield Problem(Where(path), f"文件过大：{size_text(size)}，{_LIMITS[kind.group]}")


def media_contents(data: Dataset) -> Iterator[Problem]:
    """文件的内容须与后缀相符，图片须打得开。"""
    for path in dict.fromkeys(source(use.place, use.name) for use in uses(data)):
        kind = kind_of(path)
        if kind is None or not kind.form or path not in data.files:
            continue
        with (data.root / path).open("rb") as file:
            head = file.read(HEAD)
        form, words = form_of(head)
        words = words or foreign(head)
        if form not in kind.form.split():
            like = f"内容像是“{words}”" if words else ("文件是空的" if not data.files[path] else "认不出内容")
            suffix = splitext(path)[1]
            message = f"文件内容与后缀“{suffix}”不符：{like}，请用原来的程序另存为 {suffix} 文件，不要只改文件名"
            yield Problem(Where(path), message)
        elif kind.group == "picture":
            yield from damage(data, path)


def damage(data: Dataset, path: str) -> list[Problem]:
    """What keeps a picture of the repository from being published; what is made for that is kept for the build."""
    try:
        picture(data.root, path)
    except DataError as error:
        return list(error.problems)
    return []


def media_unused(data: Dataset) -> Iterator[Problem]:
    """稿件旁边的每个文件都要有稿件用到，草稿也算。"""
    used = {source(key, name) for key in data.entries for name in data.held[key].brief.files}
    unread = {dirname(source((key[0], key[1], key[2]), "")) for key in data.known["entry"] - set(data.entries)}
    for path in data.files:
        if path in used or dirname(path) in unread:
            continue
        if like := _ENTRY.search(path):
            name = f"{basename(path)[: like.start() - len(path)]}.md"
            yield Problem(Where(path), f"这像是一篇稿件，但文件名的结尾不对，请改名为 {name}")
        elif _WRITTEN.search(path):
            advice = "是一篇稿件的，请运行 scripts/new.py entry 建好稿件（.md 文件），把文字放进去，再移走这个文件"
            yield Problem(Where(path), f"没有稿件用到这个文件：{advice}；是附件的，请在同一文件夹的稿件中引用")
        else:
            yield Problem(Where(path), "没有稿件用到这个文件，请在同一文件夹的稿件中引用；确实不用的，再删去")


def media_clash(data: Dataset) -> Iterator[Problem]:
    """同一文件夹的文件名不能只差大小写。"""
    for folder, names in _folders(data).items():
        first: dict[str, str] = {}
        for name in names:
            other = first.setdefault(name.casefold(), name)
            if other != name:
                yield Problem(Where(f"{folder}/{name}"), f"与“{other}”只差大小写，有的服务器分不清，请改名")


def _folders(data: Dataset) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for path in data.files:
        found[dirname(path)].append(basename(path))
    return found


def picture_words(data: Dataset) -> Iterator[Problem]:
    """每幅图片都有说明（看不见的人听到什么）和图注。"""
    for _, record, entry, references in data.opened:
        if entry.cover and _says_nothing(entry.cover.alt):
            message = f"图片说明{shown(entry.cover.alt)}看不出图上有什么，请写明"
            yield Problem(record.where("cover", "alt"), message)
        for link in references:
            if not link.picture or not local_file(link.target):
                continue
            where = _where(record, link)
            if not link.words.strip():
                yield Problem(where, f"图片“{link.target}”没有说明，{HOW}")
            elif _says_nothing(link.words):
                yield Problem(where, f"图片说明{shown(link.words)}看不出图上有什么，请写明")
            if not link.title and not _CURLY.search(link.target):
                yield Problem(where, f"图片“{link.target}”没有图注，{HOW}")


def _says_nothing(words: str) -> bool:
    words = words.strip()
    return _EMPTY_WORDS.fullmatch(words) is not None or splitext(words)[1].lower() in KINDS


def media_written(data: Dataset) -> Iterator[Problem]:
    """图片和附件用“![说明](文件 "图注")”和“[名称](文件)”来写，不从别的网站取。"""
    for _, record, _, references in data.opened:
        for link in references:
            if link.picture and not local_file(link.target) and link.target:
                fault = "不能用别的网站的图片" if remote(link.target) else "图片的地址有误"
                message = f"{fault}，找到{shown(link.target)}，请把图片放到稿件旁边，只写文件名"
                yield Problem(_where(record, link), message)
        if _perhaps(record.body):
            yield from _unusual(record.path, record.body, record.body_line)


def _perhaps(body: str) -> bool:
    """Whether one of either may be in a text."""
    if "]" in body and _BEHIND.search(body):
        return True
    return ("!" in body and "![" in body) or ("！" in body and ("！[" in body or "！【" in body))


def _unusual(path: str, body: str, first: int) -> Iterator[Problem]:
    rules = (
        (_INDIRECT, f"链接和图片的网址要写在一处，找到“{{}}”；链接写成 [名称](网址)，图片{HOW}"),
        (_WIDE, f"图片和链接要用英文符号 ! 和 ( )，找到“{{}}”，{HOW}"),
    )
    text = without_spans(plain(body))
    for pattern, message in rules:
        for found in pattern.finditer(text):
            line, column = place(text, found.start())
            yield Problem(Where(path, first + line - 1, column), message.format(found[0].strip()))
