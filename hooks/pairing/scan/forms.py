"""What numbers and addresses look like: the expressions of the rules and of the gate before them.

Every repetition is bounded. What an expression finds, the rules judge; what the gate needs to see is less.
An expression that begins with a look back or with many words has a look at their first signs before it (`(?=[...])`):
at nearly every place of a text that is all it does.
"""

import re
from typing import Final

from pairing.later import later
from pairing.scan.flat import INLINE

# Signs that stand between the digits of one number; none of them may be longer in another form.
SEP: Final = "[ \\t\u00a0\u00ad\u00b7\u2000-\u200f\u2010-\u2015\u202f\u2060\u2212\u3000\ufeff\\-.()（）．－]"
# The check sign X, and what stands for it where an editor finds no better key.
CHECK: Final = "[xX×ХхⅩⅹ]"
RUN: Final = later(rf"(?<![0-9])\+?[0-9](?:{SEP}{{0,3}}[0-9]){{6,}}(?:{SEP}?{CHECK}(?![0-9A-Za-z]))?")
GROUP: Final = later(f"[0-9]+{CHECK}?|{CHECK}")
# Letters and digits that stand directly before and behind a run.
LEAD: Final = later("[0-9A-Za-z]{0,24}[A-Za-z]$")
TAIL: Final = later("[A-Za-z][0-9A-Za-z]{0,24}")
KNOWN_LEAD: Final = later("(?i:tel|phone|mobile|fax|wx|vx|qq|id|no|wechat|weixin|sfz)$")
KNOWN_TAIL: Final = later("(?i:qq|wx|vx|wechat|weixin|tel|ext|e?mail|x[0-9])")
# A number that words announce may be grouped in any way.
ANNOUNCED: Final = later("(?i:电话|手机|联系|微信|短信|拨|致电|号码|☎|tel|phone|mobile|wx|vx)[^，。；\\n]{0,10}$")
LINE_START: Final = later(r"(?:^|[\n\x1f\"])[ \t>|*]{0,4}$")
MONEY: Final = later(r"\s?(?:元|字节)")
# The path or the query of an address, up to a number in it.
IN_ADDRESS: Final = later("[A-Za-z][!-~]{0,120}[/=]$")
_YEAR: Final = "(?:19|20)[0-9]{2}"
# No local number but a date, a span of years, a year with a number of four digits.
_NO_DATE: Final = (
    f"(?!20[0-9]{{2}}{SEP}?(?:0[1-9]|1[0-2]){SEP}?(?:0[1-9]|[12][0-9]|3[01])(?![0-9])"
    f"|{_YEAR}{SEP}?{_YEAR}(?![0-9])|20[1-3][0-9]{SEP}0[0-9]{{3}}(?![0-9]))"
)
_NO_AMOUNT: Final = r"(?![0-9]|\s?(?:[元台万名届余个份册套件次吨]|人(?![事力员])|学年|字节))"
_NO_MONEY: Final = r"(?![0-9]|\s?元)"
# What a number with the code of its area may follow: no decimal, no code, but the number of a list or a label.
_FREE: Final = (
    r"(?:(?<![0-9A-Za-z])(?<![0-9][.\-])|(?<=(?<![.0-9A-Za-z\-])[1-9]\.)|(?<=(?<![.0-9A-Za-z\-])[1-9][0-9]\.)"
    "|(?i:(?<=tel)|(?<=fax)|(?<=phone)|(?<=mob)))"
)
_AREA: Final = "(?:010|02[0-9]|0[3-9][0-9]{2})"
_ABROAD: Final = rf"(?:(?:\+|00)86{SEP}{{0,2}}|\(86\){SEP}{{0,2}}|\(?86-)(?:\(0\)|\(?0?)(?:10|2[0-9]|[3-9][0-9]{{2}})"
LANDLINE: Final = later(
    rf"(?=[+(08]){_FREE}(?:{_ABROAD}|\(?{_AREA}){SEP}{{0,3}}{_NO_DATE}[2-9][0-9]{{2,3}}{SEP}?[0-9]{{4}}{_NO_MONEY}"
)
# As the gate sees it: all digits side by side, all of them in full width or none.
_BESIDE: Final = "(?:[2-9][0-9]{6,7}|[２-９][０-９]{6,7})"
# The code of an area in other brackets, before other signs. Numbers in the path of an address are none.
BRACKETED: Final = later(
    rf"(?=[0０]){_FREE}(?:{_AREA}|[０](?:１０|２[０-９]|[３-９][０-９]{{2}}))"
    rf"\s?(?:(?<!/0[0-9]{{2}})(?<!/0[0-9]{{3}})/|[／～~─━﹣】〕\]])\s?{_NO_DATE}{_BESIDE}{_NO_MONEY}"
)
_DASH: Final = r"[\-\u2010-\u2015\u2212]"
_EIGHT_HUNDRED: Final = rf"(?:[0-9]{{3}}(?:{_DASH}| )?[0-9]{{4}}|[0-9]{{4}}(?:{_DASH}| )?[0-9]{{3}})"
HOTLINE: Final = later(
    rf"(?=[(48]){_FREE}(?:[48]00{_DASH}{_EIGHT_HUNDRED}|\([48]00\) ?{_EIGHT_HUNDRED}"
    rf"|[48]000{_DASH}[0-9]{{3}}{_DASH}[0-9]{{3}}){_NO_MONEY}"
)
# What a line with the code of its area, a hotline, and a line behind another bracket hold: sought many times faster
# than they are, for each of them begins with a look at what stands before.
LOCAL: Final = later(f"[0-9]{{3}}{SEP}?[0-9]{{4}}")
TOLL_FREE: Final = later(rf"[48]00(?:\)|0?{_DASH})")
BESIDE: Final = later(_BESIDE)
# The number of a contract, a project, a certificate.
NUMBERED: Final = later(r"(?:编号|证书|合同|课题|项目)号?[:：\s]{0,3}$")
_FREE_CALL: Final = f"[48]00(?:{SEP}{{0,3}}[0-9]){{7}}"
LABELLED: Final = later(
    r"(?:电\s{0,4}话(?!机)|传\s{0,4}真(?!机)|固话|座机|总机(?!械)|热线|联系方式|拨打|致电|[☎℡\U0001f4de])[^0-9\n，。；;,Q]{0,12}?"
    rf"{_NO_DATE}([2-9][0-9]{{2,3}}{SEP}?[0-9]{{4}}|{_FREE_CALL}){_NO_AMOUNT}"
)
DIGIT: Final = "[0-9０-９]"
# A run of ten digits or more in a text as it stands: making all of a text plain takes longer.
LONG: Final = later(f"{DIGIT}(?:{SEP}{{0,3}}{DIGIT}){{9,}}(?:{SEP}?{CHECK}(?![0-9A-Za-z０-９Ａ-Ｚａ-ｚ]))?")
# Looked for in the text as it stands, as the gate does: a number in two groups needs a capital letter before.
_CAPITAL: Final = "[TＴ](?:elephone|ELEPHONE|el|EL|ｅｌ|ＥＬ)|[FＦ](?:ax|AX|ａｘ|ＡＸ)|P(?:hone|HONE)"
LATIN: Final = later(
    rf"(?<![A-Za-z])(?:({_CAPITAL})|telephone|tel|fax|phone)[^0-9０-９\n，。；;,{{}}=Q]{{0,10}}?{_NO_DATE}"
    rf"({_BESIDE}|[48４８][0０]{{2}}(?:{SEP}{{0,3}}{DIGIT}){{7}}"
    rf"|(?(1)[2-9２-９]{DIGIT}{{2,3}}[ －-]?{DIGIT}{{4}}|(?!))){_NO_AMOUNT}"
)
# One more number behind the first: without the code of its area, without a label.
NEXT: Final = later(rf"\s?[/／、，；或和及～~\-]\s?{_NO_DATE}([2-9][0-9]{{6,7}}){_NO_AMOUNT}")
OLD_ID: Final = later(
    r"(?:身\s?份\s?证|证件号)[^0-9\n，。；]{0,6}(?:15位)?[^0-9\n，。；]{0,14}?"
    rf"([1-8][0-9]{{5}}{SEP}?[0-9]{{6}}{SEP}?[0-9]{{3}})(?![0-9])"
)
CHINESE: Final = "〇零一二三四五六七八九"
SPELLED: Final = later(f"[一幺][三四五六七八九][{CHINESE}幺]{{9}}(?![{CHINESE}幺十百千万亿年])")
_AT: Final = (
    r"(?:[ \u200b]?@[ \u200b]?|%40|\s?[\[({（【]\s?(?:at|@)\s?[\])}）】]\s?"
    r"|[#＃*](?=[^\n]{1,80}(?:换成|改为|换为)\s?[@＠]))"
)
_DOT: Final = r"(?:\.|\s?[\[({（【]\s?dot\s?[\])}）】]\s?)"
EMAIL: Final = later(
    rf"(?<![A-Za-z0-9])([A-Za-z0-9][A-Za-z0-9._%+-]{{0,63}}){_AT}"
    rf"([A-Za-z0-9-]{{1,63}}(?:{_DOT}[A-Za-z0-9-]{{1,63}}){{0,5}}{_DOT}([A-Za-z]{{2,12}}))(?![A-Za-z])",
    re.IGNORECASE,
)
DOT: Final = later(_DOT, re.IGNORECASE)
# What ends as a host does but is the name of a file, such as a logo in double size.
FILE_ENDINGS: Final = frozenset(
    ("png", "jpg", "jpeg", "gif", "svg", "webp", "ico", "js", "mjs", "css", "map", "json", "html", "xml", "pdf", "mp4")
)

