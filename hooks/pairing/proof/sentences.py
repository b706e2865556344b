"""Sentences: doubled words, tails that break off, brackets without a partner, blanks between characters."""

import re
from collections.abc import Iterator
from typing import Final

from pairing.later import later
from pairing.proof.finding import Finding, Fix
from pairing.proof.glance import GRAMMAR, HAN
from pairing.proof.passage import Passage

# Words of grammar that are never said twice, each with what may nevertheless follow the second one, where
# the first ends a word and the second begins another: 以及|及时, 由|由来, 对|对口, 和|和田.
_DOUBLED: Final = {
    "由": "来于此",
    "到": "会校场岗位访达底期",
    "从": "事业属此而来",
    "把": "握关控手",
    "被": "动子告",
    "将": "来军要士领",
    "以": "来及上下内外前后为便往此免",
    "及": "时其格早第至",
    "与": "会此其否",
    "或": "许",
    "向": "上下前来",
    "并": "且非购列入行轨存",
    "但": "是凡",
    "因": "此为而素地材果",
    "且": "",
    "而": "且今后言",
    "这": "",
    "那": "",
    "该": "",
    "于": "是此",
    "的": "确士话",
    "了": "解不结然",
    "也": "许",
    "都": "市江匀",
    "在": "校职岗线读册建编籍场座于此地家",
    "是": "否非",
    "和": "田谐平睦县林面气",
    "对": "口接象方比策外内应话照立等标症",
    "为": "期主了此何止准",
    "就": "业读近此职是地任绪医诊餐",
}
_GRAMMAR: Final = later(f"(?P<one>[{GRAMMAR}])(?P=one)")
# Legitimate before the pair: 的的确确, 为为数; and where the pair itself is one word.
_FINE: Final = later("因因|的的确确|是是非非|了了|以以")
# A word of two to four characters said twice. Those that are: 一个一个, 研究研究 (a verb in passing).
_WORD: Final = later(f"(?P<two>[{HAN}]{{2}})(?P=two)")
_ALIKE: Final = bytes(4)
_PASSING: Final = frozenset(
    [
        "研究",
        "讨论",
        "商量",
        "学习",
        "考虑",
        "了解",
        "介绍",
        "休息",
        "锻炼",
        "放松",
        "比较",
        "参观",
        "体验",
        "交流",
        "熟悉",
        "认识",
    ]
)
# Reduplications of two characters, which repeat as a pattern only when doubled: 谢谢谢谢 is emphasis.
_REDUPLICATED: Final = frozenset(
    [
        "谢谢",
        "常常",
        "刚刚",
        "渐渐",
        "往往",
        "仅仅",
        "时时",
        "处处",
        "人人",
        "天天",
        "年年",
        "月月",
        "日日",
        "家家",
        "户户",
        "层层",
        "步步",
        "稳稳",
        "多多",
        "慢慢",
        "好好",
        "大大",
        "小小",
        "默默",
        "纷纷",
        "深深",
        "牢牢",
        "紧紧",
        "频频",
        "屡屡",
        "久久",
        "满满",
        "点点",
        "代代",
        "种种",
        "件件",
        "事事",
        "条条",
        "项项",
        "个个",
        "次次",
    ]
)
_OPEN: Final = frozenset("，、（“《〔")
_PAIRS: Final = (("（", "）"), ("《", "》"), ("〔", "〕"), ("“", "”"))
_NUMBERED: Final = later(r"(?<![（\d])(?:\d{1,2}|[一二三四五六七八九十]{1,3}|[a-zA-Z])）")
# Begins with what is rare, so that the search runs from blank to blank.
_BLANKS: Final = later(f"[ \u3000](?<=[{HAN}].)[ \u3000]{{0,7}}(?=[{HAN}])")
_BLANK: Final = later(f"[ \u3000][{HAN}]")
# Two characters set wide apart, as posts and names are in tables of documents.
_POSTS: Final = frozenset(
    ["组长", "成员", "主任", "书记", "校长", "院长", "处长", "部长", "科长", "主席", "秘书", "委员"]
)
# A paragraph shorter than this may well be a signature or a line of a table.
_SENTENCE: Final = 24
_ENDS: Final = frozenset("。！？…”》）；：】」』.!?:;)\"'|*_`>\x00")
_NO_SENTENCE: Final = later(r"[#>|\-*+!\[{\s]|\d{1,3}[.、)）]|（|={3}|-{3}")
# With these begin headings, lists and tables, whatever else they have.
_NO_TEXT: Final = "#-|"
# A bracket, which may have no partner, and the end of a value that breaks off.
_OPENED: Final = later(f"[{''.join(left + right for left, right in _PAIRS)}]|[{''.join(sorted(_OPEN))}](?![^\\n])")


def broken(text: str) -> bool:
    """Whether a sentence of a value, or of one of several on lines of their own, may be wrong, but for its signs."""
    return echoes(text) or _OPENED.search(text) is not None


def sentences(passage: Passage) -> Iterator[Finding]:
    """What is wrong with the sentences of a passage."""
    text = passage.text
    if passage.doubtful and _GRAMMAR.search(text):
        yield from _grammar(passage)
    if echoes(text) and _WORD.search(text):
        yield from _words(passage)
    if passage.doubtful and _BLANK.search(text) and _BLANKS.search(passage.plain):
        yield from _blanks(passage)
    yield from _tails(passage)
    if not _paired(text):
        yield from _pairs(passage)


