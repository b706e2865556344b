"""Incremental equals clean: after any edit, what was kept and what is made anew give the bytes of a clean build."""

import ast
import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from conftest import environment
from golden import ROOT, SITES
from pairing.load import survey
from pairing.publish import folder_files

# A soak run asks for more (`make soak`).
EDITS = int(os.environ.get("JIEDUI_SOAK", "0")) or 14
COLUMNS = ("dongtai", "tongzhi", "jinzhan")
WORDS = ("师资", "实训", "走访", "线上")


class Site:
    """A copy of the small site with more entries and hooks of its own, and a process that builds it."""

    def __init__(self, folder: Path, entries: int = 90) -> None:
        self.root = folder / "site"
        shutil.copytree(SITES / "small", self.root, ignore=shutil.ignore_patterns("expected"))
        shutil.copytree(ROOT / "hooks", self.root / "hooks", ignore=shutil.ignore_patterns("__pycache__"))
        text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
        start, end = text.index("nav:\n"), text.index("\ntheme:")
        nav = "nav:\n  - 首页: index.md\n  - 关于: about/index.md\n"
        (self.root / "mkdocs.yml").write_text(text[:start] + nav + text[end:], encoding="utf-8")
        for i in range(entries):
            self.write(i, 2019 + i % 2, i)
        self.day, self.turn, self.clean = "2021-03-15", 0, folder / "clean"
        self.target = folder / "out"
        self.process: subprocess.Popen[str] | None = None

    def write(self, number: int, year: int, seed: int) -> None:
        """An entry; the same numbers give the same one."""
        dice = random.Random(seed)
        day = f"{year}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}"
        words = ", ".join(dice.sample(WORDS, dice.randint(1, 3)))
        head = f"title: 第{number}篇\ncolumn: {dice.choice(COLUMNS)}\ndate: {day}\npublished: {day}\n"
        head += f"summary: 摘要{seed}。\n"
        head += f"keywords: [{words}]\nreviews: [{{step: final, post: 办公室主任, on: {day}}}]\n"
        head += "activities:\n  - {measures: [meeting-joint], by: both}\n" if dice.random() < 0.3 else ""
        head += "pinned: true\n" if dice.random() < 0.05 else ""
        file = self.root / f"content/entries/jia-yi/{year}/{day}-n{number}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"---\n{head}---\n\n正文{seed}，{{{{helper}}}}来了。\n", encoding="utf-8")

    def entries(self) -> list[Path]:
        """The files of all entries."""
        return sorted((self.root / "content/entries").rglob("*.md"))

    def build(self, target: Path, cache: str) -> str:
        """Build in the process that stays; ``ok`` or what was wrong."""
        if self.process is None:
            command = [sys.executable, str(ROOT / "tests/_builder.py"), str(self.root / "mkdocs.yml")]
            env = environment()
            self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env)
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{target}|{self.day}|{cache}\n")
        self.process.stdin.flush()
        return str(ast.literal_eval(self.process.stdout.readline()))

    def stop(self) -> None:
        """End the process, as a user does who builds again tomorrow."""
        if self.process:
            assert self.process.stdin
            self.process.stdin.close()
            self.process.wait()
            assert self.process.stdout
            self.process.stdout.close()
            self.process = None

    def compare(self, said: str) -> bool:
        """Build both ways and compare; whether there was a site to build."""
        kept = self.build(self.target, "kept")
        shutil.rmtree(self.clean, ignore_errors=True)
        fresh = self.build(self.clean, "none")
        assert kept == fresh, said
        if fresh == "ok":
            one, other = folder_files(self.target), folder_files(self.clean)
            assert one.keys() == other.keys(), (said, sorted(one.keys() ^ other.keys())[:9])
            assert not [path for path in one if one[path] != other[path]], said
        return fresh == "ok"


Edit = Callable[[Site, random.Random], object]


def _replace(file: Path, pattern: str, by: str) -> None:
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(pattern, by, text, count=1, flags=re.MULTILINE), encoding="utf-8")


def _in_entry(pattern: str, by: Callable[[random.Random], str]) -> Edit:
    return lambda site, dice: _replace(dice.choice(site.entries()), pattern, by(dice))


def _in_file(path: str, pattern: str, by: str) -> Edit:
    return lambda site, dice: _replace(site.root / path, pattern, by.format(dice.randrange(1000)))


