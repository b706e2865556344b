"""Text checks: what they find, what they leave alone, what fixes change, and figures quoted from the records."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import fix
from golden import DAY, ROOT, SITES, small_portal
from pairing.cited import cited, in_all, own
from pairing.load import load
from pairing.model import Entry
from pairing.model.base import Amount
from pairing.portal import open_portal
from pairing.problems import Where
from pairing.proof import Finding, Fix, Vocabulary, notice, page_findings, proof, proofread, vocabulary
from pairing.proof.glance import traditional
from pairing.source import Record, read_page
from pairing.text import html

KNOWN = Vocabulary(
    ("和田职业技术学院", "天津职业大学", "阳江职业技术学院", "和田职院"),
    ("和田职业技术学院", "天津职业大学", "阳江职业技术学院"),
    {"阳江职业学院": "阳江职业技术学院"},
)


def found(body: str) -> list[Finding]:
    """The findings of a body."""
    return sorted(page_findings(Record("a.md", {}, "", 1, body, 1), KNOWN))


def mended(body: str) -> str:
    """A body with its safe fixes made."""
    return fix.mended(body, found(body))[0]


# What is found


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        *(
            ("中小學生到校。", "中小学生到校。"),
            ("開展幫扶。", "开展帮扶。"),
            ("活动由由学院举办。", "活动由学院举办。"),
        ),
        *(("专家到到学校。", "专家到学校。"), ("从从九月起。", "从九月起。"), ("把把问题说清。", "把问题说清。")),
        *(("据津职大(2018)118号。", "据津职大〔2018〕118号。"), ("据国发［2019］4号。", "据国发〔2019〕4号。")),
        *(
            ("据国发〔2019〕第04号。", "据国发〔2019〕4号。"),
            ("甲,乙都到了。", "甲，乙都到了。"),
            ("都到了.", "都到了。"),
        ),
        *(("共２５人，用ＰＰＴ。", "共25人，用PPT。"), ("到校(支援方)。", "到校（支援方）。"), ("到了。。", "到了。")),
        *(
            ("听课...评课", "听课……评课"),
            ("甲\u200b乙。", "甲乙。"),
            ("⼀次。", "一次。"),
            ("组　长一名。", "组长一名。"),
        ),
    ],
)
def test_safe_fixes(wrong: str, right: str) -> None:
    assert mended(wrong) == right
    assert found(right) == [], "mended once, nothing is left"


@pytest.mark.parametrize(
    ("text", "column", "words"),
    [
        ("援建和田职业技师学院。", 3, "是否应为“和田职业技术学院”"),
        ("援建阳江职业学院。", 3, "是否应为“阳江职业技术学院”"),
        ("援建和田职业术技学院。", 3, "是否应为“和田职业技术学院”"),
        ("派管理干部送，", 7, "没有写完"),
        ("签订协议（草案。", 5, "没有与之成对"),
        ("两校两校商定。", 1, "写了两遍"),
        ("两校商定，共同开展下一阶段的结对帮扶工作，并在年底以前总结\n", 29, "没有句号"),
        ("座谈 会。", 3, "有空格"),
        ("到校，。", 3, "标点重复"),
        ("计畫。", 2, "“画”或“划”"),
    ],
)
def test_what_somebody_must_look_at(text: str, column: int, words: str) -> None:
    (finding,) = found(text)
    assert (finding.where.line, finding.where.column) == (1, column)
    assert words in finding.message
    assert mended(text) == text


@pytest.mark.parametrize(
    "text",
    [
        # Reduplications, and words that meet.
        "谢谢大家，常常见面，刚刚开始，渐渐熟悉，人人参与，的的确确好，一个一个谈，讨论讨论再定。",
        "以及及时报送。援和和田学校。对对口帮扶工作。在在校生中。与与会代表座谈。为为期一周。其中中职学校。学校校长、学院院长。",
        # Simplified text has these as well.
        "乾坤、么、著名、徵求、瞭望、沈阳、覆盖、甯、薰。",
        # Schools of their own, and longer words.
        "湛江职业技术学院来访。天津大学来访。天津职业大学城。和田职院。从学院到学校。各学院。",
        # Titles are as they are printed.
        "《阳江职业学院章程》",
        # Numbers, times, addresses, code, links, placeholders.
        "8:30—11:30，比例3:1，v1.2.3，3.5学时，A,B两组，见 https://a.cn/x,y;z?a=1（甲）。",
        "`由由` 与\n\n```\n中小學生\n```\n",
        "[甲](https://a.cn/(1)) {{helper}}到{{recipient}}。",
        "1）甲；2）乙；三）丙。（一）丁。",
        "——他说：“好！”……然后走了？！",
        "“第一段。\n\n“第二段。”",
        "| 甲 | 乙 |\n|---|---|\n| 1 | 2 |",
        "- 师资培养\n- 教学科研\n\n## 没有句号的标题，说的是两校在这一年里怎样开展工作的\n",
        "第一行\n（联系人：办公室）",
    ],
)
def test_what_is_left_alone(text: str) -> None:
    assert found(text) == []


def test_printed_faults_are_told_on_purpose() -> None:
    text = "title: 方案\nprinted:\n  - {text: 學生, note: 應为学生}\ncadence: {text: 由由学期}\nstatement: 由由甲做\n"
    printed = ({"text": "學生", "note": "應为学生"},)
    data = {"title": "方案", "printed": printed, "cadence": {"text": "由由学期"}, "statement": "由由甲做"}
    record = Record("a.yml", data, text)
    assert [str(item.where) for item in proofread(record, None, KNOWN)] == ["a.yml:5:12"]


def test_no_false_alarm_on_what_real_people_wrote() -> None:
    """The five programmes, the demo and the small site; a finding here is to be judged one by one."""
    for site in (ROOT, SITES / "demo", SITES / "small"):
        assert [str(item) for item in proof(load(site))] == []


def test_a_build_keeps_nothing_from_the_check(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is held back is proofread by the check, not by the build, and each keeps what it found."""
    hidden = "title: 另一份内部文件题名\nkind: notice\nissuers: [jia]\nwritten: 2020-01-01\n"
    hidden += "disclosure: closed\ndisclosure_reason: 内部\nsummary: 由由甲学院起草。\n"
    (small / "data/documents/hidden2.yml").write_text(hidden, encoding="utf-8")
    monkeypatch.setenv("JIEDUI_CACHE", "")
    for _ in range(2):
        data = load(small)
        written = open_portal(data, DAY).written
        assert written is not None
        assert not proof(written)
        assert [item.where.path for item in proof(data)] == ["data/documents/hidden2.yml"]


