"""Texts at the border of what `pairing.plain` knows, for tests/test_plain.py and scripts/fuzz.py.

Pure: the same random numbers give the same texts.
"""

from collections.abc import Sequence
from random import Random
from typing import Final

from pairing.media import Asset

# Files beside the texts; a link to one of them must never be taken for a plain one.
FILES: Final = {
    "p.png": Asset("p.png", "图片", "image/png", 1, "1 KB", "x/p.png", True, 40, 30),
    "表.docx": Asset("表.docx", "Word", "", 35_000, "35 KB", "x/表.docx", False),
}


def _parted(joined: str) -> list[str]:
    return joined.split("¦")


_SIGNS: Final = (
    *"*_`#>|-+=~!&<\"'()[]{}^:;.,/\\1aZ é中，。：；！？（）《》“”、—·．１\u3000\n",
    *(" ", "  ", "   ", "    ", "\n", "\n\n", "\n\n\n", " \n", "  \n", "\n ", "\n    ", "\r\n", "\r", "\t", "\n\n    "),
    *("**", "***", "****", "__", "``", "```", "~~~", "---", "===", "***\n", "- - -", "* * *", "###", "#######"),
    *("\x02", "\x03", "\x02klzzwxh:0000\x03", "\x02wzxhzdk:0\x03", "\x0b", "\x0c", "\x1c", "\x85", "\xa0"),
    *("\u2003", "\u2028", "\u200b", "\ufeff", "\0", "///Footnotes Go Here///", "\u0660", "😀", "e\u0301"),
)
_PIECES: Final = _parted(
    "甲¦乙丙¦结对帮扶¦，甲乙。¦2021年¦3.5¦第1. 条¦abc¦a b¦A&B¦a & b¦3 * 5¦a_b_c¦**甲**¦*乙*¦**甲¦乙**¦*丙¦丁*¦"
    "**甲*乙*丙**¦***甲***¦** 甲**¦**甲 **¦*甲**¦****¦，**甲：**乙¦**甲**乙**丙**¦*甲*乙*丙¦**甲\n乙**¦**“甲”**¦"
    "a**b**c¦_甲_¦__甲__¦**甲** **乙**¦[甲](https://a.cn/)¦[甲](https://a.cn/x_y*z?a=1&b=2#c)¦[**甲**](http://a.cn)¦"
    "**[甲](http://a.cn)**¦[甲](p.png)¦[甲](表.docx)¦[甲](/a/)¦[甲](#a)¦[甲]¦[甲][乙]¦[甲]: http://a.cn¦[^1]¦"
    '[^1]: 注¦[甲](https://a.cn/ "题")¦[甲](<https://a.cn/>)¦[甲] (https://a.cn/)¦[甲](https://a.cn/(1))¦'
    '[](http://a.cn)¦![甲](https://a.cn/p.png)¦&#12¦&#x1f¦&copy¦&amp 乙¦![甲](p.png)¦![甲](p.png "题")¦!¦'
    "[甲*](http://a.cn)*¦[a[b]c](http://a.cn)¦[甲\n乙](http://a.cn)¦https://a.cn/a_b¦<https://a.cn/>¦"
    "<b>甲</b>¦<!-- 甲 -->¦&amp;¦&nbsp;¦&#12;¦&x¦a>b¦a<b¦`甲`¦\\*¦{:.a}¦{{helper}}¦$¦^¦1.¦"
    '1)¦1、¦-甲¦#甲¦甲#¦"甲"¦--¦==¦(甲)'
)
_BLOCKS: Final = _parted(
    "- 甲\n- 乙¦* 甲\n- 乙¦+ 甲¦1. 甲\n2. 乙¦3. 甲\n3. 乙¦01. 甲¦１. 甲¦-  甲¦- 甲\n  乙¦- 甲\n乙¦- 甲\n    - 乙¦"
    "- 甲\n\n- 乙¦- 甲\n1. 乙¦1. 甲\n- 乙¦- - 甲¦- # 甲¦- > 甲¦- 1. 甲¦-¦- ¦- ---¦# 甲¦## 甲¦### 甲 ##¦#### 甲\n乙¦"
    "甲\n## 乙¦## 甲\n- 乙¦## 甲\n| 乙 |\n|---|\n| 1 |¦#¦##甲¦# a#b¦> 甲¦> 甲\n> 乙¦>甲\n>  乙¦> 甲\n乙¦甲\n> 乙¦"
    "> 甲\n>\n> 乙¦>¦> 甲\n>¦>\n> 甲¦> 甲\n>\n>   乙¦>\n>¦> # 甲¦> - 甲¦> > 甲¦>> 甲¦> 甲\n>\u3000¦"
    "| 甲 | 乙 |\n|---|---|\n| 1 | 2 |¦| 甲 |\n|---|\n| 1 |¦|甲|乙|\n|:-|-:|\n|1|\n|1|2|3|¦| 甲 | 乙 |\n|---|\n| 1 |¦"
    "甲 | 乙\n--- | ---\n1 | 2¦| 甲 | 乙 |\n|:-:| -- |\n| **1** | |\n||¦| 甲 |\n| |\n| 1 |¦"
    "甲\n| 乙 |\n|---|\n| 1 |¦# 甲 |\n|---|\n|---|\n|1|¦| 甲 | 乙 |\n|---|---|¦| 甲 | 乙 |\n|---|---|\n甲¦"
    "| 甲 | 乙 |\n|---|---|\n| 1 | 2\n¦|\n|-|\n|¦||\n|-|\n||¦甲\n---¦甲\n===¦---¦***¦甲\n- 乙¦甲\n1. 乙¦"
    "    甲¦```\n甲\n```¦~~~\n甲\n~~~¦\u3000\u3000甲¦甲\u3000\n乙¦\u3000¦甲，乙。¦甲**乙**丙¦[甲](https://a.cn/)¦"
    "甲\n乙¦**甲**¦*甲*\n*乙*¦[^1]: 注¦[1]: http://a.cn¦甲[^1]"
)
FRAGMENTS: Final = (*_SIGNS, *_PIECES, *_BLOCKS)
# Mostly words, so that texts of several blocks are often plain as a whole.
_WORDS: Final = tuple(_parted("甲¦，乙丙¦。¦2021年3月¦abc¦> 1¦（丁）¦：¦A & B¦- 1¦1. ¦“戊”¦\u3000己") * 6)
_MARKED: Final = ("，**甲**", "，*乙*", "[丙](https://a.cn/1)", "**“甲”**。", "*甲", "**", " ")


