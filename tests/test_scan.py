"""The scan: secrets planted in every kind of place are found, harmless numbers are not, values are never told."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conftest import environment, run_build
from golden import DAY, ROOT
from pairing.load import load, survey
from pairing.portal import open_portal
from pairing.problems import DataError
from pairing.publish import folder_files
from pairing.scan import scan_file
from pairing.scan.flat import flat
from pairing.scan.guard import Guard, open_guard, problems
from pairing.scan.policy import Forbidden, Policy, policy, read_names
from pairing.scan.rules import hits, suspicious
from planted import CARD, EMAIL, HOME, ID, MOBILE, PHONE, card, citizen, planted, scan_files, spaced, wide

PLACES = list(planted())
NOTHING = Policy()


@pytest.mark.parametrize(("path", "rule", "content"), [row[1:] for row in PLACES], ids=[row[0] for row in PLACES])
def test_a_secret_is_found_wherever_it_is(path: str, rule: str, content: bytes) -> None:
    found = scan_file(path, content, NOTHING).findings
    assert rule in {finding.rule for finding in found}
    said = "".join(map(str, problems(found, ROOT / "tests" / "sites" / "none")))
    assert found[0].rule in said
    assert not any(secret in said for secret in (ID, MOBILE, CARD, EMAIL, PHONE))


@pytest.mark.parametrize(("path", "rule", "content"), [row[1:] for row in PLACES], ids=[row[0] for row in PLACES])
def test_a_build_finds_what_a_complete_scan_finds(path: str, rule: str, content: bytes, tmp_path: Path) -> None:
    guard = Guard(tmp_path, NOTHING)
    if path.endswith(".html"):
        guard.page(path, content, b"<!doctype html>" + content)
    else:
        guard.file(path, content)
    assert {found.rule for found in guard.found} == {found.rule for found in scan_file(path, content, NOTHING).findings}


FORMS = [
    ("id-number", ID),
    ("id-number", ID.lower()),
    ("id-number", wide(ID)),
    ("id-number", spaced(ID, 6, 8, 4)),
    ("id-number", spaced(ID, 6, 8, 4, sep="-")),
    ("id-number", spaced(ID, *(1,) * 18)),
    ("id-number", f"身份证：{ID}，"),
    ("id-number", citizen(born="20120229")),
    ("id-number", next(n for n in (citizen(order=f"{i:03}") for i in range(99)) if n[-1] == "X")),
    ("mobile", MOBILE),
    ("mobile", wide(MOBILE)),
    ("mobile", spaced(MOBILE, 3, 4, 4)),
    ("mobile", spaced(MOBILE, 3, 4, 4, sep="-")),
    ("mobile", spaced(MOBILE, 3, 4, 4, sep="\u00a0")),
    ("mobile", spaced(MOBILE, 3, 4, 4, sep="\u200b")),
    ("mobile", spaced(MOBILE, 3, 4, 4, sep="．")),
    ("mobile", spaced(MOBILE, *(1,) * 11)),
    ("mobile", f"+86 {MOBILE}"),
    ("mobile", f"+86{MOBILE}"),
    ("mobile", f"0086-{spaced(MOBILE, 3, 4, 4)}"),
    ("mobile", f"Tel{MOBILE}"),
    ("mobile", f"张_{MOBILE}_"),
    ("mobile", "一五四" + "〇" * 8),
    ("mobile", "幺五四" + "零" * 8),
    ("mobile", MOBILE.translate({ord(str(i)): chr(0x1D7CE + i) for i in range(10)})),
    ("mobile", spaced(MOBILE, 3, 4, 4, sep="\u3000")),
    ("bank-card", CARD),
    ("bank-card", spaced(CARD, 4, 4, 4, 4, 3)),
    ("bank-card", wide(card(16))),
    ("bank-card", spaced(card(16), 4, 4, 4, 4, sep="-")),
    ("phone", PHONE),
    ("phone", PHONE.replace("-", "")),
    ("phone", f"（{PHONE.replace('-', '）')}"),
    ("phone", f"({PHONE.replace('-', ')')}"),
    ("phone", wide(PHONE)),
    ("phone", "电话：" + "2" + "0" * 6),
    ("phone", "Tel: 2" + "0" * 7),
    ("phone", "400-" + "000-" + "0000"),
    ("phone", f"+86-{PHONE[1:]}"),
    ("email", EMAIL),
    ("email", wide(EMAIL)),
    ("email", EMAIL.replace("@", " (at) ")),
    ("email", EMAIL.upper()),
    ("address", HOME),
    ("address", "某某路99号某某小区9栋9单元999室"),
    ("address", "某某村9组99号"),
]


@pytest.mark.parametrize(("rule", "text"), FORMS)
def test_a_secret_is_found_in_every_form(rule: str, text: str) -> None:
    for around in (text, f"请联系，{text}。", f"请联系{text}即可", f"<td>{text}</td>"):
        assert suspicious(around, NOTHING)
        assert rule in [hit.rule for hit in hits(around, NOTHING)], around


HARMLESS = [
    "2020-02-20 至 2020-06-02",
    "2019 2020 2021 2022 2023",
    "DTSTART:20210315T000000Z",
    "20210315093000",
    "津职大〔2018〕118号",
    "公安备案 44010602000001号",
    "粤ICP备12345678号-1",
    citizen()[:-1] + ("0" if ID[-1] != "0" else "1"),
    card()[:-1] + "0" if card()[-1] != "0" else "",
    "0.15400000001",
    "main.57a0d79d.min.css",
    "a15400000001b",
    "@media print",
    "someone@jiedui",
    "第3栋实训楼305室",
    "教学单元 12",
    "人数：1,540,000,000",
    "讲座3号",
    "13 14 15 16 17 18",
    "图1-2-3-4-5-6-7-8",
    "电话、微信等方式，2020年",
    "990000" + "19000230" + "0000",
    "一百五十四万三千",
    "热线 2020-03-15",
]


@pytest.mark.parametrize("text", [text for text in HARMLESS if text])
def test_what_is_harmless_passes(text: str) -> None:
    assert not hits(text, NOTHING)


_SIGNS = st.sampled_from(
    [
        *"0123456789",
        "154",
        MOBILE[:7],
        ID[:9],
        ID[9:],
        "-",
        " ",
        "．",
        "甲",
        "，",
        "@",
        ".cn",
        "电话",
        "0340",
        "楼",
        "室",
        "９",
        "&#49;",
        "<b>",
        "\u3000",
        "a",
        *("Tel:", "ＴＥＬ", "2000-000", "热线", "400-", "学号", "T-000", "工号", "／", "86-", "(0)", "—"),
        *(
            "家庭住址",
            "某省某市",
            "住址",
            "：",
            "某路12号",
            "小区",
            "3栋",
            "2单元",
            "组",
            "村",
            "五",
            "号",
            "某镇",
            "苑",
            "-2-501",
        ),
        *("&nbsp;", "</b>", "<td>", "(at)", "%40", "dot", "#", "换成@", "×", "身份证", "电 话", "\n"),
    ]
)
NUMBERED = Policy(numbers=("20########", "T-####", "##-####"))


# Numbers with marks and signs anywhere between their digits.
_BROKEN = st.tuples(
    st.sampled_from([ID, MOBILE, CARD, PHONE, "400-" + "000-" + "0000"]).flatmap(
        lambda text: st.sampled_from([text, wide(text)])
    ),
    st.dictionaries(
        st.integers(0, 18),
        st.sampled_from(["<b>", "</em>", "</b><i>", "-", " ", "<span class='x1'>", "—", "</a> "]),
        max_size=4,
    ),
).map(lambda drawn: "电话" + "".join(sign + drawn[1].get(i, "") for i, sign in enumerate(drawn[0])))


@given(_BROKEN)
def test_the_gate_lets_no_number_pass_that_marks_break_up(text: str) -> None:
    assert suspicious(text, NOTHING) or not hits(flat(text), NOTHING)


# Labels and values with marks and signs between them.
_APART = st.tuples(
    st.sampled_from(
        ["电话", "Tel", "学号", "家庭住址", "热线", "某小区", "某县某村", "请拨打", "QQ", "1.", "G", "86-"]
    ),
    st.lists(st.sampled_from(["</b>", "<td>", "<span class='x1'>", "：", " ", "&nbsp;", "（甲乙）", "-"]), max_size=4),
    st.sampled_from(
        [
            MOBILE,
            ID,
            PHONE,
            EMAIL,
            "200-0000",
            "T-0001",
            "2000 123456",
            "3-2-501",
            "12号",
            "某省某市某路12号",
            "4000000000",
        ]
    ),
    st.sampled_from(["", "QQ同号", "<i>", "a1", "元", "/2000001", "室"]),
).map(lambda drawn: drawn[0] + "".join(drawn[1]) + drawn[2] + drawn[3])


@given(_APART)
@example("某小区</b></b></b> 3-2-501")
def test_the_gate_lets_no_value_pass_that_stands_apart_from_its_label(text: str) -> None:
    assert suspicious(text, NUMBERED) or not (hits(text, NUMBERED) or hits(flat(text), NUMBERED))


@given(st.lists(_SIGNS, max_size=24).map("".join))
def test_the_gate_lets_nothing_pass_that_the_rules_find(text: str) -> None:
    assert suspicious(text, NUMBERED) or not (hits(text, NUMBERED) or hits(flat(text), NUMBERED))


@given(
    st.lists(st.sampled_from([*"0123456789", "19", "20", *" -.+X", ID, MOBILE, CARD, "，"]), max_size=24).map("".join)
)
def test_runs_too_short_to_tell_a_number_tell_none(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pairing.scan.rules._SHORTEST", 1)
        found = hits(text, NUMBERED)
    assert hits(text, NUMBERED) == found


def test_lists_of_the_site() -> None:
    listed = Policy(phones=frozenset({"03402000000"}), emails=frozenset({EMAIL}), numbers=("20########", "T-####"))
    assert not hits(f"{PHONE}，（0340）2000000，{EMAIL.upper()}，电话：2000000", listed)
    assert [hit.rule for hit in hits("学号 2000123456，工号T-0001", listed)] == ["school-number"] * 2
    assert not hits("20001234567，AT-0001", listed)
    assert all(suspicious(text, listed) for text in ("学号2000123456", "t-0001"))
    named = Policy(names=("某某某",), forbidden=(Forbidden("甲乙丙丁戊己庚辛壬癸子丑"),))
    assert [hit.rule for hit in hits("由某 某某负责", named)] == ["name"]
    assert [hit.rule for hit in hits("见甲乙丙丁戊己庚辛壬癸子丑。", named)] == ["withheld"]
    assert suspicious("由某 某某负责", named)
    assert suspicious("见甲乙丙丁戊己庚辛壬癸子丑。", named)


@pytest.mark.parametrize(
    ("form", "said"),
    [("20######", "太宽"), ("20##", "写法有误"), ("20(#+)+$####", "写法有误"), ("A-####", ""), ("20########", "")],
)
def test_forms_of_numbers(small: Path, form: str, said: str) -> None:
    add(small / "data/schools/yi.yml", f'number_forms: ["{form}"]')
    problems = survey(small)[1]
    assert [said in problem.message for problem in problems] == ([True] if said else [])


def test_names_lie_outside(tmp_path: Path) -> None:
    inside, outside = tmp_path / "site" / "names.txt", tmp_path / "names.txt"
    inside.parent.mkdir()
    for file in (inside, outside):
        file.write_text("某某某 # 未成年\n\n某 某\n", encoding="utf-8")
    assert read_names(inside.parent, str(outside)) == ("某某", "某某某")
    with pytest.raises(DataError, match="不能放在仓库里"):
        read_names(inside.parent, str(inside))
    with pytest.raises(DataError, match="读不出姓名清单"):
        read_names(inside.parent, str(tmp_path / "none.txt"))


def exceptions(folder: Path, *rows: tuple[str, str, str]) -> None:
    text = "".join(f"  - {{path: {path}, rule: {rule}, reason: 测试, expires: {day}}}\n" for path, rule, day in rows)
    (folder / "data/exceptions.yml").write_text(f"exceptions:\n{text}", encoding="utf-8")


def guarded(folder: Path) -> str:
    """What the guard says of a site's sources, "" for nothing."""
    data = load(folder)
    try:
        open_guard(data, open_portal(data, DAY).figures.as_of, {})
    except DataError as error:
        return str(error)
    return ""


