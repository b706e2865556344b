#!/usr/bin/env python3
"""Write the demo site into tests/sites/demo: a fictional pairing with three years of plans, records and news.

The same seed gives the same bytes. The texts are in tests/sites/demo/source.
"""

import argparse
import random
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

import _demo_media as demo_media
from _paths import ROOT
from pairing.model import Entry
from pairing.words import PERSON_KIND

SITE: Final = ROOT / "tests" / "sites" / "demo"
SOURCE: Final = SITE / "source"
PROGRAMME: Final = "qinglan-yunxi"
SCHOOLS: Final = ("qinglan", "yunxi")
GROUPS: Final = ("mechanisms", "incentives", "funding", "reciprocal", "publicity")
AS_OF: Final = date(2024, 3, 15)
SECOND_PLAN: Final = date(2023, 9, 1)
POSTS: Final = {
    "helper": ("青岚职院结对帮扶办公室主任", "青岚职院教务处副处长", "青岚职院党政办公室主任"),
    "recipient": ("云溪职教校长办公室主任", "云溪职教教务科科长", "云溪职教教研室主任"),
}
NAMES: Final = {"helper": "青岚职院", "recipient": "云溪职教"}
# Of every 20 entries with a head count: 13 confirmed by both sides, 3 by one, 1 by none, and so on.
CONFIRMED: Final = "b" * 13 + "h" * 2 + "r" * 2 + "n" + "d" * 2
DIFFERING: Final = 8
ONLINE: Final = re.compile("线上|云上|云端|屏幕|在线|远程")

Tree = dict[str, Any]


class Loader(yaml.SafeLoader):
    """YAML as the site reads it: only true, false, null and numbers are anything but text."""


class Dumper(yaml.SafeDumper):
    """Writes what `Loader` reads, without anchors, lists set in."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


for _yaml in (Loader, Dumper):
    _yaml.yaml_implicit_resolvers = {}
    for _tag, _pattern, _first in (
        ("bool", r"(?:true|false)", "tf"),
        ("int", r"-?(?:0|[1-9][0-9]*)", "-0123456789"),
        ("float", r"-?(?:0|[1-9][0-9]*)\.[0-9]+", "-0123456789"),
        ("null", r"(?:~|null|)", ["~", "n", ""]),
    ):
        resolver = (f"tag:yaml.org,2002:{_tag}", re.compile(f"^{_pattern}$"), _first)
        _yaml.add_implicit_resolver(*resolver)


def load(text: str) -> Any:
    """One YAML text."""
    return yaml.load(text, Loader)  # noqa: S506 -- a safe loader with fewer types


@cache
def _text(name: str) -> str:
    return (SOURCE / f"{name}.yml").read_text(encoding="utf-8")


def source(name: str) -> Any:
    """One file of texts, read afresh so that it may be changed."""
    return load(_text(name))


def dump(value: Tree) -> str:
    """Block style, with leaves in one line."""
    return yaml.dump(value, Dumper=Dumper, allow_unicode=True, sort_keys=False, default_flow_style=None, width=100)


def measures(plan: Tree) -> Iterator[Tree]:
    """Every measure of a plan."""
    for area in plan["areas"]:
        for task in area["tasks"]:
            yield from task["measures"]
    for group in GROUPS:
        yield from plan[group]


def second_plan(first: Tree) -> Tree:
    """The plan that succeeds the first: most measures kept, some dropped, changed, renamed or added."""
    head, changed, added = source("second"), source("changed"), source("added")
    plan = {**deepcopy(first), **head}
    for area in plan["areas"]:
        for task in area["tasks"]:
            kept = [item for item in task["measures"] if item["id"] not in source("dropped")]
            task["measures"] = [{**item, **changed.get(item["id"], {})} for item in kept]
            task["measures"] += [added[task["id"]]] if task["id"] in added else []
    for item in measures(plan):
        item.pop("overrides", None)
    for name in ("schedule", "schedule_title", "schedule_document"):
        del plan[name]
    return plan


def calendar() -> Tree:
    """Semesters of 2020 to 2026; one spring at the helped school began late."""
    semesters = []
    for year in range(2020, 2027):
        semesters.append({"semester": f"{year}-spring", "first": f"{year}-02-21", "last": f"{year}-07-10"})
        semesters.append({"semester": f"{year}-autumn", "first": f"{year}-09-01", "last": f"{year + 1}-01-15"})
    late = {"semester": "2022-spring", "first": "2022-03-07", "last": "2022-07-20"}
    return {
        "note": "演示用校历：秋季学期9月1日至次年1月15日，春季学期2月21日至7月10日；云溪职教2022年春季学期推迟开学。",
        "semesters": semesters,
        "schools": [{"school": "yunxi", "semesters": [late]}],
        "holidays": source("holidays"),
    }


def voiced(text: str) -> str:
    """The text with the sides as placeholders, so that each school's column can say 我校."""
    for side, name in NAMES.items():
        text = text.replace(name, f"{{{{{side}}}}}")
    return text.replace("支援方登记", "{{helper}}登记").replace("受援方登记", "{{recipient}}登记")


