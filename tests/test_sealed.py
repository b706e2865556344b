"""津职大〔2018〕118号: its card is there and nothing else of it, in every format that is published.

tests/sealed.json has salted fingerprints of every 30-character run of the document and of every name that it
lists, made by scripts/seal.py; neither its text nor a name is in the repository. Titles of documents may be
shown and are taken out before the search.
"""

import gzip
import io
import json
import re
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest

import seal
from golden import ROOT
from pairing.folders import found_files
from pairing.load import load
from pairing.publish import folder_files

KNOWN = json.loads(seal.FILE.read_text(encoding="utf-8"))
# What cannot hold any text of ours: the theme's own files.
_THEME = re.compile(r"(?:^|/)assets/(?:javascripts|stylesheets|images|fonts)/")


def unpacked(path: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """A file, or those inside it where it is an archive or an office document."""
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield from unpacked(f"{path}!{name}", archive.read(name))
    elif content[:2] == b"\x1f\x8b":
        yield from unpacked(f"{path}!", gzip.decompress(content))
    else:
        yield path, content


def readable(path: str, content: bytes, titles: re.Pattern[str]) -> str:
    """What a reader can make of a file and its path: tags out, references, escapes and folded lines undone."""
    text = content.decode("utf-8", "replace").replace("\r\n ", "")
    text = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)
    if path.endswith((".html", ".xml", ".svg")):
        values = " ".join(re.findall(r'="([^"]*)"', text))
        text = re.sub(r"<[^>]*>", "", text) + "\n" + values
    return titles.sub("", f"{unquote(path)}\n{unescape(text)}")


@pytest.fixture(scope="module")
def titles() -> re.Pattern[str]:
    """The titles of all documents, as one pattern."""
    found = {title for document in load(ROOT).documents.values() for title in (document.title, *document.titles)}
    return re.compile("|".join(map(re.escape, sorted(found, key=len, reverse=True))))


def test_no_name_and_no_run_of_it_is_published(real_site: Path, titles: re.Pattern[str]) -> None:
    files = {path: content for path, content in folder_files(real_site).items() if not _THEME.search(path)}
    assert any(path.startswith("campus/tianjin-zhida/") for path in files)
    assert {Path(path).suffix for path in files} >= {".html", ".json", ".xml", ".ics"}
    texts = (readable(*part, titles) for path, content in files.items() for part in unpacked(path, content))
    assert not list(seal.found_in(texts, KNOWN))


def test_none_of_it_is_in_the_repository(titles: re.Pattern[str]) -> None:
    """So that no archive of the sources has it either."""
    files = [Path(file) for folder in ("data", "content") for _, file in found_files(ROOT / folder)]
    texts = (titles.sub("", file.read_text(encoding="utf-8")) for file in files if file.suffix in (".md", ".yml"))
    assert not list(seal.found_in(texts, KNOWN))


def test_the_card_is_there_and_the_programme_is_open(real_site: Path) -> None:
    card = (real_site / "documents/tianjin-zhida-2018-118/index.html").read_text(encoding="utf-8")
    for shown in ("津职大〔2018〕118号", "天津职业大学", "2018年9月28日", "此件依申请公开", "书面申请"):
        assert shown in card
    programme = (real_site / "programmes/tianjin-hetian/index.html").read_text(encoding="utf-8")
    assert "烹饪工艺与营养" in programme
    assert "文件附注写明依申请公开" not in card, "reasons are for the internal build"


def test_it_would_be_found() -> None:
    """The search works: on an invented notice, over line breaks and tags, folded and escaped."""
    text = "组  长：甲  乙  丙丁戊\n副组长：己庚\n\n" + "".join(chr(0x4E00 + 7 * i) for i in range(80))
    known = seal.sealed(text)
    assert len(known["names"]) == 3
    run = text[-40:]
    for path, content in (
        ("a/index.html", f"<p>一<b>{run[:20]}</b>\n  {run[20:]}</p>"),
        ("a.json", json.dumps({"text": run})),
        ("fragments/a.html", run.encode("ascii", "xmlcharrefreplace").decode()),
        ("a.ics", f"SUMMARY:{run[:20]}\r\n {run[20:]}"),
        (f"{run}.csv", ""),
    ):
        texts = [readable(path, content.encode(), re.compile("(?!)"))]
        assert ("run", run[:30]) in set(seal.found_in(texts, known)), path
    assert ("name", "丙丁戊") in set(seal.found_in(["由丙丁戊带队"], known))
    assert len(KNOWN["runs"]) > 4000
    assert len(KNOWN["names"]) == 17