def add(file: Path, text: str) -> int:
    """Add a line to a file; its number."""
    file.write_text(file.read_text(encoding="utf-8") + text + "\n", encoding="utf-8")
    return file.read_text(encoding="utf-8").count("\n")


def test_sources_are_looked_at_with_their_comments(small: Path) -> None:
    assert guarded(small) == ""
    line = add(small / "data/calendar.yml", f"# {MOBILE}")
    entry = add(small / "content/entries/jia-yi/2020/2020-06-02-receive.md", f"联系 {spaced(ID, 6, 8, 4)}")
    said = guarded(small)
    assert f"data/calendar.yml:{line}:1: 这里有手机号码（规则 mobile）" in said
    assert f"content/entries/jia-yi/2020/2020-06-02-receive.md:{entry}:1: 这里有身份证号码（规则 id-number）" in said
    assert MOBILE not in said
    assert ID not in said
    assert ID[-4:] not in said


def test_an_exception_is_needed_known_and_not_expired(small: Path) -> None:
    add(small / "data/calendar.yml", f"# {MOBILE}")
    exceptions(small, ("data/calendar.yml", "mobile", "2021-12-31"))
    assert guarded(small) == ""
    exceptions(small, ("data/calendar.yml", "mobile", "2021-03-14"))
    assert re.search(
        r"exceptions.yml:2:\d+: 这条例外已在 2021-03-14 到期", guarded(small).replace("2021年3月14日", "2021-03-14")
    )
    exceptions(small, ("data/cal*.yml", "mobile", "2021-12-31"), ("data/site.yml", "mobile", "2021-12-31"))
    assert re.fullmatch(r"data/exceptions.yml:3:\d+: 这条例外已经用不上.*\n共 1 个问题。", guarded(small))
    exceptions(small, ("data/calendar.yml", "mobil", "2021-12-31"))
    said = guarded(small)
    assert "没有名为“mobil”的规则" in said
    assert "mobile" in said
    assert "data/calendar.yml:" in said