def _move(site: Site, dice: random.Random) -> None:
    file = dice.choice(site.entries())
    file.rename(file.with_name(f"{file.stem}x.md"))


def _spoil(site: Site, dice: random.Random) -> None:
    pages = sorted(site.target.rglob("*.html")) if site.target.exists() else []
    if pages:
        dice.choice(pages).write_text(f"{dice.randrange(1000)}", encoding="utf-8")


def _lose(site: Site, dice: random.Random) -> None:
    for page in dice.sample(sorted(site.target.rglob("*.*")), 3) if site.target.exists() else ():
        if page.is_file():
            page.unlink()


def _add_school(site: Site, dice: random.Random) -> None:
    number = dice.randrange(100)
    text = f"name: 新设第{number}学校\nshort: 新{number}校\nkind: college\nplace: {{province: 甲省, city: 戊市}}\n"
    (site.root / f"data/schools/new-{number}.yml").write_text(text, encoding="utf-8")


def _add_column(site: Site, dice: random.Random) -> None:
    number = dice.randrange(1000)
    row = f"columns:\n  - {{id: new-{number}, title: 新栏{number}, description: 新设, required: [summary]}}"
    _replace(site.root / "data/columns.yml", r"^columns:$", row)


def _any_column(site: Site, dice: random.Random) -> str:
    text = (site.root / "data/columns.yml").read_text(encoding="utf-8")
    found: list[str] = re.findall(r"(?m)^  - \{?id: ([a-z0-9-]+)", text)
    return dice.choice(found)


def _delete_column(site: Site, dice: random.Random) -> None:
    key = _any_column(site, dice)  # refused where an entry stands in it
    _replace(site.root / "data/columns.yml", rf"^  - \{{?id: {key}\b(?!-).*\n(?:    .*\n)*", "")


def _rename_column(site: Site, dice: random.Random) -> None:
    key = _any_column(site, dice)
    for file in (site.root / "data/columns.yml", *site.entries()):
        _replace(file, rf"^((?:  - \{{?id|column): {key})(?=$|,)", r"\1x")


def _plans(site: Site) -> list[Path]:
    return sorted((site.root / "data/programmes/jia-yi/plans").glob("*.yml"))


def _add_plan(site: Site, dice: random.Random) -> None:
    last = _plans(site)[-1]
    last.with_stem(str(dice.randint(2022, 2030))).write_bytes(last.read_bytes())  # maybe its own


def _rename_plan(site: Site, dice: random.Random) -> None:
    last = _plans(site)[-1]
    last.rename(last.with_stem(str(dice.randint(2022, 2030))))


def _any_school(site: Site, dice: random.Random) -> Path:
    return dice.choice(sorted((site.root / "data/schools").glob("*.yml")))


def _another_day(site: Site, dice: random.Random) -> None:
    site.day = dice.choice(("2020-05-01", "2021-03-15", "2021-03-16", "2030-01-01"))


