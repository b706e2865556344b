"""The first steps of an editor, followed word for word."""

import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from golden import ROOT, SMALL
from pairing.derive import derive
from pairing.filing import LOGOS
from pairing.ledger.suggest import suggestions
from pairing.load import load, survey
from pairing.media import KINDS
from pairing.model import Column
from pairing.portal import open_campuses, open_portal
from pairing.problems import DataError
from pairing.vocabularies import VOCABULARIES
from planted import jpeg

NEW = str(ROOT / "scripts/new.py")
GUIDE = (ROOT / "content/pages/editors/index.md").read_text(encoding="utf-8")
COMMAND = "entry --programme qinggong-shantou --column dongtai --date 2026-11-21 --title 试写一篇稿件 --slug first-try"


def run(*arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, NEW, *arguments], input=typed, capture_output=True, text=True, check=False)


@pytest.fixture
def real(tmp_path: Path) -> Path:
    for folder in ("data", "content"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


def columns_of(root: Path) -> tuple[Column, ...]:
    """The columns of a site."""
    columns = load(root).columns
    assert columns
    return columns.columns


def test_the_guide_word_for_word(real: Path) -> None:
    command = re.search(r"^\.venv/bin/python scripts/new\.py (entry --.*)$", GUIDE, re.MULTILINE)
    assert command
    done = run(*command[1].split(), "--root", str(real))
    assert done.returncode == 0, done.stderr
    named = re.search(r"例如 `(content/entries/\S+\.md)`", GUIDE)
    assert named
    assert named[1] in done.stdout
    file = real / named[1]
    assert file.exists()
    assert not survey(real)[1], "a skeleton is a valid draft"
    text = file.read_text(encoding="utf-8")
    for place in re.findall(r"（[^（）]*请改写。?）", text):
        text = text.replace(place, "改好的内容")
    text = re.sub(r"^draft: true.*\n", "", text, flags=re.MULTILINE)
    file.write_text(text, encoding="utf-8")
    assert load(real).entries["qinggong-shantou", "2026", "2026-11-21-first-try"].title == "试写一篇稿件"


def test_the_guides_further_fields_word_for_word(real: Path) -> None:
    """What section two names beside the skeleton is valid, and the codes stand where it says."""
    section = GUIDE[GUIDE.index("## 二、填内容") : GUIDE.index("## 三、")]
    fields = re.findall(r"例如 `((?:until|former|published_reason): .*?)`", section)
    assert [field.partition(":")[0] for field in fields] == ["until", "former", "published_reason"]
    assert run(*COMMAND.split(), "--root", str(real)).returncode == 0
    place = "qinggong-shantou", "2026", "2026-11-21-first-try"
    file = real.joinpath("content/entries", *place).with_suffix(".md")
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("draft:", "\n".join([*fields, "draft:"]), 1), encoding="utf-8")
    assert not survey(real)[1]
    for name in re.findall(r"`(\w+)`", section.partition("[词汇表](../api/v1/vocabulary.json)")[2])[:2]:
        assert name in VOCABULARIES
    [cites] = [column.id for column in columns_of(real) if "source" in column.required]
    assert cites == "zhengce"


def test_the_guides_pictures_word_for_word(real: Path) -> None:
    """Every example of the section, put into an entry beside files of those names, is valid and shown."""
    folder = real / "content/entries/qinggong-shantou/2026"
    folder.mkdir(parents=True, exist_ok=True)
    section = GUIDE[GUIDE.index("## 三、图片和附件") : GUIDE.index("## 四、")]
    picture, link, head = re.findall(r"```\n(.*?)```", section, re.DOTALL)
    done = run(*COMMAND.split(), "--root", str(real))
    assert done.returncode == 0, done.stderr
    file = folder / "2026-11-21-first-try.md"
    text = file.read_text(encoding="utf-8").replace("draft:", f"{head}draft:") + f"\n{picture}\n{link}"
    file.write_text(text, encoding="utf-8")
    assert sum("没有文件" in problem.message for problem in survey(real)[1]) == 4
    (folder / "2026-11-21-zuotan.jpg").write_bytes(jpeg())
    (folder / "2026-11-21-baoming.docx").write_bytes(b"PK\x05\x06" + bytes(18))
    assert not survey(real)[1]
    for suffix, kind in KINDS.items():
        assert re.search(rf"{'图片' if kind.group == 'picture' else '附件'}可用.*\b{suffix[1:]}\b", section), suffix