def echoes(text: str) -> bool:
    """Whether two signs may stand there twice running; no expression sees as fast that they do not.

    The text as one number, two bytes a sign, is laid over itself two signs further on: what is alike cancels out.
    """
    signs = text.encode("utf-16-le", "surrogatepass")
    number = int.from_bytes(signs, "little")
    return _ALIKE in (number ^ number >> 32).to_bytes(len(signs), "little")


def _paired(text: str) -> bool:
    # Most texts have few kinds of brackets: whether a sign is there at all is known in a third of the time.
    for left, right in _PAIRS:
        if (left in text or right in text) and text.count(left) != text.count(right):
            return False
    return True


def _found(passage: Passage, start: int, end: int, message: str, new: str | None = None, safe: bool = False) -> Finding:
    fix = Fix(passage.text[start:end], new, safe) if new is not None and passage.exact(start, end) else None
    return Finding(passage.where(start, end), message, fix)


def _grammar(passage: Passage) -> Iterator[Finding]:
    prose = passage.prose
    for found in _GRAMMAR.finditer(prose):
        sign, after = found[1], prose[found.end() : found.end() + 1]
        around = prose[max(found.start() - 2, 0) : found.end() + 2]
        if (after and after in _DOUBLED[sign]) or _FINE.search(around):
            continue
        # 学以|以…, 涉及|及…: the first ends a word that often stands alone.
        message = f"“{found[0]}”多写了一个字，请改为“{sign}”"
        yield _found(passage, found.start(), found.end(), message, sign, safe=sign not in "的在和对为了是就")


def _words(passage: Passage) -> Iterator[Finding]:
    for found in _WORD.finditer(passage.prose):
        word = found[1]
        passing = word in _PASSING or word in _REDUPLICATED or word[0] == "一" or word[0] == word[1]
        if not passing:
            yield _found(passage, found.start(), found.end(), f"“{word}”写了两遍，请删去一个", word)


def _blanks(passage: Passage) -> Iterator[Finding]:
    prose = passage.prose
    for found in _BLANKS.finditer(prose):
        left = re.search(f"[{HAN}0-9A-Za-z]+$", prose[max(found.start() - 8, 0) : found.start()])
        right = re.match(f"[{HAN}]+", prose[found.end() : found.end() + 8])
        if left is None or right is None:
            continue
        joined = (left[0][-1:] + right[0][:1]) if len(left[0]) == 1 or len(left[0]) == 8 else left[0] + right[0]
        safe = len(left[0]) == 1 and joined in _POSTS
        # Headlines part their halves by a wide blank, titles of agreements two names by a blank.
        headline = "\u3000" in found[0] or (passage.loc or ("",))[-1] == "title"
        if headline and len(left[0]) > 1 and len(right[0]) > 1:
            continue
        said = f"{left[0][-4:]}{found[0]}{right[0][:4]}"
        message = f"汉字之间有空格：“{said}”，请删去空格"
        yield _found(passage, found.start(), found.end(), message, "", safe)


def _tails(passage: Passage) -> Iterator[Finding]:
    """A value or paragraph that ends with a comma or an opening bracket, or a long one without an end."""
    text = passage.text
    if passage.loc is not None:
        last = text[-1:]
        if last in _OPEN:
            yield _found(passage, len(text) - 1, len(text), f"句子没有写完：以“{last}”结尾，请补全")
        return
    at = 0
    for part in text.split("\n\n"):
        last = part[-1:] if part[-1:] not in " \n" else part.rstrip()[-1:]
        if last and last not in _ENDS and (last in _OPEN or ("，" in part and part[0] not in _NO_TEXT)):
            yield from _tail(passage, at, part, last)
        at += len(part) + 2


def _tail(passage: Passage, at: int, part: str, last: str) -> Iterator[Finding]:
    kept = passage.prose[at : at + len(part)].rstrip()
    end = at + len(kept)
    if kept[-1:] == "\x00" or not kept.strip():
        return
    line, first = kept.rpartition("\n")[2], kept.lstrip("\n")
    plain = not _NO_SENTENCE.match(line) and not _NO_SENTENCE.match(first)
    if last in _OPEN:
        yield _found(passage, end - 1, end, f"句子没有写完：以“{last}”结尾，请补全")
    elif len(line) >= _SENTENCE and "，" in line and plain:
        yield _found(passage, end - 1, end, f"这一段没有句号，是否没有写完？最后几个字是“{kept[-8:]}”")


def _pairs(passage: Passage) -> Iterator[Finding]:
    prose = passage.prose
    for left, right in _PAIRS:
        text = _NUMBERED.sub(lambda found: "\x00" * len(found[0]), prose) if right == "）" else prose
        # A quotation of several paragraphs opens each of them and closes once.
        many = left == "“" and text.count(left) > text.count(right) and re.search(r"\n\n[ \u3000>]*“", text)
        if text.count(left) == text.count(right) or many:
            continue
        at = _odd(text, left, right)
        sign = text[at]
        other = right if sign == left else left
        yield _found(passage, at, at + 1, f"{sign} 没有与之成对的 {other}，请补上或删去")


def _odd(text: str, left: str, right: str) -> int:
    """The first sign of a pair that is left alone."""
    opened: list[int] = []
    for found in re.finditer(f"[{left}{right}]", text):
        if found[0] == left:
            opened.append(found.start())
        elif opened:
            opened.pop()
        else:
            return found.start()
    return opened[0]
