"""A whole site in this repository's format for the benchmark: schools, plans, a report each, and n entries.

The same seed gives the same bytes. The caller writes mkdocs.yml.
"""

import json
import random
from pathlib import Path
from typing import Any, Final

from _bench_entries import AS_OF, TASKS, Measure, Pair, Partner, Story, chinese, measures, pairs, stories
from _bench_words import ACTIONS, AREAS, FORMS, GROUPS, RESULTS, THINGS, TOPICS, UNITS
from _paths import ROOT
from demo import dump

Tree = dict[str, Any]
PLAN: Final = "2021"
_INDICATORS: Final = (
    ("courses", "共建课程", "门", 12),
    ("trained", "培训教师", "人次", 600),
    ("bases", "共建实训基地", "个", 3),
    ("contests", "技能竞赛获奖", "项", 20),
)
# In turn: cadence, and what else a measure with it carries.
_CADENCES: Final[tuple[tuple[Tree, Tree], ...]] = (
    ({"every": "semester", "at_least": 1}, {}),
    ({"every": "year", "at_least": 1}, {}),
    ({"every": "semester", "at_least": 2}, {}),
    ({"every": "school-year", "at_least": 1}, {}),
    ({"every": "semester", "window": {"month": 1}}, {}),
    ({"every": "once"}, {"by_date": "2023-12"}),
    ({"every": "semester"}, {"strength": "strive"}),
    ({"every": "batches"}, {}),
    ({"every": "throughout"}, {}),
    ({"every": "irregular", "text": "不定期"}, {"strength": "assist"}),
)


def corpus(folder: Path, n: int, schools: int = 20, seed: int = 1) -> None:
    """Write data/ and content/ of a site with ``n`` entries and ``schools`` schools (an even number)."""
    dice = random.Random(seed)  # noqa: S311 -- the same dice every time is the point
    trees: dict[str, Tree] = {"site": _site(), "calendar": _calendar()}
    for pair in pairs(schools):
        trees |= {f"schools/{side.key}": _school(side) for side in (pair.helper, pair.recipient)}
        trees |= {f"documents/{pair.key}-plan": _document(pair, dice), f"documents/{pair.key}-notice": _notice(pair)}
        base = f"programmes/{pair.key}"
        trees |= {f"{base}/programme": _programme(pair), f"{base}/plans/{PLAN}": _plan(pair, dice)}
        trees[f"{base}/reports/2022"] = _report(pair, dice)
    for name, tree in trees.items():
        write(folder / "data" / f"{name}.yml", dump(tree))
    write(folder / "data/columns.yml", (ROOT / "data/columns.yml").read_text(encoding="utf-8"))
    write(folder / "content/pages/index.md", _home())
    write(folder / "content/pages/about/index.md", "---\ntitle: 关于\n---\n\n# 关于\n\n{{ as_of }}\n\n{{ licence }}\n")
    for story in stories(n, schools, seed):
        write(folder / "content/entries" / f"{story.path}.md", _entry(story))


