"""The benchmark's entries: invented, seeded, the same for every generator that is measured."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from _bench_words import (
    AREAS,
    BOLD,
    FORMS,
    GROUPS,
    HEADINGS,
    KEYWORDS,
    PLACES,
    RESULTS,
    SENTENCES,
    THINGS,
    TOPICS,
    UNITS,
)

# The plans run from 2021-09 to 2024-08; what happened lies in them, before the as-of day.
FIRST: Final = date(2021, 9, 6)
LAST: Final = date(2024, 6, 14)
AS_OF: Final = date(2024, 6, 28)
COLUMNS: Final = {
    "dongtai": "工作动态",
    "tongzhi": "通知公告",
    "zhengce": "政策文件",
    "jihua": "帮扶计划",
    "jinzhan": "工作进展",
    "anli": "典型案例",
    "chengguo": "成果展示",
    "meiti": "媒体报道",
}
TASKS: Final = 5
# Of a body, Markdown and figures included; about 870 of them are Chinese.
CHARACTERS: Final = 915
_DONGTAI: Final = 0.6
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_KEYS: Final = ("jia", "yi", "bing", "ding", "wu", "ji", "geng", "xin", "ren", "gui")
_DIGITS: Final = "零一二三四五六七八九"
_SLOT: Final = re.compile(r"<(\w+)>")


@dataclass(frozen=True)
class Partner:
    """One school: its id and its short name, which no school can have."""

    key: str
    short: str


@dataclass(frozen=True)
class Pair:
    """One programme: its id and its two schools."""

    key: str
    helper: Partner
    recipient: Partner


@dataclass(frozen=True)
class Measure:
    """What of a measure its entries need: id, who does it, for whom, and how."""

    key: str
    by: str
    to: str
    mode: str
    kind: str


@dataclass(frozen=True)
class Story:
    """One entry. ``body`` is Markdown with {{helper}} and {{recipient}} for the schools' names."""

    number: int
    pair: Pair
    day: date
    published: date
    column: str
    title: str
    summary: str
    keywords: tuple[str, ...]
    measures: tuple[Measure, ...]
    people: int
    unit: str
    place: str
    body: str

    @property
    def path(self) -> str:
        """Where it stands below the entries, without a suffix: jia-1/2021/2021-09-06-bench-00001."""
        return f"{self.pair.key}/{self.day.year}/{self.day}-bench-{self.number:05d}"

    @property
    def named(self) -> str:
        """The body with the schools' names."""
        names = {"{{helper}}": self.pair.helper.short, "{{recipient}}": self.pair.recipient.short}
        return re.sub(r"\{\{\w+\}\}", lambda found: names[found[0]], self.body)

    @property
    def schools(self) -> tuple[str, str]:
        """The short names of both schools."""
        return self.pair.helper.short, self.pair.recipient.short


def chinese(number: int) -> str:
    """1 to 99 in Chinese: 三, 十, 二十四."""
    tens, ones = divmod(number, 10)
    lead = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return lead + (_DIGITS[ones] if ones or not tens else "")


