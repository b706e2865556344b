"""What editors write by accident is found in every form; what only looks like it stops no build."""

import re

import pytest

from pairing.scan.flat import flat
from pairing.scan.policy import Policy
from pairing.scan.rules import hits, suspicious
from planted import CARD, EMAIL, ID, MOBILE, PHONE, card, citizen, spaced, wide

AREA, LOCAL = PHONE.split("-")
OTHER = LOCAL[:-1] + "1"
HOTLINE = "400" + "0" * 7
OLD = "890000" + "000101" + "000"
STUDENT = "2000" + "123456"
MARKED = next(number for number in (citizen(order=f"{i:03}") for i in range(99)) if number[-1] == "X")
USER, HOST = EMAIL.split("@")
NUMBERS = Policy(numbers=("20########", "T-####"))
LISTED = Policy(phones=frozenset({AREA + LOCAL}), emails=frozenset({EMAIL}), numbers=NUMBERS.numbers)


def broken(number: str, mark: str) -> str:
    """A number whose middle stands in a mark."""
    return f"{number[:3]}<{mark}>{number[3:7]}</{mark}>{number[7:]}"


FOUND = [
    # Letters right before and behind.
    *(
        ("mobile", f"电话{MOBILE}{after}")
        for after in ("QQ同号", "wx同号", "V信", "WeChat", "Email：", "ext8001", "A组")
    ),
    *(("mobile", f"电话{spaced(MOBILE, 3, 4, 4, sep='-')}{after}") for after in ("QQ同号", "vx同号")),
    *(("mobile", f"{before}{MOBILE}") for before in ("Mob", "V", "vx", "weixin", "IMG", "photo", "T", "Tel")),
    *(("mobile", f"{MOBILE}{after}.jpg") for after in ("copy", "x", "(1)", "_1", "new")),
    ("mobile", f"wx{MOBILE}qq"),
    ("mobile", f"A1 {MOBILE}"),
    *(("id-number", f"{before}{ID}") for before in ("学籍号G", "G", "SFZ", "ID", "学籍号：L")),
    *(("id-number", f"身份证{ID}{after}") for after in ("QQ同号", "A组")),
    *(("bank-card", f"卡号{CARD}{after}") for after in ("QQ同号", "ABC")),
    # Labels right before a landline, numbers of lists.
    *(("phone", f"{before}{PHONE}") for before in ("Tel.", "TEL", "Fax.", "电话.", "联系电话.", "1.", "12.", "2、")),
    *(("phone", f"{before}400-000-0000") for before in ("Tel.", "电话.", "1.")),
    *(
        (rule, f"{before}{text}")
        for before in ("1.", "1．", "12.")
        for rule, text in (("mobile", MOBILE), ("id-number", ID))
    ),
    # Character references and marks in numbers.
    *(("mobile", spaced(MOBILE, 3, 4, 4, sep=sep)) for sep in ("&nbsp;", "&ensp;", "&ndash;", "&shy;", "&#160;")),
    ("phone", f"{AREA}&nbsp;{LOCAL}"),
    ("bank-card", spaced(card(16), 4, 4, 4, 4, sep="&nbsp;")),
    *(("mobile", broken(MOBILE, mark)) for mark in ("strike", "tt", "cite", "dfn", "bdo", "samp")),
    # Hotlines.
    *(("phone", text) for text in ("400-0000000", "4000-000-000", "400—000—0000", "400－000－0000", "(400)0000000")),
    *(("phone", f"热线{text}") for text in (HOTLINE, "400 000 0000", "4000 000 000", "400.000.0000", "400·000·0000")),
    ("phone", f"拨打{HOTLINE}"),
    ("phone", wide(f"Tel:{HOTLINE}")),
    ("phone", f"Tel:{wide(HOTLINE)}"),
    ("phone", wide(f"TEL:{LOCAL}")),
    # Local numbers and their labels.
    *(
        ("phone", f"{label}{LOCAL}")
        for label in ("电　话：", "传 真：", "固话：", "总机：", "请拨打", "致电", "☎ ", "Telephone: ", "TEL：", "座机")
    ),
    *(("phone", f"电话（{place}）：{LOCAL}") for place in ("招生就业处", "教务处办公室")),
    *(("phone", f"Tel: {text}") for text in ("2000-0000", "200 0000", wide(LOCAL))),
    ("phone", f"<b>电话</b>：{LOCAL[:3]}-{LOCAL[3:]}"),
    ("phone", f"<tr><td>电话</td><td>{LOCAL[:3]} {LOCAL[3:]}</td></tr>"),
    ("phone", f"电话{LOCAL}人事处"),
    # From abroad, and odd signs behind the code of an area.
    *(("phone", text) for text in (f"86-{AREA[1:]}-{LOCAL}", f"(86-{AREA[1:]}){LOCAL}", f"+86 (0){AREA[1:]} {LOCAL}")),
    *(("phone", f"{AREA}{gap}{LOCAL}") for gap in "/～~─━﹣"),
    *(("phone", f"{left}{AREA}{right}{LOCAL}") for left, right in ("【】", "〔〕", "[]")),
    # Mobile numbers in other groups, where a word announces them.
    *(
        ("mobile", f"电话{spaced(MOBILE, *groups)}。")
        for groups in ((4, 7), (8, 3), (1, 3, 3, 4), (1, 10), (3, 2, 2, 2, 2), (4, 4, 3), (5, 6), (7, 4))
    ),
    ("mobile", f"拨0{MOBILE}"),
    ("mobile", f"+86 {spaced(MOBILE, 1, 3, 3, 4)}"),
    # Citizens' numbers.
    *(("id-number", f"{ID[:6]}{a}{ID[6:14]}{b}{ID[14:]}") for a, b in ("- ", " -", "()", "（）", ("  ", " "))),
    *(("id-number", MARKED[:-1] + sign) for sign in "×Хⅹx"),
    ("id-number", f"残疾人证号{ID}12"),
    *(
        ("id-number", f"{label}{OLD}")
        for label in ("身份证号码（学生本人）：", "证件号码：", "身 份 证：", "身份证（15位）：", "身份证号")
    ),
    ("id-number", f"身份证：{spaced(OLD, 6, 6, 3)}"),
    # E-mail.
    *(("email", f"{before}{EMAIL}") for before in ("邮箱-", "_", ".", "%20", "邮箱_")),
    *(("email", f"{EMAIL}{after}") for after in ("2020", "_", "电话")),
    *(
        ("email", f"{USER}{sign}{HOST}")
        for sign in (" @ ", "@ ", "[@]", "（@）", "@\u200b", "﹫", "%40", "＠", "&commat;")
    ),
    *(("email", f"{USER}#{HOST}{said}") for said in ("（#换成@）", "，请把#改为@")),
    ("email", f"{USER}(at)school(dot)invalid"),
    # Student and staff numbers.
    *(
        ("school-number", text)
        for text in (f"学号{STUDENT[:4]} {STUDENT[4:]}", f"学号：{spaced(STUDENT, 4, 4, sep='-')}")
    ),
    *(("school-number", text) for text in (f"学号S{STUDENT}", "工号T－0001", "工号Ｔ-0001", wide("T-0001"), "t—0001")),
    *(("school-number", text) for text in ("T-<b>0001</b>", '<a href="tel:T-0001">甲</a>')),
    # Addresses.
    *(
        ("address", f"{label}某省某市某区某路12号")
        for label in (
            *(
                "**家庭住址**：",
                "<b>家庭住址</b>：",
                "家庭住址 ",
                "家庭住址",
                "| 家庭住址 | ",
                "家庭住址为",
                '"家庭住址": "',
            ),
            *(
                "现居住地：",
                "户籍地：",
                "户口所在地：",
                "住址：",
                "家庭详细地址：",
                "家住",
                "家庭住址（详细）：",
                "现住址:",
            ),
        )
    ),
    *(
        ("address", text)
        for text in (
            *("某小区3栋2单元501", "某小区3-2-501", "某大道12号某城3栋501室", "某小区 3栋 2单元 501室", "3#2单元501室"),
            *("某小区三栋二单元", "某苑3号楼501", "某小区3栋2-501", "某路12号3单元501室", "某街12号院3号楼501室"),
            *("某县某村12号", "某镇某村五组十二号", "某村民委员会第五村民小组12号", "某镇5组12号", "某村5组12-1号"),
            *("某小区<b>3栋</b>501室", "某路12弄3号501"),
        )
    ),
]


