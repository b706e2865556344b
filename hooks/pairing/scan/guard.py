"""The guard of a build: what people wrote is looked at first, then every file as it is made.

A finding in a page is traced to the line that an editor has to change. Exceptions name a file and a rule.
"""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fnmatch import fnmatchcase
from functools import partial
from hashlib import blake2b
from html import unescape
from itertools import chain
from pathlib import Path
from posixpath import dirname, splitext
from typing import Final
from urllib.parse import unquote

from pairing.advice import likely, shown
from pairing.entries import entry_file
from pairing.filing import LOGOS
from pairing.folders import data_files, top_names
from pairing.keep import keep_for
from pairing.later import later
from pairing.media import KINDS, kind_of
from pairing.model import Waiver
from pairing.problems import DataError, Problem, Where
from pairing.read import Dataset
from pairing.scan import FILE_NAME, Finding, scan_file, scan_text
from pairing.scan.flat import coded, decoded, flat, table, unescaped
from pairing.scan.glance import alarmed
from pairing.scan.policy import NAMES, RULES, Forbidden, Policy, policy, read_names
from pairing.scan.rules import hits, plain, suspicious
from pairing.workers import ALONE, Crew, shared

SOURCES: Final = ("data", "content")
# Where a path that lacks its beginning may belong.
_TOPS: Final = ("content/entries/", "content/pages/", "content/", "data/")
_ENTRIES: Final = "content/entries"
_TEXT: Final = (".yml", ".yaml", ".md", ".csv", ".txt", ".json", ".svg", "")
_TABLES: Final = (".csv", ".txt")
# Files of the theme's package, pinned by hash. A complete scan looks at them, a build need not.
_VENDORED: Final = ("assets/javascripts/", "assets/stylesheets/")
# What every event of our calendars has: days as eight digits, and an identifier.
_STAMPED: Final = later(rb"\nDT(?:STAMP|START|END)(?:;VALUE=DATE)?:[0-9]{8}(?:T[0-9]{6}Z)?(?=\r)")
_OWNED: Final = b"@jiedui\r"
# How lines of calendars are folded (RFC 5545, 3.1); some programs end lines without a carriage return.
_FOLDS: Final = (b"\r\n ", b"\r\n\t", b"\n ", b"\n\t")
# The search: words of pages that were looked at, and numbers of pages and places that mean nothing to readers.
_INDEX: Final = later(r"(?:^|/)(?:search/.+\.js$|\.kept/)")
_LONG_NUMBER: Final = later(r"\d(?:[^\dA-Za-z/]*\d){4,}")
# In names of what is in an archive; longer than a date, which editors need to find it.
_LONGER_NUMBER: Final = later(r"\d(?:[^\dA-Za-z/]{0,9}\d){8,}")
_EXCEPTION: Final = "；确需公开的，写进 data/exceptions.yml 并说明理由和期限"