def test_a_finding_stops_the_build_before_anything_is_published(small: Path, tmp_path: Path) -> None:
    target, config = tmp_path / "site", small / "mkdocs.yml"
    assert run_build(config, target).returncode == 0
    before = folder_files(target)
    entry = small / "content/entries/jia-yi/2020/2020-06-02-receive.md"
    line = add(entry, f"联系 {MOBILE[:3]}**{MOBILE[3:7]}**{MOBILE[7:]}")
    done = run_build(config, target)
    assert done.returncode != 0
    assert f"receive.md:{line}:1: 这里有手机号码（规则 mobile），不得公开" in done.stderr + done.stdout
    assert MOBILE not in done.stderr + done.stdout
    assert done.stdout.count("规则 mobile") == 1, "one message, however many pages, feeds and columns show it"
    assert folder_files(target) == before


def test_what_is_accepted_passes_through_all_pages(small: Path, tmp_path: Path) -> None:
    add(small / "content/entries/jia-yi/2020/2020-06-02-receive.md", f"联系 {MOBILE}")
    exceptions(small, ("content/entries/jia-yi/2020/*.md", "mobile", "2021-12-31"))
    target = tmp_path / "site"
    done = run_build(small / "mkdocs.yml", target)
    assert done.returncode == 0, done.stderr
    found = scan_files(folder_files(target).items(), NOTHING).findings
    assert {finding.rule for finding in found} == {"mobile"}