def test_the_guides_placeholders_word_for_word(real: Path) -> None:
    """The examples of the section are valid, and say in the three places what its table says."""
    section = GUIDE[GUIDE.index("## 四、代称") : GUIDE.index("## 五、")]
    head, files = re.findall(r"```\n(.*?)```", section, re.DOTALL)
    assert run(*COMMAND.split(), "--root", str(real)).returncode == 0
    place = "qinggong-shantou", "2026", "2026-11-21-first-try"
    file = real.joinpath("content/entries", *place).with_suffix(".md")
    text = re.sub(r"^(title|summary|draft):.*\n", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    text = text.replace("column:", f"{head}{files}column:", 1).replace("（正文，请改写。）", "正文。")
    file.write_text(text, encoding="utf-8")
    file.with_name("2026-11-21-zuotan.jpg").write_bytes(jpeg())
    file.with_name("2026-11-21-baoming.docx").write_bytes(b"PK\x05\x06" + bytes(18))
    assert not survey(real)[1]
    portal = open_portal(load(real), date(2999, 1, 1))
    own = dict(open_campuses(portal))
    told = {"门户": portal, "支援方的专栏": own["guangdong-qinggong"], "受援方的专栏": own["shantou-zhiyuan"]}
    table = section[section.index("| 登在哪里 |") :]
    for name, where in told.items():
        entry = where.data.entries[place]
        assert f"| {name} | {entry.title} |" in table
        assert "{{" not in repr((entry.title, entry.summary, entry.cover, entry.attachments))
    bare = head.replace('"', "")
    for wrong in (text.replace(head, bare), text.replace(files, files.replace('"', ""))):
        file.write_text(wrong, encoding="utf-8")
        assert survey(real)[1], "without the quotes it is not what the section teaches"


def test_the_guides_column_word_for_word(real: Path) -> None:
    """The example is valid as it stands, and the table explains every field with the same value."""
    section = GUIDE[GUIDE.index("## 九、本校专栏") :]
    example = re.findall(r"```\n(.*?)```", section, re.DOTALL)[0]
    file = real / "data/schools/shantou-zhiyuan.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text + example, encoding="utf-8")
    assert [problem.message.partition("，")[0] for problem in survey(real)[1]] == ["没有校徽图片“example.svg”"]
    (real / "data/schools/example.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    campus = load(real).schools["shantou-zhiyuan"].campus
    rows = re.findall(r"^\| `(\w+)` \| .*? \| `(.*?)` \|", section, re.MULTILINE)
    assert {name: value.strip('"') for name, value in rows} == campus.model_dump()
    for suffix in LOGOS:
        assert re.search(rf"校徽图片.*\b{suffix[1:]}\b", section), suffix
    file.write_text(text + example.replace('"', ""), encoding="utf-8")
    with pytest.raises(DataError, match="“#”开头的内容要用引号括起来"):
        load(real)


def test_the_skeletons_hints_are_valid(real: Path) -> None:
    done = run(*COMMAND.split(), "--root", str(real))
    assert done.returncode == 0, done.stderr
    file = real / "content/entries/qinggong-shantou/2026/2026-11-21-first-try.md"
    lines = file.read_text(encoding="utf-8").split("\n")
    lines = [line.removeprefix("# ") for line in lines]
    assert "    confirmation:" in lines
    file.write_text("\n".join(lines), encoding="utf-8")
    found = [problem.message.partition("，")[0] for problem in survey(real)[1]]
    assert found == ["没有文件“photo.jpg”", "没有文件“baoming.docx”"]
    (file.parent / "photo.jpg").write_bytes(jpeg())
    (file.parent / "baoming.docx").write_bytes(b"PK\x05\x06" + bytes(18))
    (activity,) = load(real).entries["qinggong-shantou", "2026", "2026-11-21-first-try"].activities
    assert activity.confirmation.helper
    assert activity.confirmation.recipient


@pytest.mark.parametrize("column", ["dongtai", "zhengce", "anli", "meiti"])
def test_the_skeletons_hints_fit_every_column(tmp_path: Path, column: str) -> None:
    """What a column requires stands in the skeleton already, and not once more among the hints."""
    root = shutil.copytree(SMALL, tmp_path / "small", ignore=shutil.ignore_patterns("expected"))
    options = {"programme": "jia-yi", "column": column, "date": "2021-03-01", "title": "标题", "slug": "new"}
    options |= {"document": next(iter(load(root).documents))} if column == "zhengce" else {}
    given = (part for name, value in options.items() for part in (f"--{name}", value))
    assert run("entry", "--root", str(root), *given).returncode == 0
    file = root / "content/entries/jia-yi/2021/2021-03-01-new.md"
    file.write_text(re.sub(r"^# ", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE), encoding="utf-8")
    told = [problem.message.partition("，")[0] for problem in survey(root)[1]]
    assert [words for words in told if not words.startswith(("没有文件", "文件名只用", "这里还没有改写"))] == []


@pytest.mark.parametrize(("column", "about"), [("dongtai", True), ("tongzhi", False), ("meiti", False)])
def test_only_news_begin_with_an_activity(real: Path, column: str, about: bool) -> None:
    assert run(*COMMAND.replace("dongtai", column).split(), "--root", str(real)).returncode == 0
    place = "qinggong-shantou", "2026", "2026-11-21-first-try"
    assert bool(load(real).entries[place].activities) == about
    data = load(real)
    hints = [hint for hint in suggestions(data, derive(data, date(2026, 11, 21))) if place[2] in hint.where.path]
    assert ["没有写做了什么，却会计入双方往来" in hint.message for hint in hints] == ([True] if about else [])
    file = real.joinpath("content/entries", *place).with_suffix(".md")
    text = file.read_text(encoding="utf-8")
    start, end = text.index("activities:" if about else "# activities:"), text.index("# origin")
    block = re.sub("^# (?!需要)", "", text[start:end], flags=re.MULTILINE)
    file.write_text(text[:start] + block + text[end:], encoding="utf-8")
    assert len(load(real).entries[place].activities) == 1, "without the marks the lines are what they say"


def test_it_asks_in_chinese_until_the_answer_is_right(real: Path) -> None:
    typed = "汕职院\nqinggong-shantou\n动态\n工作动态\n昨天\n2026-10\n标题\nNo Good\nvisit\n"
    done = run("entry", "--root", str(real), typed=typed)
    assert done.returncode == 0, done.stderr
    assert "没有“汕职院”" in done.stdout
    assert "没有“动态”" in done.stdout
    assert done.stdout.count("tianjin-hetian") == 1, "the list is shown once, however often one errs"
    assert "日期应写成 2026-11-21" in done.stdout
    assert "短名用小写英文字母" in done.stdout
    assert (real / "content/entries/qinggong-shantou/2026/2026-10-visit.md").exists()


@pytest.mark.parametrize("column", ["dongtai", "zhengce", "anli", "meiti"])
def test_every_required_field_of_a_column_is_in_the_skeleton(tmp_path: Path, column: str) -> None:
    shutil.copytree(SMALL, tmp_path / "small", ignore=shutil.ignore_patterns("expected"))
    root = tmp_path / "small"
    options = {"programme": "jia-yi", "column": column, "date": "2021-03-01", "title": "标题", "slug": "new"}
    options |= {"document": next(iter(load(root).documents))} if column == "zhengce" else {}
    done = run(
        "entry", "--root", str(root), *(part for name, value in options.items() for part in (f"--{name}", value))
    )
    assert done.returncode == 0, done.stderr
    messages = [problem.message for problem in survey(root)[1]]
    assert not [message for message in messages if "须填写" in message or "缺少" in message]


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("{{helper}}到校", 'title: "{{helper}}到校"'),
        ("到{{recipient}}去", "title: 到{{recipient}}去"),
        ("通知: 停课", 'title: "通知: 停课"'),
        ("2026", 'title: "2026"'),
        ('他说"好" #1', 'title: "他说\\"好\\" #1"'),
    ],
)
def test_a_title_is_written_so_that_yaml_reads_the_same(real: Path, title: str, line: str) -> None:
    options = ("--programme", "qinggong-shantou", "--column", "dongtai", "--date", "2026-11-21", "--slug", "x")
    assert run("entry", "--root", str(real), *options, "--title", title).returncode == 0
    file = real / "content/entries/qinggong-shantou/2026/2026-11-21-x.md"
    assert file.read_text(encoding="utf-8").splitlines()[1] == line
    assert load(real).entries["qinggong-shantou", "2026", "2026-11-21-x"].title == title


