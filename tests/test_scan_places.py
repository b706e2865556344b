"""The scan of places: folders, feeds, calendars, tables and marks are read as readers take them."""

import re
from pathlib import Path

import pytest

from golden import DAY
from pairing.examine import examine
from pairing.load import load
from pairing.problems import DataError
from pairing.scan import FILE_NAME, Finding, scan_file
from pairing.scan.flat import flat, table
from pairing.scan.guard import Guard, masked, problems, source_findings, waived
from pairing.scan.policy import Policy, policy, read_names
from planted import CARD, EMAIL, ID, MOBILE, PHONE, archive, docx
from test_scan import add, exceptions, guarded

NOTHING = Policy()
HEAD, REST = MOBILE[:4], MOBILE[4:]


def rules(path: str, text: str) -> set[str]:
    """The rules that a text breaks."""
    return {finding.rule for finding in scan_file(path, text.encode(), NOTHING).findings}


def test_a_folder_is_looked_at_though_its_file_is_known() -> None:
    guard = Guard(Path("/none"), NOTHING)
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'
    guard.file("assets/a.txt", b"x")
    guard.file(f"assets/{MOBILE}/a.txt", b"x")
    guard.file("assets/b.txt", svg)
    guard.file("assets/b.svg", svg)
    assert [(found.path, found.rule) for found in guard.found] == [
        (f"assets/{MOBILE}/a.txt", "mobile"),
        ("assets/b.svg", "svg-active"),
    ]


def test_a_known_file_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    guard = Guard(Path("/none"), NOTHING)
    guard.file("assets/a.css", b"x")
    monkeypatch.setattr("pairing.scan.guard.scan_file", lambda *_: pytest.fail("read again"))
    guard.file("campus/jia/assets/a.css", b"x")


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("a.xml", f"<entry>{HEAD}&lt;strong&gt;{REST[:4]}&lt;/strong&gt;{REST[4:]}</entry>"),
        ("a.xml", f"<entry>{HEAD}&lt;em class='x'&gt;{REST}&lt;/em&gt;</entry>"),
        *(("a.ics", f"BEGIN:VCALENDAR\r\nSUMMARY:{HEAD}{fold}{REST}\r\n") for fold in ("\r\n ", "\r\n\t", "\n ")),
    ],
)
def test_feeds_and_calendars(path: str, content: str) -> None:
    guard = Guard(Path("/none"), NOTHING)
    guard.file(path, content.encode())
    assert [found.rule for found in guard.found] == ["mobile"] == [*rules(path, content)]
    guard.file(path, content.replace(HEAD, "甲").encode())
    assert len(guard.found) == 1


def test_folders_of_sources(small: Path) -> None:
    data = load(small)
    folder = small / "content" / "pages" / f"联系{MOBILE}"
    folder.mkdir(parents=True)
    (folder / "index.md").write_text("# 页\n", encoding="utf-8")
    told = str(DataError(problems(source_findings(data, policy(data)), small)))
    assert "content/pages/联系***/index.md:0:0: “文件名”里有手机号码（规则 mobile）" in told
    assert MOBILE not in told


def test_no_part_of_a_path_tells_what_was_found() -> None:
    for rule, value, path, shown in (
        ("email", EMAIL, f"content/{EMAIL}/a.md", "content/***/a.md"),
        ("email", EMAIL, f"content/x/{EMAIL}.jpg", "content/x/***.jpg"),
        ("email", EMAIL, "content/x/someone (at) school.invalid/a.jpg", "content/***/***/***.jpg"),
        ("name", "某某某", "content/某某某/a.某某某", "content/***/***"),
        ("mobile", MOBILE, f"content/{MOBILE}/a.md", "content/***/a.md"),
    ):
        assert masked(Finding(path, 0, FILE_NAME, rule, value)) == shown
    inner = scan_file("x/a.zip", archive(**{f"{MOBILE}_dot_docx": docx(ID)}), NOTHING).findings
    told = "".join(map(str, problems(inner, Path("/none"))))
    assert "site/x/a.zip:0:0: “里面的文件名”里有手机号码" in told
    assert MOBILE not in told


@pytest.mark.parametrize("path", ["a.csv", "a.txt"])
def test_references_and_powers_in_tables(path: str) -> None:
    power = f"{MOBILE[0]}.{MOBILE[1:]}E+10"
    for value in (f"{HEAD[:3]}&nbsp;{HEAD[3:]}{REST[:3]}&nbsp;{REST[3:]}", power, f"{HEAD}&#48;{REST[1:]}"):
        found = scan_file(path, f"一\n二&#10;三\n甲,{value}\n".encode(), NOTHING).findings
        assert [(finding.rule, finding.line) for finding in found] == [("mobile", 3)], value
    assert not rules(path, "甲,1.5E+3,R&amp;D,A&B\n")