def soup(random: Random) -> str:
    """Anything after anything."""
    return "".join(random.choice(FRAGMENTS) for _ in range(random.randint(1, 8)))


def _line(random: Random) -> str:
    return "".join(random.choice(_WORDS + _MARKED) for _ in range(random.randint(1, 6))).strip(" ") or "甲"


def article(random: Random) -> str:
    """Blocks of plain kinds in a row, now and then something else within or between them."""
    made = []
    for _ in range(random.randint(1, 6)):
        kind = random.choice((0, *range(1, 9), *range(1, 9)))
        lines = [_line(random) for _ in range(random.randint(1, 4))]
        if kind == 0:
            made.append(random.choice(_BLOCKS))
        elif kind == 1:
            made.append("\n".join(f"{random.choice('-*+' if random.random() < 0.1 else '-')} {line}" for line in lines))
        elif kind == 2:
            first = random.choice((0, 1, 1, 1, 7, 12))
            made.append("\n".join(f"{first + i}. {line}" for i, line in enumerate(lines)))
        elif kind == 3:
            made.append(f"{'#' * random.randint(1, 6)} {lines[0]}")
        elif kind == 4:
            gap = random.choice(("\n", "\n", "\n>\n", "\n>\n>\n", "\n>\n\n"))
            made.append(gap.join(f"> {line}" for line in lines))
        elif kind == 5:
            made.append(_table(random))
        else:
            made.append("\n".join(lines) if random.random() < 0.2 else "".join(lines))
    if random.random() < 0.3:
        made = _with_notes(random, made)
    gaps = ("\n\n",) * 30 + ("\n", "\n\n\n", "\n\n\n\n", "\n \n")
    return "".join(part + random.choice(gaps) for part in made)