def test_the_table_of_traditional_characters_leaves_simplified_text_alone() -> None:
    table = traditional()
    assert len(table) > 2500
    assert table["學"] == ("学",)
    common = (ROOT / "data").rglob("*.yml")
    assert not set("".join(file.read_text(encoding="utf-8") for file in common)) & set(table) - set("學")


# Numbers


def entry(body: str, people: str = "{kind: teacher, count: 25}", **more: str) -> list[str]:
    """The messages about an entry whose activity has these people."""
    lines = {"title": "讲座", "column": "a", "date": "2020-01-01", "published": "2020-01-02", **more}
    head = "".join(f"{name}: {value}\n" for name, value in lines.items())
    text = f"---\n{head}activities: [{{by: both, people: [{people}]}}]\n---\n{body}"
    file = Path("e.md")
    record = _read(text, file)
    return [
        f"{item.where.line}: {item.message}" for item in proofread(record, Entry.model_validate(record.data), KNOWN)
    ]


def _read(text: str, name: Path) -> Record:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / name
        file.write_text(text, encoding="utf-8")
        record, problems = read_page(file, Path(folder))
    assert record is not None, problems
    return record


def test_numbers_that_the_records_contradict() -> None:
    assert entry("25名教师参加。") == []
    assert "26名教师" in entry("26名教师参加。")[0]
    assert "25余名教师" in entry("25余名教师参加。")[0], "余 is a meaning of its own"
    assert entry("25名教师参加，其中8名教师来自乙校。") == [], "a part of the whole"
    assert entry("12名学生参加。") == [], "nothing is recorded of students"
    assert "标题" not in "".join(entry("甲。", title="26名教师听讲座"))
    assert entry("甲。", title="26名教师听讲座")[0].startswith("2: ")
    assert entry("30余名教师参加。", "{kind: teacher, count: 30, approx: over}") == []
    assert "30余名" in entry("30名教师参加。", "{kind: teacher, count: 30, approx: over}")[0]
    assert entry("15名教师参加。", "{kind: teacher, count: 10}, {kind: backbone-teacher, count: 5}") == []
    assert entry("2020年12月5日教师参加。3学时。") == []


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (({"count": 30, "approx": "over"}, {"count": 100, "approx": "over"}), "130名以上"),
        (({"count": 30}, {"count": 100}), "130名"),
        (({"min": 1, "max": 3}, {"count": 2}), "3～5名"),
        (({"min": 5}, {"count": 2}), "7名以上"),
        (({"count": 2, "approx": "about"}, {"count": 2}), "约4名"),
        (({"count": 30, "approx": "over"},), "30余名"),
    ],
)
def test_sums_keep_their_meaning(parts: tuple[dict[str, object], ...], said: str) -> None:
    assert in_all([Amount.model_validate(part) for part in parts], "名") == said