OLD = "890000" + "000101" + "000"
COLUMNS = [
    ("身份证号", OLD, "id-number"),
    ("身份证号码（15位或18位）", OLD, "id-number"),
    ("联系电话", PHONE[5:], "phone"),
    ("家庭住址", "某省某市某区", "address"),
    ("户籍所在地", "某省某市某区", "address"),
]


@pytest.mark.parametrize(("name", "value", "rule"), COLUMNS)
@pytest.mark.parametrize(("path", "comma"), [("a.csv", ","), ("a.csv", "\t"), ("a.txt", "\t")])
def test_a_column_says_what_its_cells_are(name: str, value: str, rule: str, path: str, comma: str) -> None:
    rows = (("名单",), ("姓名", name, "备注"), ("甲", "", '"两行\r\n的备注"'), ("乙", value, "无"))
    content = "\r\n".join(comma.join(row) for row in rows)
    found = scan_file(path, content.encode(), NOTHING).findings
    assert [(finding.rule, finding.line) for finding in found] == [(rule, 5)]
    assert not rules(path, content.replace(value, "保密"))
    assert not rules(path, content.replace(name, "编号"))


def test_tables_that_are_none() -> None:
    assert not rules("a.txt", f"电话, 传真\n见下, {PHONE[5:]}\n")
    assert not rules("a.csv", '电话,"一\n' * 20_000)
    assert not rules("a.csv", '电话,人数\n"' + "甲" * 200_000)
    assert table("电话\t甲\n\0\r乙\t丙\n", "") == "电话\t甲\n\0\r乙\t丙\n"


def test_a_table_among_the_sources(small: Path) -> None:
    data = load(small)
    (small / "data" / "x.csv").write_text(f"姓名,电话\n甲,{PHONE[5:]}\n", encoding="utf-8")
    found = source_findings(data, policy(data))
    assert [(finding.path, finding.line, finding.rule) for finding in found] == [("data/x.csv", 2, "phone")]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (f"<{EMAIL}>", "email"),
        (f"<mailto:{EMAIL}>", "email"),
        (f"<tel:{MOBILE}>", "mobile"),
        (f"<tel:+86-{MOBILE}>", "mobile"),
        (f"<a.b+{EMAIL}>", "email"),
        (f"<Tel{MOBILE}>", "mobile"),
    ],
)
def test_addresses_in_angle_brackets(text: str, rule: str) -> None:
    for path, content in (
        ("a.md", f"一\n二 {text}\n"),
        ("a.txt", f"<br>\n{text}"),
        ("a.html", f"<p>&lt;br/&gt;\n{text.replace('<', '&lt;').replace('>', '&gt;')}</p>"),
    ):
        found = scan_file(path, content.encode(), NOTHING).findings
        assert [(finding.rule, finding.line) for finding in found] == [(rule, 2)], path
    assert not rules("a.md", "<https://school.invalid/2020/06> <div @click='a'> <br> <h1 id='a'>")


def test_text_of_drawings() -> None:
    spans = f"<text><tspan>{HEAD}</tspan><tspan>{REST}</tspan></text>"
    assert rules("a.svg", f'<svg xmlns="http://www.w3.org/2000/svg">{spans}</svg>') == {"mobile"}
    assert not rules("a.svg", f'<svg xmlns="http://www.w3.org/2000/svg">{spans.replace("tspan", "text")}</svg>')


def test_flat_text_keeps_its_lines() -> None:
    text = f"<w:p>\n<w:r>\n<w:t>a</w:t></w:r></w:p>\n<w:p>{CARD}</w:p>"
    assert flat(text, office=True).split("\n")[3].strip("\x1f") == CARD
    assert flat("一&#10;二&#xA;三&NewLine;四&#100;\n五").count("\n") == 1


def test_a_name_needs_its_exception_only_where_names_are_looked_for(small: Path) -> None:
    """A machine without the list of names builds the same site."""
    exceptions(small, ("data/calendar.yml", "name", "2021-12-31"))
    assert guarded(small) == ""
    exceptions(small, ("data/calendar.yml", "name", "2021-12-31"), ("data/calendar.yml", "mobile", "2021-12-31"))
    assert guarded(small).count("用不上") == 1


