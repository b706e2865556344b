"""Bad input and what is said to it: small files below tests/hostile/, odd bytes and odd paths as tables.

Each is put into a copy of the small site, at the place its kind belongs to. What comes of it is golden
(tests/hostile/expected.txt, `make bless`): problems and findings, or of a harmless text the page's HTML.
"""

import os
import shutil
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Final

from golden import ROOT, SITES
from pairing.load import survey
from pairing.portal import open_portal
from pairing.problems import Problem
from pairing.proof import proof
from pairing.text import html

FOLDER: Final = ROOT / "tests" / "hostile"
EXPECTED: Final = FOLDER / "expected.txt"
DAY: Final = date(2021, 3, 15)
ENTRIES: Final = "content/entries/jia-yi/2020"
ENTRY: Final = f"{ENTRIES}/2020-05-05-hostile.md"
PLACES: Final = {
    "entry": ENTRY,
    "plan": "data/programmes/jia-yi/plans/hostile.yml",
    "report": "data/programmes/jia-yi/reports/2019.yml",
    "school": "data/schools/hostile.yml",
    "document": "data/documents/hostile.yml",
    "programme": "data/programmes/hostile/programme.yml",
    "alliance": "data/alliances/hostile.yml",
    "calendar": "data/calendar.yml",
    "columns": "data/columns.yml",
    "site": "data/site.yml",
    "page": "content/pages/hostile.md",
}
_HEAD: Final = (
    "title: 座谈\ncolumn: dongtai\ndate: 2020-05-05\npublished: 2020-05-06\nsummary: 座谈。\nkeywords: [座谈]\n"
    "reviews: [{step: final, post: 办公室主任, on: 2020-05-06}]\n"
)
GOOD: Final = f"---\n{_HEAD}---\n\n两校座谈。\n"
_SCHOOL: Final = "name: 丁市职业学院\nshort: 丁职院\nkind: college\nplace: {province: 丁省}\n"
# Bytes that no editor's program would show as they are.
BYTES: Final[Mapping[str, tuple[str, bytes]]] = {
    "gbk": (ENTRY, GOOD.encode("gbk")),
    "gb18030-rare": (ENTRY, GOOD.replace("座谈", "𠮷谈").encode("gb18030")),
    "big5": (ENTRY, GOOD.replace("题", "").replace("双", "").encode("big5", "ignore")),
    "utf-16": (ENTRY, GOOD.encode("utf-16")),
    "utf-16-be": (ENTRY, GOOD.encode("utf-16-be")),
    "utf-32": (ENTRY, GOOD.encode("utf-32")),
    "latin-1": (ENTRY, GOOD.encode() + b"caf\xe9\n"),
    "overlong": (ENTRY, GOOD.encode() + b"\xc0\xaf\n"),
    "surrogate": (ENTRY, GOOD.encode() + b"\xed\xa0\x80\n"),
    "cut-in-a-character": (ENTRY, GOOD.encode()[:-2]),
    "nul": (ENTRY, GOOD.encode() + b"\x00"),
    "nul-in-front-matter": (ENTRY, GOOD.replace("座谈。\nkey", "座\x00谈。\nkey").encode()),
    "escape-sequence": (ENTRY, GOOD.encode() + b"\x1b[31m\n"),
    "next-line": (ENTRY, GOOD.encode() + "甲\x85乙\n".encode()),
    "line-separator": (ENTRY, GOOD.encode() + "甲\u2028乙\n".encode()),
    "direction": (ENTRY, GOOD.encode() + "\u202e乙甲\n".encode()),
    "noncharacter": (ENTRY, GOOD.encode() + "\uffff\n".encode()),
    "too-large": (ENTRY, GOOD.encode() + b"x" * 2_000_000),
    "empty": (ENTRY, b""),
    "blanks": (ENTRY, b" \n \n"),
    "a-pdf": (ENTRY, b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"),
    "a-word-file": (ENTRY, b"PK\x03\x04\x14\x00\x06\x00"),
    "yaml-gbk": ("data/schools/hostile.yml", _SCHOOL.encode("gbk")),
    "yaml-utf-16": ("data/schools/hostile.yml", _SCHOOL.encode("utf-16")),
    "yaml-nul": ("data/schools/hostile.yml", _SCHOOL.encode() + b"\x00"),
    "yaml-deep": ("data/schools/hostile.yml", b"name: " + b"[" * 20_000),
    "yaml-flow-deep": ("data/schools/hostile.yml", b"name: " + b"{a: " * 5_000 + b"1" + b"}" * 5_000),
    "yaml-large": ("data/schools/hostile.yml", _SCHOOL.encode() + b"#" * 2_000_001),
    # Good, whatever program wrote it.
    "bom": (ENTRY, b"\xef\xbb\xbf" + GOOD.encode()),
    "crlf": (ENTRY, GOOD.replace("\n", "\r\n").encode()),
    "cr": (ENTRY, GOOD.replace("\n", "\r").encode()),
    "bom-twice": (ENTRY, b"\xef\xbb\xbf\xef\xbb\xbf" + GOOD.encode()),
}
# Paths: what lies there (None: an entry; bytes; a Path: a link to that).
PATHS: Final[Mapping[str, tuple[str, bytes | Path | None]]] = {
    "case-twin": (f"{ENTRIES}/2020-02-12-Guidance.md", None),
    "upper-case": (f"{ENTRIES}/2020-05-05-Hostile.md", None),
    "blank": (f"{ENTRIES}/2020-05-05-two words.md", None),
    "chinese": (f"{ENTRIES}/2020-05-05-座谈.md", None),
    "decomposed": (f"{ENTRIES}/2020-05-05-cafe\u0301.md", None),
    "cyrillic": (f"{ENTRIES}/2020-05-05-gu\u0456dance.md", None),
    "full-width": (f"{ENTRIES}/2020-02-12-ｇuidance.md", None),
    "zero-width": (f"{ENTRIES}/2020-05-05-gui\u200bdance.md", None),
    "dots": (f"{ENTRIES}/2020-05-05-a..b.md", None),
    "percent": (f"{ENTRIES}/2020-05-05-%2e%2e.md", None),
    "question-mark": (f"{ENTRIES}/2020-05-05-why?.md", None),
    "backslash": (f"{ENTRIES}/2020-05-05-a\\b.md", None),
    "colon": (f"{ENTRIES}/2020-05-05-a:b.md", None),
    "line-break": (f"{ENTRIES}/2020-05-05-a\nb.md", None),
    "long": (f"{ENTRIES}/2020-05-05-{'a' * 200}.md", None),
    "no-date": (f"{ENTRIES}/hostile.md", None),
    "wrong-suffix": (f"{ENTRIES}/2020-05-05-hostile.MD", None),
    "wrong-year": (f"{ENTRIES.replace('2020', '2019')}/2020-05-05-hostile.md", None),
    "too-deep": (f"{ENTRIES}/05/2020-05-05-hostile.md", None),
    "unknown-programme": ("content/entries/jia-bing/2020/2020-05-05-hostile.md", None),
    "not-utf-8": (os.fsdecode(ENTRIES.encode() + b"/2020-05-05-\xd7\xf9\xcc\xb8.md"), None),
    "entry-link": (f"{ENTRIES}/2020-05-05-hostile.md", Path("/etc/hostname")),
    "folder-link": ("content/entries/jia-yi/2019", Path("/etc")),
    "data-link": ("data/schools/hostile.yml", Path("/etc/hostname")),
    "data-folder-link": ("data/documents/more", Path("/etc")),
    "page-link": ("content/pages/hostile.md", Path("/etc/hostname")),
    "loop": ("content/entries/jia-yi/again", Path("..")),
    "reserved-school": ("data/schools/con.yml", _SCHOOL.encode()),
    "reserved-suffix": ("data/schools/nul.old.yml", _SCHOOL.encode()),
    "reserved-media": (f"{ENTRIES}/aux.png", b"\x89PNG\r\n\x1a\n"),
    "last-dot": ("data/schools/hostile.yml.", _SCHOOL.encode()),
    "yaml-suffix": ("data/schools/hostile.yaml", _SCHOOL.encode()),
    "upper-id": ("data/schools/Hostile.yml", _SCHOOL.encode()),
    "wide-id": ("data/schools/ｙｉ.yml", _SCHOOL.encode()),
    "chinese-id": ("data/schools/丁.yml", _SCHOOL.encode()),
    "nowhere": ("data/hostile.yml", b"a: 1\n"),
    "plan-in-a-folder": ("data/programmes/jia-yi/plans/old/2019.yml", b"a: 1\n"),
    "executable": (f"{ENTRIES}/run.exe", b"MZ"),
    "media-case": (f"{ENTRIES}/Experts.png", b"\x89PNG\r\n\x1a\n"),
    "entry-among-pages": ("content/pages/2020-05-05-hostile.md", None),
    "entry-among-data": ("data/programmes/jia-yi/2020-05-05-hostile.md", None),
    "word-file": (f"{ENTRIES}/2020-05-05-xinwen.docx", b"PK\x05\x06" + bytes(18)),
    "page-case": ("content/pages/About/index.md", b"---\ntitle: \xe7\x94\xb2\n---\n"),
}


def names() -> list[str]:
    """Every case: kind/name."""
    files = sorted(file for file in FOLDER.rglob("*") if file.is_file() and file != EXPECTED)
    found = [f"{file.parent.name}/{file.stem}" for file in files]
    return [*found, *(f"bytes/{name}" for name in BYTES), *(f"paths/{name}" for name in PATHS)]


def laid(root: Path, name: str) -> Iterator[None]:
    """Lay a case into a site; behind the yield the site is as before."""
    kind, _, stem = name.partition("/")
    content: bytes | Path | None
    if kind == "bytes":
        path, content = BYTES[stem]
    elif kind == "paths":
        path, content = PATHS[stem]
    else:
        path, content = PLACES[kind], next((FOLDER / kind).glob(f"{stem}.*")).read_bytes()
    file = root / path
    made = [folder for folder in (file.parent, *file.parent.parents) if not folder.exists()]
    before = file.read_bytes() if file.is_file() else None
    file.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, Path):
        file.symlink_to(content)
    else:
        file.write_bytes(content if isinstance(content, bytes) else GOOD.encode())
    yield
    file.unlink()
    if before is not None:
        file.write_bytes(before)
    for folder in made:
        folder.rmdir()