@dataclass
class Guard:
    """Looks at what a build makes and gathers what must not be there."""

    root: Path
    policy: Policy
    waivers: tuple[Waiver, ...] = ()
    prefix: str = ""
    found: list[Finding] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    clean: set[bytes] = field(default_factory=set)
    lines: set[str] = field(default_factory=set)

    def below(self, prefix: str) -> "Guard":
        """The same guard for pages whose paths begin further up."""
        return replace(self, prefix=prefix)

    def shell(self, name: str, parts: Iterable[str]) -> None:
        """Look at what all pages have in common; a line that stands in many shells is looked at once."""
        lines = "".join(parts).replace("../", "").split("\n")
        fresh = [line for line in lines if line not in self.lines]
        self.lines.update(fresh)
        self._add(scan_file(f"{self.prefix}{name}", "\n".join(fresh).encode(), self.policy).findings)

    def page(self, path: str, filled: bytes, content: bytes) -> None:
        """Look at a page: what was filled into its shell (UTF-8), and all of it where there is something in that."""
        self.seen.add(self.prefix + path)
        # Of nearly every page the bytes are enough.
        if b"&" not in filled and not self.policy.lists and not alarmed(filled):
            return
        text = filled.decode()
        if suspicious(text, self.policy, filled) and self._hits(text):
            self._add(scan_file(self.prefix + path, content, self.policy).findings)

    def _hits(self, filled: str) -> bool:
        text = flat(unescaped(filled))
        return suspicious(text, self.policy) and bool(hits(text, self.policy))

    def files(self, files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
        """Pass files on and look at those that are no pages; DataError after the last where something was found."""
        for path, content in files:
            yield self.passed(path, content)
        self.report()

    @property
    def digest(self) -> bytes:
        """A fingerprint of what a verdict depends on beside the bytes."""
        return self.policy.digest + repr(self.waivers).encode()

    def passed(self, path: str, content: bytes) -> tuple[str, bytes]:
        """A file after a look at it, unless it is a page that was looked at when it was filled."""
        if path not in self.seen:
            self.file(path, content)
        return path, content

    def report(self) -> None:
        """DataError with everything that was found since the last report."""
        found = self.found[:]
        self.found.clear()
        if found:
            raise DataError(problems(found, self.root))

    def file(self, path: str, content: bytes) -> None:
        """Look at any other file. Attachments are the bytes that lay beside the entry, looked at there."""
        kind = kind_of(path)
        if any(folder in path for folder in _VENDORED) or _INDEX.search(path):
            return
        if "entries/" in path and kind and kind.group == "attachment":
            return
        if splitext(path)[1] in (".json", ".xml", ".ics", ".html") and not self._alarming(path, content):
            return
        told = blake2b(path.rpartition("/")[2].encode() + b"\0" + content, digest_size=16).digest()
        # Every column has its own copy of some, in folders of other names.
        if told not in self.clean or suspicious(unquote(path).replace("/", "\n"), self.policy):
            found = scan_file(path, content, self.policy).findings
            self._add(found)
            self.clean.update(() if found else (told,))

    def _alarming(self, path: str, content: bytes) -> bool:
        if path.endswith(".ics"):
            for fold in _FOLDS:
                content = content.replace(fold, b"")
            content = _STAMPED.sub(b"\n", content).replace(_OWNED, b"\r")
        text = shown = content.decode("utf-8", "replace")
        if "&" in text and "&#x" in text:
            text = unescape(text)
        elif "\\" in text:
            text = unescaped(text)
        if "&" in text and "&lt;" in text:  # a page within a feed
            text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        raw = content if text is shown and "\ufffd" not in text else None
        return suspicious(path, self.policy) or suspicious(text, self.policy, raw)

    def _add(self, findings: Iterable[Finding]) -> None:
        self.found += [finding for finding in findings if not waived(finding, self.waivers)]


def open_guard(
    data: Dataset,
    as_of: date,
    environ: Mapping[str, str] = os.environ,
    forbidden: Iterable[Forbidden] = (),
    *,
    internal: bool = False,
    crew: Crew = ALONE,
) -> Guard:
    """The guard for a site, after a look at all its sources; DataError with everything that was found there.

    The guard of an internal build lets pass what is held back from the public only.
    """
    names = read_names(data.root, environ.get(NAMES))
    rules = policy(data, names, forbidden)
    waivers = data.waivers.exceptions
    of_sources = [waiver.path.split("/")[0] in SOURCES for waiver in waivers]
    # What is held back stands in its own record by right; it may not stand in what is made.
    findings = source_findings(data, replace(rules, forbidden=()), crew)
    wrong = [*waiver_problems(data, as_of)]
    used: set[int] = set()
    accepted: set[str] = set()
    left = []
    for finding in findings:
        matching = [i for i, waiver in enumerate(waivers) if of_sources[i] and waived(finding, (waiver,))]
        if matching:
            used.update(matching)
            accepted.add(finding.value)
        else:
            left.append(finding)
    unneeded = [i for i, source in enumerate(of_sources) if source and i not in used and _judged(waivers[i], rules)]
    wrong += [_unneeded(data, i) for i in unneeded]
    if left or wrong:
        raise DataError([*problems(left, data.root), *wrong])
    outputs = tuple(waiver for waiver, source in zip(waivers, of_sources, strict=True) if not source)
    held = () if internal else rules.forbidden
    return Guard(data.root, replace(rules, accepted=frozenset(accepted), forbidden=held), outputs)


def unneeded_waivers(data: Dataset, guard: Guard, files: Mapping[str, bytes]) -> list[Problem]:
    """Exceptions for finished files that no finished file needs."""
    wrong = []
    for i, waiver in enumerate(data.waivers.exceptions):
        if waiver not in guard.waivers or not _judged(waiver, guard.policy):
            continue
        named = (path for path in files if fnmatchcase(path, _below(waiver)))
        verdicts = (scan_file(path, files[path], guard.policy) for path in named)
        if not any(finding.rule == waiver.rule for verdict in verdicts for finding in verdict.findings):
            wrong.append(_unneeded(data, i))
    return wrong


def _judged(waiver: Waiver, rules: Policy) -> bool:
    """Whether the rule of an exception is judged at all: without the list of names nobody knows who needs one."""
    return waiver.rule != "name" or bool(rules.names)


def waived(finding: Finding, waivers: Iterable[Waiver]) -> bool:
    """Whether an exception lets a finding pass."""
    return any(waiver.rule == finding.rule and fnmatchcase(finding.path, _below(waiver)) for waiver in waivers)


def _below(waiver: Waiver) -> str:
    """The path of an exception below the site, also where it is written as messages print it."""
    return waiver.path.removeprefix("site/")


def waiver_problems(data: Dataset, as_of: date) -> Iterator[Problem]:
    """Exceptions with an unknown rule, and those that have expired."""
    for i, waiver in enumerate(data.waivers.exceptions):
        record = data.record("exceptions")
        if waiver.rule not in RULES:
            hint = likely(waiver.rule, RULES) or f"，可用的有：{'、'.join(RULES)}"
            yield Problem(record.where("exceptions", i, "rule"), f"没有名为“{waiver.rule}”的规则{hint}")
        if right := _written(data.root, waiver.path):
            message = (
                f"例外的路径从 data/、content/ 或网站的文件夹写起，用“/”隔开，找到{shown(waiver.path)}，请写成 {right}"
            )
            yield Problem(record.where("exceptions", i, "path"), message)
        if waiver.expires.last < as_of:
            message = f"这条例外已在 {waiver.expires.text} 到期，请重新审核：删去内容和这条例外，或改期限并写明理由"
            yield Problem(record.where("exceptions", i, "expires"), message)


def _written(root: Path, path: str) -> str:
    """How the path of an exception must be written, "" where it may be as it is: else nothing would ever match it."""
    right = path.replace("\\", "/").removeprefix("./").lstrip("/")
    # Files of these kinds are in the repository only.
    if splitext(right)[1] in (".md", ".yml") and right.split("/")[0] not in SOURCES:
        right = next((f"{top}{right}" for top in _TOPS if (root / f"{top}{right}").is_file()), f"{_ENTRIES}/{right}")
    return "" if right == path else right


def _unneeded(data: Dataset, i: int) -> Problem:
    where = data.record("exceptions").where("exceptions", i, "path")
    return Problem(where, "这条例外已经用不上：文件里没有这样的内容，请删去这一条")


def source_findings(data: Dataset, rules: Policy, crew: Crew = ALONE) -> list[Finding]:
    """What must not be there in all that people wrote, comments and attachments included.

    Verdicts on files without a finding are kept between builds; a value that was found is never written.
    """
    keep, digest = keep_for(data.root), rules.digest.hex()
    found: list[Finding] = []
    folders: dict[str, dict[str, Path]] = {}
    for file in chain.from_iterable(_apart(data.root / folder) for folder in SOURCES):
        path = file.relative_to(data.root).as_posix()
        folders.setdefault(dirname(path), {})[path] = file
    for name, files in folders.items():
        keep.values(f"scan/{digest}/{name}", files, partial(_look, data.root, rules, found))
    # Of entries and what lies beside them reading has told already whether they have changed.
    marks = {entry_file(place): held.digest for place, held in data.held.items()} | dict(data.stamps)
    faulty = [f"{_ENTRIES}/{'/'.join(key)}.md" for key in sorted(data.known["entry"] - data.held.keys())]
    before: dict[str, bytes] = keep.recall(f"scan/{digest}") or {}
    seen = _seen(data, rules)
    fresh = [path for path, mark in marks.items() if path not in seen and before.get(path) != mark]
    fresh += [path for path in faulty if (data.root / path).is_file() and os.access(data.root / path, os.R_OK)]
    wrong = [finding for some in seen.values() for finding in some]
    wrong += [finding for some in shared(fresh, partial(_look_at, data.root, rules), crew) for finding in some]
    bad = {finding.path for finding in wrong}
    after = {path: mark for path, mark in marks.items() if path not in bad}
    if after != before:
        keep.remember(f"scan/{digest}", after)
    return found + wrong


def _seen(data: Dataset, rules: Policy) -> dict[str, tuple[Finding, ...]]:
    """What was found in entries as they were read, by the same rules."""
    if data.verdicts.rules != rules.digest:
        return {}
    return {entry_file(place): told.secrets for place, told in data.verdicts.found.items()}


def _look_at(root: Path, rules: Policy, paths: Sequence[str]) -> list[Finding]:
    found: list[Finding] = []
    for path in paths:
        found += secrets(path, (root / path).read_bytes(), rules)
    return found


def _apart(folder: Path) -> Iterator[Path]:
    """Every file of a folder of sources but the entries and what lies beside them."""
    for name in top_names(folder):
        if f"{folder.name}/{name}" != _ENTRIES:
            yield from data_files(folder / name) if (folder / name).is_dir() else [folder / name]


def _look(
    root: Path, rules: Policy, found: list[Finding], file: Path, content: bytes | None = None
) -> tuple[()] | None:
    content = file.read_bytes() if content is None else content
    here = secrets(file.relative_to(root).as_posix(), content, rules)
    found += here
    return None if here else ()


def secrets(path: str, content: bytes, rules: Policy) -> list[Finding]:
    """What must not be there in one file that people wrote, nor in its name."""
    name, suffix = path.replace("/", "\n"), splitext(path)[1].lower().rstrip(".")
    text, usual = coded(content) if suffix in _TEXT else ("", False)
    if suffix in _TABLES:
        text, usual = table(text, suffix), False
    # One look at both: what is found in a part is found in the whole.
    raw = b"%b\n%b" % (name.encode("utf-8", "replace"), content) if usual else None
    if suffix in _TEXT and not suspicious(f"{name}\n{text}", rules, raw):
        return []
    here = [replace(finding, line=0, member=FILE_NAME) for finding in scan_text(path, name, rules)]
    if suffix in _TEXT:
        here += scan_text(path, text, rules)
    elif (suffix in KINDS and KINDS[suffix].group == "attachment") or (suffix not in LOGOS and suffix not in KINDS):
        here += scan_file(path, content, rules).findings
    return sorted(set(here))


def problems(findings: Iterable[Finding], root: Path) -> list[Problem]:
    """Findings as messages: the place in a source where there is one, the rule, never the value."""
    found = []
    for finding in findings:
        told = f"{RULES[finding.rule]}（规则 {finding.rule}）"
        places = [] if finding.path.split("/")[0] in SOURCES else [*_origins(finding, root)]
        for where in places:
            found.append(Problem(where, f"这里有{told}，不得公开，请删去{_EXCEPTION}"))
        if places:
            continue
        part = f"“{_LONGER_NUMBER.sub('***', finding.member)}”里" if finding.member else "这里"
        what = f"：{finding.why}" if finding.why else f"，不得公开，请删去{_EXCEPTION}"
        path = masked(finding) if finding.path.split("/")[0] in SOURCES else f"site/{masked(finding)}"
        # A name of a file stands on no line; a file that nobody can read is told of at its beginning.
        where = Where(path) if finding.rule == "unreadable" else Where(path, finding.line, 1 if finding.line else 0)
        found.append(Problem(where, f"{part}有{told}{what}"))
    return found


def masked(finding: Finding) -> str:
    """The path of a finding; where the name of the file is the finding, without what was found."""
    if finding.member != FILE_NAME:
        return finding.path
    shown = _LONG_NUMBER.sub("***", finding.path)
    if shown != finding.path and finding.rule not in ("email", "name", "address", "withheld"):
        return shown
    bare, parts = _bare(finding.value), finding.path.split("/")
    hidden = [bare in _bare(part) for part in parts]
    if not any(hidden):  # a value that is written in another way may stand in any part
        hidden = [part not in SOURCES for part in parts]
    return "/".join(_hidden(part) if hide else part for part, hide in zip(parts, hidden, strict=True))


def _hidden(part: str) -> str:
    suffix = splitext(part)[1]
    return f"***{suffix}" if suffix.lower() in KINDS or suffix.lower() in _TEXT else "***"


def _origins(finding: Finding, root: Path) -> Iterator[Where]:
    """The lines of sources where a value stands, however it is written there."""
    bare = _bare(finding.value)
    if len(bare) < 2:
        return
    for folder in SOURCES:
        for file in data_files(root / folder) if (root / folder).is_dir() else ():
            held = finding.rule == "withheld" and file.parent.name == "documents"
            if held or file.suffix.lower() not in _TEXT:
                continue
            for number, line in enumerate(decoded(file.read_bytes()).splitlines(), 1):
                if bare in _bare(line):
                    yield Where(file.relative_to(root).as_posix(), number, 1)


def _bare(text: str) -> str:
    return "".join(sign for sign in plain(text).lower() if sign.isalnum())