def test_figures_are_printed_from_the_records() -> None:
    portal = small_portal()
    figures = cited(portal.data, "jia-yi")
    assert figures["fig:indicator/teachers"] == "3名"
    assert figures["fig:indicator/teachers/target"] == "至少5名"
    assert figures["fig:indicator/share"] == "超过95%"
    assert figures["fig:report/2020/lecture"] == "25名"
    assert figures["fig:report/2020/lecture/2"] == "1场"
    assert figures["fig:plan/2020/training-experts"] == "1～3名"
    assert figures["fig:count/2020/areas"].endswith("个")
    place = next(key for key in portal.data.entries if key[2].endswith("receive"))
    entry = portal.data.entries[place]
    assert own(entry) == {"fig:own/backbone-teacher": "20余名", "fig:own/student": "5名"}
    said = portal.casts["jia-yi"].say("{{fig:own/student}}学生，{{ fig:indicator/teachers }}，{{fig:no/such}}", entry)
    assert html(said) == "<p>5名学生，3名，{{fig:no/such}}</p>"


def test_a_number_beside_a_figure() -> None:
    known = Vocabulary((), (), {}, {"p": {"fig:indicator/x": "30余名"}})

    def said(body: str) -> list[str]:
        head = "title: 甲\ncolumn: a\ndate: 2020-01-01\npublished: 2020-01-02\n"
        record = _read(f"---\n{head}---\n{body}", Path("a.md"))
        moved = Record(
            "content/entries/p/2020/a.md", record.data, record.text, record.line, record.body, record.body_line
        )
        return [item.message for item in proofread(moved, Entry.model_validate(record.data), known)]

    assert said("共{{fig:indicator/x}}教师。") == []
    assert "31名" in said("共{{fig:indicator/x}}教师31名。")[0]
    assert said("共{{fig:indicator/x}}教师，5名领导，30名以上。") == [], "another clause tells of something else"


def test_parts_of_a_plan_that_no_plan_has() -> None:
    counts = {f"fig:count/{plan}/measures": said for plan, said in (("2018", "140条"), ("2020", "67条"))}
    known = Vocabulary((), (), {}, {"p": {**counts, "fig:count/2018/areas": "6个"}})

    def said(body: str, title: str = "甲", programme: str = "p") -> list[str]:
        head = f"title: {title}\ncolumn: a\ndate: 2020-01-01\npublished: 2020-01-02\n"
        record = _read(f"---\n{head}---\n{body}", Path("a.md"))
        path = f"content/entries/{programme}/2020/a.md"
        moved = Record(path, record.data, record.text, record.line, record.body, record.body_line)
        return [str(item) for item in proofread(moved, Entry.model_validate(record.data), known)]

    assert said("方案共140条举措，新方案共有67条举措。") == [], "each plan has a number of its own"
    (told,) = said("方案共141条举措。")
    assert told.startswith("content/entries/p/2020/a.md:7:3: 提示：“共141条举措”与方案的举措数（140条、67条）不一致")
    assert told.endswith("也可以写 {{fig:count/2018/measures}}")
    assert "6个" in said("甲。", title="全部7个板块启动")[0]
    assert said("本年完成20条举措，其中5条举措由甲校承担。") == [], "a part of the whole"
    assert said("共9个任务。") == said("共141条举措。", programme="q") == [], "nothing is known of them"


# Fixes