def pairs(schools: int) -> tuple[Pair, ...]:
    """``schools`` / 2 programmes: 甲一学院 helps 甲二学院, 乙一学院 helps 乙二学院, …"""
    found = []
    for i in range(schools // 2):
        lap, stem = divmod(i, len(_STEMS))
        sides = [
            Partner(f"{_KEYS[stem]}-{number}", f"{_STEMS[stem]}{chinese(number)}学院")
            for number in (2 * lap + 1, 2 * lap + 2)
        ]
        found.append(Pair(f"{_KEYS[stem]}-{lap + 1}", *sides))
    return tuple(found)


def measures() -> tuple[Measure, ...]:
    """The measures that every plan has: six areas of five tasks, two or three measures each."""
    found: list[Measure] = []
    for area in range(1, len(AREAS) + 1):
        for task in range(1, TASKS + 1):
            for number in range(1, 4 if (area + task) % 2 else 3):
                i = len(found)
                by, to = (("helper", "recipient"), ("recipient", "helper"), ("helper", "recipient"), ("both", ""))[
                    i % 4
                ]
                mode = ("guidance", "training", "exchange", "teaching", "joint-work", "shadowing", "lecture")[i % 7]
                kind = ("expert", "teacher", "backbone-teacher", "student", "manager")[i % 5]
                found.append(Measure(f"a{area}-t{task}-m{number}", by, to, mode, kind))
    return tuple(found)


def stories(n: int, schools: int, seed: int) -> Iterator[Story]:
    """``n`` entries, spread evenly over the programmes and over three years, in order of time per programme."""
    programmes, plan = pairs(schools), measures()
    dice = random.Random(seed)  # noqa: S311 -- the same dice every time is the point
    laps = max(1, -(-n // len(programmes)) - 1)
    for i in range(n):
        lap = i // len(programmes)
        # Moved by one every lap, so that no programme gets all the lists, tables or footnotes.
        pair = programmes[(i + lap) % len(programmes)]
        day = FIRST + timedelta(days=(LAST - FIRST).days * lap // laps)
        column = "dongtai" if dice.random() < _DONGTAI else dice.choice(tuple(COLUMNS)[1:])
        topic, form = dice.choice(TOPICS), dice.choice(FORMS)
        chosen = dice.choice(plan)
        second = dice.choice([item for item in plan if (item.by, item.to) == (chosen.by, chosen.to)])
        yield Story(
            number=i + 1,
            pair=pair,
            day=day,
            published=day + timedelta(days=dice.randint(0, 9)),
            column=column,
            title=f"{topic}{form}第{i + 1}场",
            summary=f"{dice.choice(GROUPS)}参加{topic}{form}，{dice.choice(RESULTS)}。",
            keywords=tuple(dice.sample(KEYWORDS, 3)),
            measures=(chosen,) if second == chosen or dice.random() < 0.5 else (chosen, second),
            people=dice.randint(5, 80),
            unit=dice.choice(UNITS)[1],
            place=dice.choice(PLACES),
            body=_body(dice, i, day, topic, form),
        )


def _said(dice: random.Random, pattern: str, topic: str, form: str) -> str:
    """One sentence with its slots filled."""
    lists = {"group": GROUPS, "place": PLACES, "thing": THINGS, "result": RESULTS}
    fixed = {"topic": topic, "form": form}

    def fill(found: re.Match[str]) -> str:
        name = found[1]
        if name in lists:
            return dice.choice(lists[name])
        return fixed[name] if name in fixed else str(dice.randint(2, 40))

    return _SLOT.sub(fill, pattern)


def _body(dice: random.Random, i: int, day: date, topic: str, form: str) -> str:
    """Four to six paragraphs of about 870 characters, with what every third, fifth, … entry has."""
    extras = _extras(dice, i, topic)
    count = dice.randint(4, 6)
    wanted = CHARACTERS - sum(map(len, extras.values()))
    order = iter(dice.sample(SENTENCES, len(SENTENCES)) * 2)
    said = f"{day.month}月{day.day}日，{{{{helper}}}}与{{{{recipient}}}}围绕{topic}开展{form}。"
    paragraphs, total = [said], len(said)
    for number in range(count):
        if number:
            paragraphs.append(_said(dice, dice.choice(BOLD), topic, form) if number % 2 else "")
            total += len(paragraphs[-1])
        while total < wanted * (number + 1) / count - 16:
            sentence = _said(dice, next(order), topic, form)
            paragraphs[-1] += sentence
            total += len(sentence)
    paragraphs = [text for text in paragraphs if text]
    link = f"全部材料见[{topic}{form}资料](https://example.com/jiedui/{i + 1})"
    paragraphs[-1] += f"{link}{'[^1]' if 'footnote' in extras else ''}。"
    for name, at in (("table", 2), ("list", 1), ("heading", -1)):
        if name in extras:
            paragraphs.insert(at, extras[name])
    return "\n\n".join([*paragraphs, *([extras["footnote"]] if "footnote" in extras else [])]) + "\n"


def _extras(dice: random.Random, i: int, topic: str) -> dict[str, str]:
    found = {}
    if i % 3 == 0:
        found["list"] = "\n".join(f"- {dice.choice(THINGS)}：{dice.choice(RESULTS)}" for _ in range(3))
    if i % 5 == 0:
        rows = [f"| {dice.choice(FORMS)} | {dice.choice(PLACES)} | {dice.randint(2, 16)} |" for _ in range(4)]
        found["table"] = "\n".join(["| 环节 | 地点 | 学时 |", "|---|---|---|", *rows])
    if i % 20 == 0:
        found["footnote"] = f"[^1]: {topic}方面的材料每学期更新一次，以最近一次为准。"
    if i % 10 == 0:
        found["heading"] = f"## {dice.choice(HEADINGS)}"
    return found