@pytest.mark.parametrize(("rule", "text"), FOUND)
def test_what_editors_write_is_found(rule: str, text: str) -> None:
    shown = flat(text)
    assert rule in {hit.rule for hit in hits(shown, NUMBERS)}
    assert suspicious(text, NUMBERS)
    assert suspicious(shown, NUMBERS)


HARMLESS = [
    # School years, dates and counts behind labels of phones.
    *(f"{label}2020-2021学年" for label in ("电话回访", "手机应用开发", "热线", "联系方式更新")),
    *(
        "电话会议记录20200602",
        "传真件20200602",
        "手机摄影大赛（20200602）",
        "电话会议2020.0601",
        "热线2019-2020年度报告",
    ),
    *("手机销量2000000台", "热线服务20000000人次", "电话咨询 3000-5000 次", "总机械功率2000-3000千瓦", "QQ群：2000000"),
    *("拨打12345热线", "打电话回访 2018 2019 2020 届毕业生", "传真机2000 3000", "联系方式：QQ2000000"),
    # Numbers of documents with the code of an area in them.
    *(
        "编号：0340-20200601",
        "项目编号 0340-2020-0001",
        "合同编号：0340-20200602",
        "0340 2020 2021 2022",
        "05-0340-2020001",
    ),
    *("QJ0340-2020-0001", "证书编号：400-2020-001", "r=1.5 0.0340-2000000", "/0340/2000000", "400-1000000元"),
    # Columns of numbers, ranges, decimals.
    *("154 2019 2020", "1540 2000 350", "15400 120 130", "1540 2100 300 1500", "1540-2000-300", "154 1600 1700 1800"),
    *(
        "154-2000-3000元",
        "1540—2008 500人",
        "154.12345678",
        "[154.12345678, 35.12345678]",
        "15400.000001",
        "154.20192020",
    ),
    *("13 14 15 16 17 18 19 20", "共15400000001字节", "0.15400000001", "1 5 4 0 0 0 0 0 0 0 1 1"),
    # Rooms of schools, offices and companies; places that are no homes.
    *("某路11号3号楼305室", "某路校区6号楼301室举行", "学生公寓3栋201室被评为文明宿舍", "某苑学生公寓5栋302室"),
    *(
        "某路11号A座305室招生办公室",
        "某路校区教学楼A栋302室",
        "某街道11号综合楼1号楼201室",
        "公寓6号楼1层102室自助洗衣",
    ),
    *(
        "某路88号科技园3栋501室",
        "某大学城3栋201室",
        "市政府3号楼501室",
        "某大厦A座1501室",
        "某有限公司（某路12号3栋501室）",
    ),
    *(
        "乡村振兴赛道第3组12号选手",
        "古镇调研小分队第2队3号成员",
        "乡村振兴3组2号作品",
        "某村第一组一致同意",
        "某村2020年",
    ),
    *("某苑3栋300人", "某花园3栋共200户", "小区3-5栋", "某县某村2号线", "第2座3单元", "教学单元3栋"),
    # Labels of addresses without one.
    *("现住址：不公开", "家庭住址：某某（已隐去）", "不得收集家庭住址：依据法律", "家庭住址、电话等", "户籍地：不限"),
    *(
        "| 姓名 | 家庭住址 | 所在县区 |",
        "家庭住址：省 市 县（区）",
        "住址：不详",
        "户籍地在本省的考生",
        "家住农村的学生",
    ),
    *("户籍所在地为某省的考生于6月3号前报名", "家住某县某乡的同学", "按家庭住址就近分组", "户口所在地派出所"),
    # Pages of other sites.
    *(f"https://weibo.invalid/1000000001/{card(16)}", f"https://a.invalid/?id={card(16)}&a=1"),
    # Files and programs.
    *("logo@2x.png", "banner@3x.jpg", "mermaid@10.min.js", "git@github.com:a/b.git", "npm install @babel/core"),
    # Codes.
    *(f"a{MOBILE}b", f"SN1A{MOBILE}B2", f"5f4d{MOBILE}", f"{MOBILE}a3f0", "P0202006023800000000012.pdf"),
    *("学号前4位为2020", "学号由10位数字组成", "身份证（15位）：略", "残疾人证号20位", "工号牌2000个"),
]


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_looks_like_it_passes(text: str) -> None:
    for around in (text, f"<p>{text}</p>", f"在{text}，"):
        assert not hits(around, NUMBERS), around
        assert not hits(flat(around), NUMBERS), around