EDITS_BY_NAME: dict[str, Edit] = {
    "add an entry": lambda site, dice: site.write(
        100 + dice.randrange(900), dice.choice((2019, 2020)), dice.randrange(999)
    ),
    "delete an entry": lambda site, dice: dice.choice(site.entries()).unlink(),
    "rename an entry": _move,
    "edit a text": _in_entry(r"\Z", lambda dice: f"\n补一句{dice.randrange(1000)}。\n"),
    "edit a title": _in_entry(r"^title: .*$", lambda dice: f"title: 改题{dice.randrange(1000)}"),
    "edit a column": _in_entry(r"^column: .*$", lambda dice: f"column: {dice.choice(COLUMNS)}"),
    "edit keywords": _in_entry(r"^keywords: .*$", lambda dice: f"keywords: [{dice.choice(WORDS)}, 新词]"),
    "edit a draft": _in_entry(r"^title:", lambda dice: "draft: true\ntitle:"),
    "edit a measure": _in_entry(r"\[meeting-joint\]", lambda dice: "[]"),
    "edit a school": _in_file("data/schools/yi.yml", r"^short: .*$", "short: 乙校{}"),
    "add a school": _add_school,
    "delete a school": lambda site, dice: _any_school(site, dice).unlink(),
    "rename a school": lambda site, dice: (school := _any_school(site, dice)).rename(
        school.with_stem(f"{school.stem}x")
    ),
    "add a plan": _add_plan,
    "delete a plan": lambda site, dice: _plans(site)[-1].unlink(),
    "rename a plan": _rename_plan,
    "add a column": _add_column,
    "delete a column": _delete_column,
    "rename a column": _rename_column,
    "edit a plan": _in_file(
        "data/programmes/jia-yi/plans/2020.yml", r"statement: [^\n,}}]*", "statement: 改过的举措{}。"
    ),
    "edit a programme": _in_file("data/programmes/jia-yi/programme.yml", r"^short: .*$", "short: 甲乙{}"),
    "edit the columns": _in_file("data/columns.yml", r"^    title: .*$", "    title: 动态{}"),
    "edit the page size": lambda site, dice: _replace(
        site.root / "data/columns.yml", r"^page_size: .*$", f"page_size: {dice.randint(1, 4)}"
    ),
    "edit a document": _in_file("data/documents/letter.yml", r"^title: .*$", "title: 函{}"),
    "edit the site": _in_file("data/site.yml", r"^subtitle: .*$", "subtitle: 副题{}"),
    "edit a page": _in_file("content/pages/about/index.md", r"\Z", "\n又一句{}。\n"),
    "edit a page's title": _in_file("content/pages/about/index.md", r"^title: .*$", "title: 关于{}"),
    "edit a template": _in_file("hooks/pairing/templates/programme.html.j2", r"\Z", "<!-- {} -->\n"),
    "edit an overview's template": _in_file("hooks/pairing/templates/columns.html.j2", r"\Z", "<!-- {} -->\n"),
    "edit the theme": _in_file("hooks/theme/main.html", r"\Z", "\n{{# {} #}}\n"),
    "edit a style": _in_file("hooks/theme/assets/jiedui.css", r"\Z", "/* {} */\n"),
    "edit a picture": lambda site, dice: (site.root / "content/entries/jia-yi/2020/shipai.txt").write_text(
        f"文字{dice.randrange(1000)}", encoding="utf-8"
    ),
    "another day": _another_day,
    "spoil the output": _spoil,
    "lose some output": _lose,
    "start again": lambda site, dice: site.stop(),
    "lose the cache": lambda site, dice: shutil.rmtree(site.root / ".cache", ignore_errors=True),
}