def copy_of_small(folder: Path) -> Path:
    """The small site without what it is expected to become."""
    return shutil.copytree(SITES / "small", folder / "small", ignore=shutil.ignore_patterns("expected", ".cache"))


def told(root: Path, name: str) -> str:
    """What is said to a case, line by line; of an entry without a problem, also the HTML of its text."""
    for _ in laid(root, name):
        data, problems = survey(root)
        lines = [str(problem) for problem in sorted(set(problems))]
        lines += [str(finding) for finding in proof(data)]
        place = ("jia-yi", "2020", "2020-05-05-hostile")
        if not problems and place in data.entries:
            portal = open_portal(data, DAY)
            entry, record = portal.data.entries[place], portal.data.record("entry", *place)
            lines += [f"> {line}" for line in html(portal.casts["jia-yi"].say(record.body, entry)).split("\n")]
    return "\n".join(lines)


def places(root: Path, name: str) -> list[Problem]:
    """The problems of a case, for tests of their places."""
    return [problem for _ in laid(root, name) for problem in survey(root)[1]]


def expected() -> dict[str, str]:
    """``name -> what is said``, as blessed."""
    blocks = EXPECTED.read_text(encoding="utf-8").split("\n== ")[1:] if EXPECTED.exists() else []
    return {head: rest.strip("\n") for head, _, rest in (block.partition("\n") for block in blocks)}


def blessed(folder: Path) -> str:
    """The golden file."""
    root = copy_of_small(folder)
    return "What is said to each bad input (tests/corpus.py); `make bless` writes it anew.\n" + "".join(
        f"\n== {name}\n{told(root, name)}\n" for name in names()
    )