def test_text_that_is_held_back_is_found_in_what_is_made(small: Path) -> None:
    rules = policy(load(small))
    assert rules.forbidden
    for item in rules.forbidden:
        assert scan_file("a.html", f"<p>{item.text}</p>".encode(), rules).findings[0].rule == "withheld"


def test_a_complete_scan_finds_what_is_planted_in_a_finished_site(small: Path, tmp_path: Path) -> None:
    target = tmp_path / "site"
    assert run_build(small / "mkdocs.yml", target).returncode == 0
    command = [sys.executable, str(ROOT / "scripts/scan.py"), str(target), "--root", str(small)]

    def scan() -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, capture_output=True, text=True, env=environment(), check=False)

    clean = scan()
    assert clean.returncode == 0, clean.stderr
    assert re.match(r"没有发现问题：\d+ 个文件，判断了 \d+ 处", clean.stdout)
    for number, (_, path, _, content) in enumerate(PLACES):
        file = target / f"planted/{number}" / path
        file.parent.mkdir(parents=True)
        file.write_bytes(content)
    found = scan()
    assert found.returncode == 1
    lines = re.findall(r"site/planted/(\d+)/\S+: .*（规则 (\S+)）", found.stderr)
    told = {(int(number), rule) for number, rule in lines}
    assert {(number, rule) for number, (_, _, rule, _) in enumerate(PLACES)} <= told
    assert not any(secret in found.stderr for secret in (ID, MOBILE, CARD, EMAIL, PHONE))


@pytest.fixture(scope="module")
def real_policy() -> Policy:
    return policy(load(ROOT))


def test_nothing_is_found_in_the_real_site(real_site: Path, real_policy: Policy) -> None:
    verdict = scan_files(folder_files(real_site).items(), real_policy)
    assert not verdict.findings
    assert verdict.judged > 1000, "the rules had something to judge"


def test_nothing_is_found_in_the_demo_site(demo: Path) -> None:
    assert not scan_files(folder_files(demo).items(), NOTHING).findings