@settings(
    max_examples=1 if EDITS < 50 else 5,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
@given(st.integers(0, 10**9))
def test_incremental_equals_clean(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    site, dice = Site(tmp_path_factory.mktemp("incremental")), random.Random(seed)
    try:
        assert site.compare("first")
        names = [dice.choice(sorted(EDITS_BY_NAME)) for _ in range(EDITS)]
        for i in range(0, EDITS, 2):
            before = site.root.with_name("before")
            shutil.copytree(site.root, before, ignore=shutil.ignore_patterns(".cache"))
            for name in names[i : i + 2]:
                EDITS_BY_NAME[name](site, dice)
            if not site.compare(f"seed {seed}: {names[: i + 2]}"):
                # What nobody could build is taken back, file by file, as an editor would.
                for folder in ("data", "content"):
                    shutil.rmtree(site.root / folder)
                    shutil.copytree(before / folder, site.root / folder)
                assert site.compare(f"seed {seed}: {names[: i + 2]}, taken back")
            shutil.rmtree(before)
    finally:
        site.stop()


PROGRAMME = """title: 丙职大结对帮扶乙职校
short: 丙职大—乙职校
line: east-west
helpers: [{school: bing}]
recipients: [{school: yi}]
period: {since: 2020, until: 2022, basis: stated}
summary: 丙帮乙。
"""
VISIT = """---
title: "{{helper}}来访"
column: dongtai
date: 2020-02-15
published: 2020-02-16
summary: 来访。
keywords: [专家]
reviews: [{step: final, post: 办公室主任, on: 2020-02-16}]
---

来访一次。
"""


def test_titles_of_neighbours_say_who_stands_in_their_programme(tmp_path: Path) -> None:
    site = Site(tmp_path, entries=0)
    files = {"data/programmes/bing-yi/programme.yml": PROGRAMME}
    files["content/entries/bing-yi/2020/2020-02-15-visit.md"] = VISIT
    for path, text in files.items():
        (site.root / path).parent.mkdir(parents=True)
        (site.root / path).write_text(text, encoding="utf-8")
    try:
        assert site.compare("first")
        _replace(site.root / "data/programmes/bing-yi/programme.yml", "school: bing", "school: jia")
        assert site.compare("another programme's helper")
    finally:
        site.stop()


def _commit(root: Path, *paths: str, day: str) -> None:
    when = {f"GIT_{who}_DATE": f"{day}T12:00:00+0800" for who in ("AUTHOR", "COMMITTER")}
    for command in (["init", "-q"], ["add", "--", *paths], ["commit", "-q", "-m", "x"]):
        own = ["git", "-C", str(root), "-c", "user.name=x", "-c", "user.email=x@example.org"]
        subprocess.run([*own, *command], env={**os.environ, **when}, check=True)


def test_the_day_on_which_a_document_came_in(tmp_path: Path) -> None:
    site = Site(tmp_path, entries=0)
    card = "title: 新近印发的通知文件\nkind: notice\nissuers: [jia]\nissued: 2021-02-20\ndisclosure: open\n"
    _commit(site.root, "content", "data", day="2019-01-01")
    (site.root / "data/documents/fresh.yml").write_text(card, encoding="utf-8")
    try:
        assert site.compare("first")
        _commit(site.root, "data", day="2021-03-01")
        assert site.compare("the card is committed")
    finally:
        site.stop()


GUIDANCE = "content/entries/jia-yi/2020/2020-02-12-guidance.md"
CLOSED = "disclosure: closed\ndisclosure_reason: 内部\n"
SECRET = f"title: 绝密调整方案稿\nkind: notice\nissuers: [jia]\nwritten: 2020-01-01\n{CLOSED}"
HELD = "date: 2020-02-12\nwithheld: [{field: body, reason: 内部}]"


def _link(site: Path) -> None:
    (site.parent / "outside.txt").write_text("outside\n", encoding="utf-8")
    (site / "content/pages/about/leak.txt").symlink_to(site.parent / "outside.txt")


def _linked_record(site: Path) -> None:
    file = site / "data/schools/yi.yml"
    file.rename(site.parent / "yi.yml")
    file.symlink_to(site.parent / "yi.yml")


SLIPS: dict[str, Callable[[Path], object]] = {
    "a closed title in an entry": lambda site: _replace(site / GUIDANCE, r"\Z", "\n会上传达了绝密调整方案稿。\n"),
    "a closed title in a page": lambda site: _replace(
        site / "content/pages/about/index.md", r"\Z", "\n会上传达了绝密调整方案稿。\n"
    ),
    "another title of what is closed": lambda site: _replace(
        site / "data/documents/secret.yml", "绝密调整方案稿", "线上答疑一次"
    ),
    "the title of an entry that is closed": lambda site: _replace(
        site / "content/entries/jia-yi/2021/2021-01-08-award.md", "^title: .*$", f"title: 线上答疑一次\n{CLOSED[:-1]}"
    ),
    "a text held back that is empty": lambda site: _replace(site / GUIDANCE, r"(?s)(.*\n---\n).*", r"\1"),
    "a link among the pages": _link,
    "a link among the data": _linked_record,
    "a name among the pages": lambda site: (site / "content/pages/about/a:b.txt").write_text("a"),
}


@pytest.mark.parametrize("name", SLIPS)
def test_what_a_clean_build_refuses_an_incremental_one_does(
    name: str, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a rule reads, what was judged before is judged again where that has changed."""
    (small / "data/documents/secret.yml").write_text(SECRET, encoding="utf-8")
    if "held back" in name:
        _replace(small / GUIDANCE, "^date: 2020-02-12$", HELD)
    monkeypatch.setenv("JIEDUI_CACHE", "")
    for _ in range(2):
        assert not survey(small)[1]
    SLIPS[name](small)
    _, found = survey(small)
    monkeypatch.setenv("JIEDUI_CACHE", "none")
    assert set(found) == set(survey(small)[1]) != set()


@pytest.mark.parametrize("name", sorted(EDITS_BY_NAME))
def test_every_edit_changes_something(name: str, tmp_path: Path) -> None:
    """An edit that no longer fits the small site would test nothing."""
    site = Site(tmp_path)
    state = (folder_files(site.root), site.day)
    if name in ("spoil the output", "lose some output", "start again", "lose the cache"):
        return
    for seed in range(40):
        EDITS_BY_NAME[name](site, random.Random(seed))
        if (folder_files(site.root), site.day) != state:
            return
    raise AssertionError(name)