@pytest.mark.parametrize(
    "text",
    [
        *(
            f"+86-{AREA[1:]}-{LOCAL}",
            f"0086-{AREA[1:]}-{LOCAL}",
            f"tel:+86{AREA[1:]}{LOCAL}",
            f"+86 (0){AREA[1:]} {LOCAL}",
        ),
        *(
            f"电话：{LOCAL}",
            f"Tel: {LOCAL}",
            f"{PHONE}转8001",
            f"电话：{PHONE}",
            f"mailto:%20{EMAIL}",
            f"（{AREA}）{LOCAL}",
        ),
    ],
)
def test_what_is_listed_passes_in_every_form(text: str) -> None:
    assert not hits(text, LISTED)


@pytest.mark.parametrize("gap", ["/", "、", "，", "；", "或", "～", "-", "／"])
@pytest.mark.parametrize("first", [PHONE, f"电话：{LOCAL}", f"Tel: {LOCAL}"])
def test_every_number_behind_a_listed_one_is_judged(first: str, gap: str) -> None:
    text = f"{first}{gap}{OTHER}"
    assert [hit.value for hit in hits(text, LISTED)] == [OTHER]
    assert suspicious(text, LISTED)
    assert not hits(f"{first}{gap}20200602", LISTED)


def test_forms_of_numbers_are_seen_by_the_gate() -> None:
    for form, number in (("A-####", "A-0001"), ("####-##", "2000-01"), ("??####", "AB0001"), ("20######", "20000001")):
        numbers = Policy(numbers=(form,))
        for text in (
            number,
            number.lower(),
            wide(number),
            f"<b>{number[:2]}</b>{number[2:]}",
            number.replace("-", "—"),
        ):
            assert hits(flat(text), numbers), text
            assert suspicious(text, numbers), text
        assert not suspicious(re.sub("[0-9]", "甲", number), numbers)