class Newsroom:
    """Writes the entries, one after the other, in order of time."""

    def __init__(self, seed: int, plans: Sequence[Tree]) -> None:
        self.random = random.Random(seed)  # noqa: S311 -- the same dice every time is the point
        self.office = random.Random(seed + 1)  # noqa: S311 -- apart, so that no day or head count depends on it
        self.rules = source("office")
        self.plans = [{item["id"]: item for item in measures(plan)} for plan in plans]
        self.rows = [row for plan in plans for row in plan.get("schedule", ()) if "measures" in row]
        self.turn: dict[str, int] = {}
        self.differing = 0
        self.dice = "".join(self.random.sample(CONFIRMED, len(CONFIRMED)))

    def next(self, name: str, choices: Any) -> Any:
        """The choices in turn, under one name."""
        at = self.turn.get(name, 0)
        self.turn[name] = at + 1
        return choices[at % len(choices)]

    def day(self, code: str) -> date:
        """A working day of a term in the month that ``code`` names, or the day that it names."""
        if len(code) == 10:
            return date.fromisoformat(code)
        year, month = int(code[:4]), int(code[5:])
        low, high = {1: (4, 12), 2: (23, 27), 7: (1, 7), 10: (9, 28)}.get(month, (2, 28))
        high = 8 if code == AS_OF.isoformat()[:7] else high
        days = [date(year, month, number) for number in range(low, high + 1)]
        return self.random.choice([day for day in days if day.weekday() < 5])

    def count(self, spec: str, fixed: int | None) -> list[Tree]:
        """Head counts such as ``teacher 6 10``; now and then a large one is only known to be over a number."""
        kind, low, high = spec.split()
        number = fixed or self.random.randint(int(low), int(high))
        if fixed is None and number >= 20 and self.random.random() < 0.15:
            return [{"kind": kind, "count": number // 10 * 10, "approx": "over"}]
        return [{"kind": kind, "count": number}]

    def confirmation(self, day: date, people: list[Tree]) -> Tree:
        """Who confirmed, and when; both sides' figures where they differ."""
        how = self.next("confirmed", self.dice)
        exact = people and "approx" not in people[0] and people[0]["count"] > 4
        if how == "d" and (not exact or self.differing >= DIFFERING):
            how = "b"
        claims: Tree = {}
        for side, letters in (("helper", "bhd"), ("recipient", "brd")):
            on = day + timedelta(days=self.random.randint(1, 6))
            on += timedelta(days=max(0, 7 - on.weekday()) if on.weekday() > 4 else 0)
            post = self.random.choice(POSTS[side])
            if how in letters and on <= AS_OF:
                claims[side] = {"post": post, "on": on.isoformat()}
        if len(claims) < 2 or not people:
            return claims
        shown = how == "d" or self.random.random() < 0.5
        for side, claim in claims.items():
            if shown:
                claim["people"] = deepcopy(people)
            if how == "d" and side == "recipient":
                claim["people"][0]["count"] += self.random.choice((-3, -2, -1, 1, 2))
                self.differing += 1
        return claims

    def place(self, spec: Mapping[str, Any], text: str, month: str) -> str:
        """Where: as the text says, else one of the places listed."""
        places = spec["places"]
        online = ONLINE.search(text) or "2022-03" <= month <= "2022-05"
        if "线上" in places and (online or len(places) == 1):
            return "线上"
        for name in NAMES.values():
            if name in places and re.search(f"(?:到|赴|走进|在|抵){name}", text):
                return name
        if ONLINE.search(text):
            return "线上"
        return str(self.random.choice([name for name in places if name != "线上"]))

    def told(self, key: str, spec: Mapping[str, Any], event: str) -> tuple[date, str, Tree, str]:
        """One planned event as (day, name of the file, front matter, body)."""
        code, _, title = event.partition(" ")
        title, _, held = title.partition(" @")
        title, _, fixed = title.partition(" =")
        title = title.replace(" ", "　")
        day = self.day(code)
        measure = self.plans[day >= SECOND_PLAN][key]
        does, more = self.sentence(key, spec, title)
        place = held or self.place(spec, title + does, code[:7])
        people = self.count(spec["people"], int(fixed) if fixed else None) if "people" in spec else []
        modes = [mode for mode in measure.get("mode", []) if mode not in ("online", "on-site")]
        if place == "线上":
            modes.append("online")
        elif "on-site" in measure.get("mode", []):
            modes.insert(0, "on-site")
        rows = [row["id"] for row in self.rows if key in row["measures"] and row["when"] == day.isoformat()[:7]]
        said = {"schedule": rows, "by": measure["by"], "to": measure.get("to"), "people": people, "mode": modes}
        activity: Tree = {"measures": [key], **{name: value for name, value in said.items() if value}}
        if place == "线上":
            activity["platform"] = spec.get("platform", "视频会议")
        elif place != "-":
            activity["place"] = place
        last = day + timedelta(days=spec["days"] - 1) if "days" in spec else None
        if last:
            activity |= {"until": last.isoformat(), "duration": {"count": spec["days"], "unit": "day"}}
        elif key == "backbone-batches":
            activity["duration"] = {"count": 2, "unit": "week"}
        elif people and self.random.random() < 0.35:
            activity["duration"] = {"count": self.random.choice((2, 3, 4)), "unit": "class-hour"}
        activity |= {"certificates": True} if spec.get("certificates") else {}
        if "units" in measure and self.random.random() < 0.6:
            activity["units"] = deepcopy(measure["units"])
        activity["confirmation"] = self.confirmation(last or day, people)
        activities = [activity]
        if "second" in spec and place != "线上" and self.random.random() < 0.6:
            second, also = spec["second"]
            activities.append(self.beside(second, day))
            more += also
        head: Tree = {"title": title, "date": day.isoformat()}
        head |= {"column": spec["column"]} if "column" in spec else {}
        head |= {"until": last.isoformat()} if last else {}
        head["summary"] = spec["brief"] if self.random.random() < 0.85 else does
        head["activities"] = [{name: value for name, value in item.items() if value != {}} for item in activities]
        return day, spec["slug"], head, self.body(spec, day, last, does, more, activity)

    def sentence(self, key: str, spec: Mapping[str, Any], title: str) -> tuple[str, str]:
        """What happened and one thing more; on the way it was held where the title says so."""
        does = [text for text in spec["does"] if bool(ONLINE.search(text)) == bool(ONLINE.search(title))]
        return str(self.next(f"{key} does", does or spec["does"])), str(self.next(f"{key} more", spec["more"]))

    def beside(self, key: str, day: date) -> Tree:
        """A second, smaller activity of the same day."""
        measure = self.plans[day >= SECOND_PLAN][key]
        to = {"to": measure["to"]} if "to" in measure else {}
        return {"measures": [key], "by": measure["by"], **to, "confirmation": self.confirmation(day, [])}

    def beyond(self, spec: Mapping[str, Any]) -> tuple[date, str, Tree, str]:
        """Something beyond the plan, or an informal contact, in the same form."""
        day = self.day(spec["on"])
        people = self.count(spec["people"], None) if "people" in spec else []
        copied = {name: spec[name] for name in ("measures", "by", "to", "mode", "informal") if name in spec}
        activity = {**copied, **({"people": people} if people else {})}
        if not spec.get("informal") and (claims := self.confirmation(day, people)):
            activity["confirmation"] = claims
        head = {"title": spec["title"], "date": day.isoformat(), "summary": spec["does"], "activities": [activity]}
        return day, spec["slug"], head, self.body({}, day, None, spec["does"], spec["more"], activity)

    def body(self, spec: Mapping[str, Any], day: date, last: date | None, does: str, more: str, activity: Tree) -> str:
        """Two to four short paragraphs, sometimes with a list, a table, a heading, a quotation or a footnote."""
        when = f"{day.month}月{day.day}日"
        if last:
            when += f"至{last.day}日" if last.month == day.month else f"至{last.month}月{last.day}日"
        parts = [f"{when}，{does}"]
        claims = activity.get("confirmation", {})
        told = [claim["people"][0]["count"] for claim in claims.values() if "people" in claim]
        if len(set(told)) > 1:
            parts.append(f"{more}支援方登记{told[0]}人，受援方登记{told[1]}人，双方正在核对。")
        elif activity.get("people") and self.random.random() < 0.5:
            row = activity["people"][0]
            over = "余" if "approx" in row else ""
            parts.append(f"{more}登记的{PERSON_KIND[row['kind']]}共{row['count']}{over}人。")
        else:
            parts.append(more)
        kind = self.random.random() if "points" in spec and "platform" not in activity else 1.0
        if kind < 0.3:
            parts.append("主要内容：\n\n" + "\n".join(f"- {point}" for point in spec["points"]))
        elif kind < 0.5:
            rows = [f"| {point} | {self.random.choice((30, 40, 45, 60))} |" for point in spec["points"]]
            parts.append("\n".join(["| 环节 | 时长（分钟） |", "|---|---|", *rows]))
        if self.random.random() < 0.75:
            parts.append(self.next("closing", source("closings")))
        if self.next("touched", range(9)) == 4:
            parts.append(self.next("touch", source("touches")))
        return "\n\n".join(parts) + "\n"

    def filed(self, head: Tree) -> Tree:
        """The front matter with what the office adds: publication, origin, reviews, keywords; in the model's order."""
        dice, activity = self.office, head.get("activities", [{}])[0]
        by = activity.get("by") or head.get("results", [{}])[0].get("whose")
        side = by if by in NAMES else dice.choice(list(NAMES))
        key = activity.get("measures", ["other"])[0]
        planned = [plan[key].get("units", {}).get(side, []) for plan in self.plans if key in plan]
        origin = NAMES[side] + dice.choice(next(filter(None, planned), self.rules["units"][side]))
        day = date.fromisoformat(head.get("until") or head["date"])
        wait = dice.randint(20, 38) if self.next("late", range(31)) == 17 else dice.randint(0, 8)
        published = min(day + timedelta(days=wait), AS_OF)
        steps = sorted(dice.choices(range((published - day).days + 1), k=2))
        on = [(day + timedelta(days=step)).isoformat() for step in steps]
        words = self.rules["keywords"][key.partition("-")[0]]
        full = {
            "column": "dongtai",
            "published": published.isoformat(),
            "origin": origin,
            "author": origin + dice.choice(("干事", "通讯员")),
            "editor": self.rules["editors"][side],
            "reviews": [
                {"step": "first", "post": f"{origin}负责人", "on": on[0]},
                {"step": "final", "post": self.rules["final"][side], "on": on[1]},
            ],
            "keywords": dice.sample(words, min(len(words), dice.choice((2, 3, 3, 4)))),
            **head,
        }
        return {name: full[name] for name in Entry.model_fields if name in full}

    def entries(self) -> dict[str, str]:
        """``path below the site -> text`` of every entry, in order of time."""
        kinds, found = source("kinds"), []
        for key, spec in kinds.items():
            found += [self.told(key, spec, event) for event in spec["events"]]
        found += [self.beyond(spec) for spec in source("extras")]
        for story in source("stories"):
            day = date.fromisoformat(story["date"])
            found.append((day, story.pop("slug"), story, story.pop("body")))
        pages, shown = {}, source("media")["entries"]
        for day, slug, head, body in sorted(found, key=lambda item: (item[0], item[1])):
            path = f"content/entries/{PROGRAMME}/{day.year}/{day.isoformat()}-{slug}.md"
            assert path not in pages, path
            told = demo_media.illustrated(head, body, shown.pop(f"{day.isoformat()}-{slug}", {}))
            said = {name: voiced(text) if name in ("title", "summary") else text for name, text in head.items()}
            pages[path] = f"---\n{dump(self.filed(said))}---\n\n{voiced(told)}"
        assert not shown, f"no such entries: {list(shown)}"
        return pages


def site(seed: int) -> dict[str, bytes]:
    """``path below the site -> bytes`` of every file."""
    first = source("plan")
    plans = {"2021": first, "2023": second_plan(first)}
    folder = f"data/programmes/{PROGRAMME}"
    trees = {
        "data/site.yml": source("site"),
        "data/calendar.yml": calendar(),
        "data/columns.yml": source("columns"),
        **{f"data/schools/{key}.yml": source(key) for key in SCHOOLS},
        "data/schools/shili-jiaoyuting.yml": source("authority"),
        f"{folder}/programme.yml": source("programme"),
        **{f"data/documents/{key}.yml": card for key, card in source("documents").items()},
        **{f"{folder}/plans/{key}.yml": plan for key, plan in plans.items()},
        **{f"{folder}/reports/{key}.yml": report for key, report in source("reports").items()},
    }
    texts = {
        "content/pages/index.md": (SOURCE / "index.md").read_text(encoding="utf-8"),
        "content/pages/about/index.md": (SOURCE / "about.md").read_text(encoding="utf-8"),
        **{f"data/schools/{key}.svg": (SOURCE / f"{key}.svg").read_text(encoding="utf-8") for key in SCHOOLS},
        **{path: dump(tree) for path, tree in trees.items()},
        **Newsroom(seed, [*plans.values()]).entries(),
    }
    folder = f"content/entries/{PROGRAMME}"
    files = {f"{folder}/{entry[:4]}/{name}": made for entry, name, made in demo_media.media(source("media"))}
    return {path: text.encode() for path, text in texts.items()} | files


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=2021, help="the dice (default: %(default)s)")
    parser.add_argument("--to", type=Path, default=SITE, help="the folder of the site (default: tests/sites/demo)")
    pages = site((asked := parser.parse_args()).seed)
    for name in ("content", "data"):
        shutil.rmtree(asked.to / name, ignore_errors=True)
    for path, content in pages.items():
        (asked.to / path).parent.mkdir(parents=True, exist_ok=True)
        (asked.to / path).write_bytes(content)
    entries = sum(path.startswith("content/entries/") and path.endswith(".md") for path in pages)
    print(f"已写入 {len(pages)} 个文件，其中稿件 {entries} 篇。")


if __name__ == "__main__":
    main()