def test_it_never_overwrites(real: Path) -> None:
    options = [
        "--programme",
        "qinggong-shantou",
        "--column",
        "dongtai",
        "--date",
        "2026-11-01",
        "--title",
        "甲",
        "--slug",
        "x",
    ]
    assert run("entry", "--root", str(real), *options).returncode == 0
    again = run("entry", "--root", str(real), *options)
    assert again.returncode == 1
    assert "已经存在" in again.stderr
    wrong = run("entry", "--root", str(real), "--programme", "nowhere", *options[2:])
    assert wrong.returncode == 1
    assert "没有“nowhere”" in wrong.stderr


def test_nobody_answers(real: Path) -> None:
    done = run("entry", "--root", str(real))
    assert (done.returncode, done.stderr.strip()) == (1, "没有写任何文件。")


def test_what_still_says_that_it_must_be_rewritten_is_not_published(real: Path) -> None:
    assert run(*COMMAND.split(), "--root", str(real)).returncode == 0
    file = real / "content/entries/qinggong-shantou/2026/2026-11-21-first-try.md"
    assert not survey(real)[1]
    file.write_text(re.sub(r"^draft: .*\n", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE), encoding="utf-8")
    text = file.read_text(encoding="utf-8").split("\n")
    found = survey(real)[1]
    assert found
    for problem in found:
        assert problem.message.startswith("这里还没有改写，找到“（")
        assert text[problem.where.line - 1][problem.where.column - 1 :].startswith(
            problem.message.split("“")[1].split("”")[0]
        )