def test_an_exception_may_name_a_file_as_messages_do(small: Path) -> None:
    exceptions(small, ("site/entries/jia-yi/*/*/index.html", "mobile", "2021-12-31"))
    (waiver,) = load(small).waivers.exceptions
    assert waived(Finding("entries/jia-yi/2020/x/index.html", 1, "", "mobile"), (waiver,))
    assert not waived(Finding("entries/yi/2020/x/index.html", 1, "", "mobile"), (waiver,))


def test_faults_and_findings_are_told_at_once(small: Path) -> None:
    """Also what stands in an entry that has a fault itself; not where a list of what may be public is not known."""
    entry = small / "content/entries/jia-yi/2020/2020-06-02-receive.md"
    good = entry.read_text(encoding="utf-8")
    entry.write_text(good.replace("column: ", "colum: ", 1) + f"联系 {MOBILE}\n", encoding="utf-8")
    other = small / "content/entries/jia-yi/2020/2020-06-03-folder.md"
    other.mkdir()
    line = add(small / "data/calendar.yml", f"# {MOBILE}")
    with pytest.raises(DataError) as told:
        examine(small, {"JIEDUI_AS_OF": DAY.isoformat()})
    said = str(told.value)
    assert re.search(r"receive.md:\d+:1: 不认识的字段“colum”", said), said
    assert f"receive.md:{good.count(chr(10)) + 1}:1: 这里有手机号码（规则 mobile）" in said
    assert f"data/calendar.yml:{line}:1: 这里有手机号码（规则 mobile）" in said
    assert "folder.md" in said
    assert MOBILE not in said
    add(small / "data/schools/yi.yml", "no_such_field: 1")
    with pytest.raises(DataError) as told:
        examine(small, {"JIEDUI_AS_OF": DAY.isoformat()})
    assert "no_such_field" in str(told.value)
    assert "规则 mobile" not in str(told.value)


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("某某某\n甲某某、乙某\n", 2, "几项连在一起"),
        ("甲某某，乙某", 1, "几项连在一起"),
        ("甲某某,乙某", 1, "几项连在一起"),
        ("甲某某 乙某", 1, "几项连在一起"),
        ("1\t甲某某\n2\t乙某\n", 1, "几项连在一起"),
        ("某某某\n2. 甲某某\n", 2, "找到数字"),
        ("甲某某20260101", 1, "找到数字"),
        ("某\n", 1, "至少两个字"),
        ("", 1, "姓名清单是空的"),
        ("# 姓名\n\n", 1, "姓名清单是空的"),
    ],
)
def test_a_list_of_names_that_protects_nobody_is_refused(tmp_path: Path, text: str, line: int, told: str) -> None:
    """The names themselves are never shown."""
    file = tmp_path / "names.txt"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=told) as error:
        read_names(tmp_path / "site", str(file))
    assert str(error.value).startswith(f"names.txt:{line}:1: ")
    assert "甲某" not in str(error.value)


def test_a_list_of_names_may_align_them_and_say_more(tmp_path: Path) -> None:
    (tmp_path / "names.txt").write_text("\ufeff某　某\n甲 某 # 已毕业，2026\n甲·某某\nJo Doe\n", encoding="utf-8")
    assert read_names(tmp_path / "site", str(tmp_path / "names.txt")) == ("JoDoe", "某某", "甲·某某", "甲某")
    with pytest.raises(DataError, match=r"JIEDUI_NAMES:1:1: 读不出姓名清单"):
        read_names(tmp_path / "site", str(tmp_path / "none.txt"))


def test_the_path_of_an_exception_is_one_that_can_match(small: Path) -> None:
    add(small / "data/calendar.yml", f"# {MOBILE}")
    for path, right in (
        ("data\\calendar.yml", "data/calendar.yml"),
        ("/data/calendar.yml", "data/calendar.yml"),
        ("./data/calendar.yml", "data/calendar.yml"),
        ("calendar.yml", "data/calendar.yml"),
        ("jia-yi/2020/2020-06-02-receive.md", "content/entries/jia-yi/2020/2020-06-02-receive.md"),
        ("jia-yi/*/*.md", "content/entries/jia-yi/*/*.md"),
        ("/schools/*/index.html", "schools/*/index.html"),
    ):
        exceptions(small, ("data/calendar.yml", "mobile", "2021-12-31"), (path, "mobile", "2021-12-31"))
        assert re.search(rf"data/exceptions.yml:3:\d+: 例外的路径从.*，请写成 {re.escape(right)}\n", guarded(small)), (
            path
        )