# Addresses. Behind a label with a colon, in a cell, and in a sentence: the less there is, the more has to follow.
_LABEL: Final = (
    r"(?:(?:家庭|家长)(?:详细|通讯|居住)?(?:住址|地址)|住址|户籍(?:详细地址|地址?)|(?:户籍|户口)所在地(?:详细地址)?"
    r"|常住地址?|现(?:住|居)地址?|居住地址?|家住)"
)
_NOTHING: Final = r"(?!不|无|略|见|详|等|保密|依据|按|由|已|须|应|未|同上|所在|填|请|是否|变更|及|和|或|与|省|市|区|县)"
_PLACE: Final = "[\u4e00-\u9fff]"
_BROAD: Final = (
    f"{_NOTHING}{_PLACE}[\u4e00-\u9fff0-9A-Za-z]{{1,12}}?[省市县区州旗镇乡村屯路街道巷弄园苑城栋幢楼号组社里庄]"
)
_STREET: Final = "[^，。；\\n]{1,24}?[路街道巷弄村镇乡号栋幢组]"
_HOUSE: Final = (
    f"{_PLACE}[^，。；\\n]{{1,40}}?[0-9一二三四五六七八九十]{{1,4}}(?:号(?![线前后至起止])|组|栋|幢|室|单元)"
)
HOMES: Final = later(
    rf"{_LABEL}(?:[（(][^（）()\n]{{1,8}}[)）])?[\"”*\s]{{0,3}}[:：]['\"“*\s]{{0,6}}{_BROAD}"
    rf"|{_LABEL}['\"*|\s]{{1,6}}{_NOTHING}{_PLACE}{{2,9}}?[省市县区州旗]{_STREET}"
    rf"|{_LABEL}(?:为|是|在|于|位于)?{_NOTHING}{_HOUSE}"
)
_FAR: Final = "[^，。；、\\n]"
COUNTED: Final = "[0-9一二三四五六七八九十]"
_ROOM: Final = r"(?<![共约有余造0-9])[0-9]{2,4}\s?(?:室|房(?![间源])|户(?![家人居村农])|号)"
BUILDINGS: Final = later(
    rf"(?=[{COUNTED[1:-1]}小花家新苑公号城府湾路街巷弄胡大])"
    rf"(?:{COUNTED}{{1,3}}(?:号?楼|[栋幢号]|#楼?)\s?{_FAR}{{0,4}}?{COUNTED}{{1,2}}单元"
    r"|(?:小区|花园|家园|新村|家属[院区楼]|苑|公馆|号院|(?<![大中学育教技业商影书古县])城(?!市)|(?<!政)府|(?<!江)湾(?!区))"
    rf"{_FAR}{{0,12}}?[0-9A-Z]{{1,4}}(?:号?楼|[栋幢座]|#楼?)\s?{_FAR}{{0,8}}?{_ROOM}"
    rf"|(?:路|街|巷|弄|胡同|大道|公寓){_FAR}{{0,12}}?[0-9A-Z]{{1,4}}[栋幢]\s?{_FAR}{{0,8}}?{_ROOM}"
    r"|(?:小区|花园|家园|新村|家属院|苑)[^，。；、\s]{0,8}?[0-9A-Z]{1,3}(?:号楼|[栋幢座]|#)(?:[0-9]{1,2}-|-)?[0-9]{3,4}"
    r"(?![0-9人名个元米㎡平间套年月日级])"
    r"|(?:小区|[花家]园|新村|苑)\s?[0-9]{1,3}-[0-9]{1,2}-[0-9]{2,4}(?![0-9\-])"
    r"|[0-9]{1,4}弄[0-9]{1,4}号[0-9]{2,4}室?)"
)
# Rooms of schools, offices, companies and students are no homes.
OFFICES: Final = later(
    "校区|校内|行政楼|教学楼|实训|实验|办公|会议室|图书馆|综合楼|报告厅|学生公寓|宿舍|寝室"
    "|产业园|科技园|工业园|创业园|孵化|大厦|公司|服务中心|居委会|村委会|党群|活动室"
)
CLAUSE: Final = later("[，。；、\\n\\x1f]")
VILLAGES: Final = later(
    rf"(?:乡(?!村)|镇|村(?!振兴)|屯|社区|街道){_FAR}{{0,8}}?{COUNTED}{{1,3}}\s?(?:村民小组|[组队社])\s?附?"
    r"[0-9一二三四五六七八九十百]{1,4}(?:-[0-9]{1,2})?号(?![作选成参队机馆桌位台展线楼])"
    r"|[乡镇县][\u4e00-\u9fff]{1,6}村(?:委会)?[0-9]{1,4}号(?![线楼院文段])"
)

