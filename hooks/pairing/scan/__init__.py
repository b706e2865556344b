"""The scan of everything that is published: texts and files against the rules of `policy.RULES`.

A verdict depends on the bytes and the policy alone. Findings know rule, file, part and line; the value
found stays inside (`Finding.value`) and is never told.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from posixpath import splitext
from typing import Final, NamedTuple
from urllib.parse import unquote

from pairing.media import form_of
from pairing.scan.containers import (
    DEEPEST,
    Member,
    Part,
    UnreadableError,
    gunzipped,
    members,
    ole_parts,
    pdf_parts,
    refuse,
)
from pairing.scan.flat import decoded, flat, strings, table, unescaped, unfolded
from pairing.scan.pictures import extras, told, words
from pairing.scan.policy import Policy
from pairing.scan.rules import candidates, hits, suspicious
from pairing.svg import active

# The part of a file that is its name, and the names of what is in it.
FILE_NAME: Final = "文件名"
_MEMBER_NAME: Final = "里面的文件名"
_MARKUP: Final = (".html", ".htm", ".xhtml", ".xml", ".svg", ".rss", ".atom", ".rels")
_STRINGS: Final = (".json", ".js", ".mjs", ".map", ".geojson", ".webmanifest")


@dataclass(frozen=True, order=True)
class Finding:
    """What must not be there: the file, the part of it ("" for the file itself), the line (0 for none), the rule."""

    path: str
    line: int
    member: str
    rule: str
    value: str = field(default="", repr=False)
    why: str = ""


class Verdict(NamedTuple):
    """What a scan of a file found, and how many candidates it had to judge where they were counted."""

    findings: tuple[Finding, ...] = ()
    judged: int = 0


# Pairs of characters with coded numbers of pages: whatever looks like a value in them is none.
_PAIRS: Final = re.compile(r"(?:^|/)search/pairs/[^/]+\.js$")


def scan_file(path: str, content: bytes, policy: Policy, *, counted: bool = False) -> Verdict:
    """Look at every byte of a file, its name included. Believes the first bytes, not the suffix.

    Candidates are only counted for those who ask for it, as that takes as long as judging them.
    """
    if _PAIRS.search(path):
        return Verdict()
    found: list[Finding] = []
    judged = 0
    named = Part(FILE_NAME, unquote(path).replace("/", "\n"))
    for part in (named, *_parts(path, content, policy, found, 0)):
        if not suspicious(part.text, policy):
            continue
        judged += candidates(part.text) if counted else 0
        found += _findings(path, part, policy)
    return Verdict(tuple(sorted(set(found))), judged)


def scan_text(path: str, text: str, policy: Policy) -> list[Finding]:
    """A text as it stands, with comments and marks."""
    return _findings(path, Part("", text), policy) if suspicious(text, policy) else []


def _findings(path: str, part: Part, policy: Policy) -> list[Finding]:
    named = part.member in (FILE_NAME, _MEMBER_NAME)
    return [
        Finding(path, 0 if named else part.text.count("\n", 0, hit.start) + 1, part.member, hit.rule, hit.value)
        for hit in hits(part.text, policy)
    ]


def _parts(
    path: str, content: bytes, policy: Policy, found: list[Finding], depth: int, within: str = ""
) -> Iterator[Part]:
    """Every text of a file; what is no text but wrong all the same goes to ``found``."""
    try:
        for part in _opened(path, content, found, depth, within or path):
            if isinstance(part, Part):
                yield part._replace(member=f"{within}/{part.member}".strip("/") if within else part.member)
                continue
            inner = f"{within}/{part.name}".strip("/")
            yield Part(_MEMBER_NAME, part.name)
            for deep in _parts(path, part.content, policy, found, depth + 1, inner):
                yield deep if deep.member else deep._replace(member=inner)
    except UnreadableError as error:
        found.append(Finding(path, 0, within, "unreadable", "", str(error)))


def _opened(path: str, content: bytes, found: list[Finding], depth: int, name: str) -> Iterator[Part | Member]:
    form, _ = form_of(content[:16])
    if depth > DEEPEST:
        raise UnreadableError("压缩包套了太多层", "请把里层的解开再放")
    if form == "zip":
        yield from members(content)
    elif form == "pdf":
        yield from pdf_parts(content)
    elif form == "ole":
        yield from ole_parts(content)
    elif form in ("png", "jpeg", "gif", "webp"):
        yield from _picture(path, content, found, name if depth else "")
    elif content.startswith(b"\x1f\x8b"):
        yield Member(splitext(name)[0], gunzipped(content))
    else:
        refuse(content)
        yield _text(path, decoded(content), splitext(name)[1].lower(), found)


def _text(path: str, text: str, suffix: str, found: list[Finding]) -> Part:
    if suffix == ".svg":
        found += [Finding(path, line, "", "svg-active") for line in active(text)]
    if suffix in _MARKUP or text[:200].lstrip().startswith("<"):
        return Part("", flat(unescaped(text)))
    if suffix in _STRINGS:
        return Part("", strings(text))
    return Part("", unfolded(text) if suffix == ".ics" else flat(text) if suffix == ".md" else table(text, suffix))


def _picture(path: str, content: bytes, found: list[Finding], member: str) -> Iterator[Part]:
    """What a picture carries: each piece is a finding by itself, and its words are looked at as well."""
    try:
        pieces = extras(content)
        for piece in pieces:
            rules = told(piece) or ["picture-data"]
            found += [Finding(path, 0, member, rule) for rule in rules]
            yield Part("（图片附加信息）", words(piece))
    except (ValueError, IndexError) as error:
        raise UnreadableError("图片已损坏", "请用看图软件打开后另存") from error