def _with_notes(random: Random, made: list[str]) -> list[str]:
    """The blocks with references to footnotes in any place, and the footnotes, mostly as they should be."""
    names = random.sample(("1", "2", "a", "Z9", "12", "甲", "a-b", "a_b"), random.randint(1, 3))
    for name in names:
        for _ in range(random.choice((0, *[1] * 12, 2))):
            i = random.randrange(len(made))
            at = random.choice((random.randint(0, len(made[i])), len(made[i]), 0))
            made[i] = f"{made[i][:at]}[^{name}]{made[i][at:]}"
    before, behind = (" ", *[""] * 20), (" ", "", "  ", "\u3000")
    notes = [f"{random.choice(before)}[^{name}]:{random.choice(behind)}{_line(random)}" for name in names]
    notes += [random.choice(notes)] if random.random() < 0.05 else []
    return [*made, random.choice(("\n", "\n\n")).join(notes)]


def _table(random: Random) -> str:
    width = random.randint(1, 4)
    marks = [random.choice(("---", ":-:", ":--", "-:", " --- ", "-", ":", "")) for _ in range(width)]
    rows = [[_line(random) for _ in range(width)] for _ in range(random.randint(1, 4))]
    if random.random() < 0.3:
        rows[-1] = rows[-1][random.choice((0, 1)) :] + random.choice(([], ["多"]))
    rows.insert(1, marks if random.random() < 0.1 else ["---"] * width if random.random() < 0.5 else marks)
    return "\n".join(f"|{'|'.join(row)}|" for row in rows)


def mutated(random: Random, text: str) -> str:
    """A text with one to three places deleted, doubled, exchanged or overwritten."""
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        start = random.randint(0, len(text))
        end = min(len(text), start + random.choice((0, 0, 1, 1, 2, 5)))
        new = random.choice((*FRAGMENTS, "", "", text[start:end] * 2, text[start : start + 30], text[end:start:-1]))
        text = text[:start] + new + text[end:]
    return text


def typical(random: Random, number: int) -> str:
    """A body of some 870 signs as schools write them; ``number`` decides which extras it has."""
    names = "两校教师围绕课程建设开展交流学生参加实训双方商定下一步工作安排并按时记录活动结果"

    def sentence(least: int) -> str:
        words = "".join(random.choice(names) for _ in range(random.randint(least, least + 20)))
        return f"{words[:10]}，{words[10:]}。"

    blocks = ["".join(sentence(25) for _ in range(4)) for _ in range(random.randint(4, 6))]
    blocks[0] = f"3月5日，{blocks[0]}双方明确**{sentence(10)[:-1]}**，按期办理。"
    blocks[1] += "详见[活动报道](https://news.example.edu.cn/2023/03/05_1.html)。"
    if number % 3 == 0:
        blocks.insert(2, "\n".join(f"- {sentence(12)}" for _ in range(3)))
    if number % 5 == 0:
        blocks.append(
            "\n".join(["| 环节 | 时长（分钟） |", "|---|---:|", *(f"| 第{i}场 | {i * 20} |" for i in (1, 2, 3))])
        )
    if number % 10 == 0:
        blocks.insert(3, "## 下一步安排")
    if number % 20 == 0:
        blocks[-1:] = [blocks[-1], f"有关办法已经公布[^1]。\n\n[^1]: {sentence(15)}"]
    return "\n\n".join(blocks) + "\n"


def any_text(random: Random, bodies: Sequence[str] = ()) -> str:
    """One text of any kind; ``bodies`` are real ones to begin from."""
    kind = random.randrange(6)
    if kind == 0:
        return soup(random)
    if kind <= 2:
        return article(random)
    if kind == 3 or not bodies:
        return mutated(random, article(random))
    return mutated(random, random.choice(bodies))


# What placeholders say; each begins and ends with a Chinese character, as names of schools do.
WORDS: Final = {
    "helper": "青岚职院",
    "recipient": "我校",
    "yun-xi": "云溪A1职教",
    "fig:count/jia/areas": "约30个",
    "ting": "乙厅",
}


def with_placeholders(random: Random, text: str) -> str:
    """A text with one to four placeholders in any place, and now and then what only looks like one.

    Without tabs: how many blanks one of them becomes depends on the length of what stands before it.
    """
    text = text.replace("\t", "")
    for _ in range(random.randint(1, 4)):
        name = random.choice((*WORDS, *WORDS, *WORDS, " helper ", " helper", "HELPER", "helper}"))
        at = random.randint(0, len(text))
        text = f"{text[:at]}{{{{{name}}}}}{text[at:]}"
    return text