def write(file: Path, text: str) -> None:
    """Write a text and the folders above it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def _home() -> str:
    return "---\ntitle: 首页\nhide: [navigation, toc]\n---\n\n# 测速用的专栏\n\n{{ figures }}\n\n{{ latest all 10 }}\n"


def _site() -> Tree:
    return {
        "title": "结对帮扶公开专栏（测速用）",
        "subtitle": "学校和内容都是虚构的",
        "as_of": AS_OF.isoformat(),
        "office": {"name": "甲一学院结对帮扶办公室", "how_to_apply": "虚构的内容，不必申请。"},
        "licence": {"name": "CC0 1.0", "statement": "虚构的内容，可自由使用。"},
    }


def _calendar() -> Tree:
    semesters = []
    for year in range(2021, 2026):
        semesters.append({"semester": f"{year}-spring", "first": f"{year}-02-21", "last": f"{year}-07-10"})
        semesters.append({"semester": f"{year}-autumn", "first": f"{year}-09-01", "last": f"{year + 1}-01-15"})
    return {"note": "测速用校历。", "semesters": semesters}


def _school(side: Partner) -> Tree:
    return {
        "name": f"{side.short}（虚构）",
        "short": side.short,
        "kind": "college",
        "place": {"province": "示例省"},
        "units": [{"id": key, "name": name} for key, name in UNITS],
    }


def _document(pair: Pair, dice: random.Random) -> Tree:
    return {
        "title": _title(pair),
        "number": f"{pair.helper.short}〔2021〕{dice.randint(10, 99)}号",
        "kind": "plan",
        "issuers": [pair.helper.key],
        "written": "2021-08-20",
        "issued": "2021-08-27",
        "disclosure": "open",
        "cites": [f"{pair.key}-notice"],
        "summary": "三年六个领域的帮扶承诺。",
    }


def _notice(pair: Pair) -> Tree:
    return {
        "title": f"关于{pair.helper.short}帮扶{pair.recipient.short}的通知",
        "kind": "notice",
        "issuer_names": ["示例省教育厅（虚构）"],
        "issued": "2021-06-10",
        "disclosure": "open",
    }


def _title(pair: Pair) -> str:
    return f"{pair.helper.short}帮扶{pair.recipient.short}实施方案（2021—2024年）"


def _programme(pair: Pair) -> Tree:
    return {
        "title": f"{pair.helper.short}结对帮扶{pair.recipient.short}",
        "short": f"{pair.helper.short[:2]}—{pair.recipient.short[:2]}",
        "line": "in-province",
        "helpers": [{"school": pair.helper.key}],
        "recipients": [{"school": pair.recipient.key}],
        "started": "2021-09",
        "period": {"since": "2021-autumn", "until": "2024-spring", "basis": "stated"},
        "summary": f"{pair.helper.short}用三年时间帮扶{pair.recipient.short}，内容是虚构的。",
        "documents": [f"{pair.key}-notice", f"{pair.key}-plan"],
        "indicators": [
            {
                "id": key,
                "title": title,
                "kind": "number",
                "unit": unit,
                "whose": "recipient",
                "aggregation": "sum",
                "targets": [
                    {"plan": PLAN, "min": least, "by_date": "2024-07", "statement": f"{title}不少于{least}{unit}"}
                ],
            }
            for key, title, unit, least in _INDICATORS
        ],
    }


def _plan(pair: Pair, dice: random.Random) -> Tree:
    items = {item.key: (i, item) for i, item in enumerate(measures())}
    areas = []
    for area, (title, summary) in enumerate(AREAS, 1):
        tasks = []
        for number in range(1, TASKS + 1):
            own = [found for key, found in items.items() if key.startswith(f"a{area}-t{number}-")]
            clause = f"三（{chinese(area)}）{number}"
            task = {"id": f"a{area}-t{number}", "number": str(number), "clause": clause, "title": _work(dice)}
            tasks.append({**task, "measures": [_measure(i, item, dice) for i, item in own]})
        clause = f"三（{chinese(area)}）"
        areas.append({"id": f"a{area}", "clause": clause, "title": title, "summary": summary, "tasks": tasks})
    return {
        "title": _title(pair),
        "kind": "multi-year",
        "document": f"{pair.key}-plan",
        "period": {"since": "2021-autumn", "until": "2024-spring", "basis": "stated"},
        "signed": "2021-08-20",
        "signatories": [pair.helper.key, pair.recipient.key],
        "goals": [{"id": f"goal-{i}", "statement": f"{word}。"} for i, word in enumerate(RESULTS[:3], 1)],
        "areas": areas,
    }


def _work(dice: random.Random) -> str:
    return f"{dice.choice(TOPICS)}{dice.choice(FORMS)}"


def _measure(i: int, item: Measure, dice: random.Random) -> Tree:
    cadence, more = _CADENCES[i % len(_CADENCES)]
    people: Tree = {"kind": item.kind, "min": dice.randint(2, 12), "per": "occasion"}
    if cadence["every"] == "batches":
        people = {"kind": item.kind, "min": dice.randint(10, 60), "per": "total"}
    units = {"helper": [dice.choice(UNITS)[1]], "recipient": [dice.choice(UNITS)[1]]}
    tree: Tree = {
        "id": item.key,
        "statement": f"{dice.choice(ACTIONS)}{dice.choice(THINGS)}，由{dice.choice(GROUPS)}开展{_work(dice)}。",
        "by": item.by,
        **({"to": item.to} if item.to else {}),
        "cadence": cadence,
        **more,
    }
    tree |= {"people": [people]} if i % 3 else {}
    tree |= {"mode": [item.mode], "units": units}
    tree |= {"indicators": [_INDICATORS[i % len(_INDICATORS)][0]]} if i % 4 == 0 else {}
    tree |= {"deliverables": [{"title": dice.choice(THINGS), "kind": "scheme"}]} if i % 6 == 0 else {}
    return tree


def _report(pair: Pair, dice: random.Random) -> Tree:
    plan = measures()
    progress = [
        {
            "id": f"work-{i}",
            "title": _work(dice),
            "statement": f"{dice.choice(GROUPS)}{dice.choice(RESULTS)}。",
            "by": item.by,
            **({"to": item.to} if item.to else {}),
            "when": f"2022-{3 + i % 4:02d}",
            "people": [{"kind": item.kind, "count": dice.randint(5, 80)}],
            "mode": [item.mode],
            "measures": [item.key],
        }
        for i, item in enumerate(plan[::6], 1)
    ]
    result = {"whose": "recipient", "kind": "training", "progress": ["work-1"], "indicators": ["trained"]}
    counted = [{"what": "培训教师", "count": 120, "unit": "人次"}]
    return {
        "title": "2022年结对帮扶工作报告",
        "kind": "annual",
        "by": pair.helper.key,
        "period": {"since": "2021-09", "until": "2022-07", "basis": "stated"},
        "progress": progress,
        "results": [{"id": "trained", "statement": "培训教师120人次。", **result, "quantities": counted}],
        "problems": [{"id": "distance", "title": "路途远", "statement": "往返一次要两天，到校次数有限。"}],
        "next_steps": [{"id": "online", "title": "线上补充", "statement": "每月一次线上教研。"}],
    }


def _entry(story: Story) -> str:
    """The file of one entry. Written by hand: a YAML library takes longer than the site's build."""
    pair, first, quote = story.pair, story.measures[0], json.dumps
    by = pair.recipient if first.by == "recipient" else pair.helper
    origin, on, side = f"{by.short}{story.unit}", story.published, first.by.replace("both", "helper")
    people = f"[{{kind: {first.kind}, count: {story.people}}}]"
    lines = [
        f"title: {story.title}",
        f"column: {story.column}",
        f"date: {story.day}",
        f"published: {on}",
        f"summary: {quote(story.summary, ensure_ascii=False)}",
        f"origin: {origin}",
        f"author: {origin}通讯员",
        f"editor: {by.short}网站编辑",
        "reviews:",
        f"  - {{step: first, post: {origin}负责人, on: {story.day}}}",
        f"  - {{step: final, post: {by.short}分管负责人, on: {on}}}",
        f"keywords: [{', '.join(story.keywords)}]",
        "activities:",
        f"  - measures: [{', '.join(item.key for item in story.measures)}]",
        f"    by: {first.by}",
        *([f"    to: {first.to}"] if first.to else []),
        f"    people: {people}",
        f"    mode: [{first.mode}]",
        f"    place: {story.place}",
        f"    units: {{{side}: [{story.unit}]}}",
        "    confirmation:",
        f"      helper: {{post: {pair.helper.short}办公室主任, on: {on}, people: {people}}}",
        f"      recipient: {{post: {pair.recipient.short}办公室主任, on: {on}}}",
    ]
    if story.column == "zhengce":
        lines.append(f"source: {{document: {pair.key}-notice}}")
    if story.column == "meiti":
        lines.append(f'links: [{{title: {story.title}, url: "https://example.com/news/{story.number}"}}]')
    return "\n".join(["---", *lines, "---", "", story.body])