def test_a_fix_changes_what_was_found_and_nothing_else(tmp_path: Path) -> None:
    root = shutil.copytree(SITES / "small", tmp_path / "s", ignore=shutil.ignore_patterns("expected", ".cache"))
    school = root / "data" / "schools" / "yi.yml"
    school.write_bytes(
        school.read_bytes() + "note: 政教處的老師由由两校选派 # 備註：由由\n".encode().replace(b"\n", b"\r\n")
    )
    before = school.read_bytes()
    page = root / "content" / "pages" / "about" / "index.md"
    page.write_bytes(b"\xef\xbb\xbf" + page.read_bytes() + "\n中小學生。\n\n`學`\n".encode())
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "fix.py", root, "--dry-run"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "可改 4 处" in done.stdout
    assert school.read_bytes() == before
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "fix.py", root], capture_output=True, text=True, check=False
    )
    assert "“處”→“处”" in done.stdout
    assert "已改 4 处。" in done.stdout
    expected = before.decode().replace("政教處的老師由由两校", "政教处的老师由两校")
    assert school.read_bytes().decode() == expected, "comments and line ends stay"
    assert page.read_bytes().startswith(b"\xef\xbb\xbf")
    assert page.read_text(encoding="utf-8-sig").endswith("\n中小学生。\n\n`學`\n")
    again = subprocess.run(
        [sys.executable, ROOT / "scripts" / "fix.py", root], capture_output=True, text=True, check=False
    )
    assert again.stdout == "没有要改的地方。\n"


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(["甲", "由由", "學", ",", "（", "２", "\n\n", "(乙)", "。。", "\u200b", "丙"]), max_size=12
    )
)
def test_fixes_come_to_an_end(parts: list[str]) -> None:
    text = "".join(parts)
    for _ in range(12):
        after = mended(text)
        if after == text:
            return
        assert len(after) <= len(text)
        text = after
    raise AssertionError(parts)


def test_a_fix_that_no_longer_fits_is_not_made() -> None:
    stale = Finding(Where("a.md", 1, 2), "甲", Fix("學", "学"))
    assert fix.mended("甲乙", [stale]) == ("甲乙", [])
    assert fix.mended("甲", [Finding(Where("a.md", 9, 1), "甲", Fix("學", "学"))]) == ("甲", [])


def test_the_notice() -> None:
    assert notice([]) == ""
    assert (
        notice(found("學由由，"))
        == "文字检查：3 处提示，其中 2 处可用 make fix-text 改好；不影响生成，用 make check 列出。\n"
    )


def test_the_vocabulary_knows_misprints_of_the_register() -> None:
    known = vocabulary(load(ROOT))
    assert known.wrong.get("和田职业技师学院") == "和田职业技术学院"
    assert "和田职业技术学院" in known.names


@pytest.mark.parametrize(
    ("data", "what"),
    [
        ({"title": "我校通知"}, "请改用代称 {{helper}} 或 {{recipient}}"),
        ({"title": "通知", "origin": "我校教务处"}, "这里不能用代称，请写学校的简称"),
        ({"title": "通知", "editor": "本校办公室"}, "这里不能用代称，请写学校的简称"),
        ({"title": "通知", "activities": ({"by": "helper", "place": "我校礼堂"},)}, "这里不能用代称，请写学校的简称"),
        (
            {"title": "通知", "origin": "甲学院教务处", "links": ({"title": "我校访问", "url": "https://a.example/"},)},
            "",
        ),
    ],
)
def test_who_we_are_is_said_where_nobody_can_tell(data: dict[str, object], what: str) -> None:
    entry = Entry.model_validate({**data, "column": "dongtai", "date": "2020-03-01", "published": "2020-03-02"})
    record = Record("a.md", data, "\n".join(f"{name}: {said}" for name, said in data.items()))
    told = [finding.message for finding in proofread(record, entry, Vocabulary((), (), {}))]
    assert [message.endswith(f"分不清是哪一方，{what}") for message in told] == ([True] if what else [])


def test_what_is_quiet_in_one_field_is_not_quiet_in_another() -> None:
    """A title of an attachment is no title of an entry, though they are called alike."""
    quiet: set[str] = set()
    known = Vocabulary((), (), {})
    for data, many in (
        ({"title": "通知", "attachments": ({"file": "a.docx", "title": "我校报名表"},)}, 0),
        ({"title": "我校报名表"}, 1),
        ({"title": "我局和我单位的报名表"}, 2),
        ({"title": "不自我局限，基本单位和本局部照旧"}, 0),
    ):
        entry = Entry.model_validate({**data, "column": "dongtai", "date": "2020-03-01", "published": "2020-03-02"})
        record = Record("a.md", data, "\n".join(f"{name}: {said}" for name, said in data.items()))
        assert len([*proofread(record, entry, known, quiet)]) == many