# The gate: what it looks for begins with a literal sign, so that most texts are done with by looking for the sign.
_INLINE: Final = rf"/?(?:{INLINE.pattern})\b[^<>]*>"
# Digits on both sides of marks of emphasis.
SPLIT: Final = later(
    f"<(?<={DIGIT[:-1]}{SEP[1:]}<)(?:{'|'.join(f'(?<={DIGIT}{SEP}{{{i}}}<)' for i in range(4))})"
    f"{_INLINE}(?:{SEP}{{0,3}}<{_INLINE})*(?={SEP}{{0,3}}{DIGIT})"
)
MARKS: Final = later(f"<{_INLINE}")
_TAGS: Final = "(?:<[^<>]{0,200}>){0,8}"
# On to the next digit outside of a tag.
_SOON: Final = r"(?>(?:<[^<>\n]{0,500}>|[^\n0-9０-９]){0,24})[0-9０-９]"
# What may stand before a group or a team of a village with its number: a numeral, a tag, an escaped new line.
LEADING: Final = f"{COUNTED[1:-1]}０-９>nrtbf"
_LABELS: Final = (
    ("话", r"(?:(?<=[电固]话)|(?<=[\s>]话))"),
    ("真", r"(?:(?<=传真)|(?<=[\s>]真))"),
    ("机", "(?<=[座总]机)"),
    ("线", "(?<=热线)"),
    ("式", "(?<=联系方式)"),
    ("打", "(?<=拨打)"),
    ("电", "(?<=致电)"),
    *((sign, "(?:el|EL|ax|AX|hone|HONE|ｅｌ|ＥＬ|ａｘ|ＡＸ)") for sign in "TＴFＦP"),
    *((sign, "") for sign in "☎℡\U0001f4de"),
)
# The beginning of a host behind [at], or a tag or an escaped sign before one.
_HOST: Final = r"\s?(?i:[0-9a-z０-９ａ-ｚ\\－-]|<[a-z/!?])"
# Where an address of mail can be: not behind a quotation mark (keys of JSON-LD), nor where a line begins (CSS).
AT: Final = later(r'@(?<!"@)(?<!\s\s@)(?<![^成为\[({（【]\n@)')
ALARMS: Final = tuple(
    (sign, later(form))
    for sign, form in (
        *((sign, f"{sign}{label}{_SOON}") for sign, label in _LABELS),
        ("号", f"号(?<=[学工]号){_SOON.replace('24', '60')}"),
        ("址", "址(?:(?<=住址)|(?<=家[庭长]地址)|(?<=详细地址)|(?<=通讯地址)|(?<=居住地址)|(?<=[籍住居]地址))"),
        ("地", "地(?:(?<=[居常现]住地)|(?<=现居地)|(?<=户籍地)|(?<=户[籍口]所在地))"),
        ("住", "住(?<=家住)"),
        *((sign, f"{sign}(?<=[0-9０-９A-ZＡ-Ｚ号>]{sign})") for sign in "楼栋幢座"),
        # No house: the end of an address in data, an anchor in the address of a page.
        ("#", '#(?<=[0-9０-９A-ZＡ-Ｚ>]#)(?![0-9]{1,3}")[^0-9０-９<>]{0,30}[0-9０-９<>]'),
        ("元", f"元(?<={COUNTED[:-1]}０-９>]单元)"),
        ("弄", "弄(?<=[0-9０-９>]弄)"),
        *((sign, f"{sign}(?<={word}){_TAGS}\\s?{_TAGS}{DIGIT}") for sign, word in (("区", "小区"), ("园", "[花家]园"))),
        *((sign, f"{sign}(?:委会)?{_TAGS}\\s?{_TAGS}{DIGIT}") for sign in "村苑"),
        *(
            (
                sign,
                f"{sign}(?:(?<=[{LEADING}\\s]{sign})|(?<=[民>]小{sign})){_TAGS}\\s?附?{_TAGS}(?:{DIGIT}|[一二三四五六七八九十百]{{1,4}}{_TAGS}[号一二三四五六七八九十百0-9０-９－-])",
            )
            for sign in "组队社"
        ),
        *((sign, f"{sign}[三四五六七八九][{CHINESE}幺]{{9}}") for sign in "一幺"),
        *((sign, f"{re.escape(sign)}\\s?(?i:at)\\s?[\\])}}）】]{_HOST}") for sign in "[(（【{"),
        *((sign, sign) for sign in "\u2060\u2002＠﹫"),
    )
)
