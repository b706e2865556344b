#!/usr/bin/env python3
"""Write the skeleton of an entry at the right place; asks in Chinese for what no option gives."""

import argparse
import json
import re
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import yaml

from _paths import ROOT
from pairing.advice import resolve
from pairing.clock import CHINA
from pairing.model import Column
from pairing.read import Dataset, read_data
from pairing.when import When

# What a skeleton says for each field that a column may require.
FIELDS = {
    "summary": "summary: （一句话说明，请改写）",
    "origin": "origin: （供稿单位，请改写）",
    "author": "author: （作者的岗位或单位，请改写）",
    "editor": "editor: （编辑的岗位或单位，请改写）",
    "keywords": "keywords: [（关键词请改写）]",
    "links": 'links:\n  - {title: （原文标题，请改写）, url: "https://example.com/", outlet: （媒体名称，请改写）}',
    "cover": "cover: {file: （图片文件名，请改写）, alt: （图片说明，请改写）, caption: （图注，请改写）}",
    "activities": "",
}
ACTIVITY = """activities:
  - measures: []        # 对应的举措编号；没有就留空
    by: helper          # helper 支援方、recipient 受援方、both 双方
    to: recipient
    people: []          # 例如 [{kind: expert, count: 3}]
    mode: []            # 例如 [on-site, guidance]
"""
# Where it stands ready to be filled in: a notice or a policy document has no activity, and one left empty would be
# counted all the same.
ABOUT = "动态"
OFF = "## 做了一项活动的，删去下面几行行首的“# ”："
# Off until somebody takes the "# " away, at the place where each then belongs; lines of words begin with "##".
CONFIRMATION = """## 活动由双方确认后，删去下面三行行首的“# ”，与上面的 people 对齐：
#     confirmation:
#       helper: {post: 结对帮扶办公室主任, on: 2026-11-21}
#       recipient: {post: 校长办公室主任, on: 2026-11-21}"""
MORE = {
    "origin": "# origin: 供稿单位",
    "author": "# author: 作者的岗位或单位",
    "editor": "# editor: 编辑的岗位或单位",
    "reviews": """# reviews:
#   - {step: first, post: 教务处处长, on: 2026-11-21}
#   - {step: final, post: 分管副校长, on: 2026-11-21}""",
    "": "## 图片和附件放在本文件旁边，换成你的文件名和文字：",
    "cover": "# cover: {file: photo.jpg, alt: 看不见图片的人也能明白的说明, caption: 图注}",
    "attachments": """# attachments:
#   - {file: baoming.docx, title: 报名表}""",
}
TEXT = """## 正文中间的图片另起一行写：![看不见图片的人也能明白的说明](photo.jpg "图注")
## 正文中间的附件写：[报名表](baoming.docx)"""


OPTIONS = {
    "programme": "项目的编号或简称",
    "column": "栏目的编号或名称",
    "date": "事情发生的日期，例如 2026-11-21",
    "title": "标题",
    "document": "依据的文件的编号（政策文件栏目要写）",
    "slug": "英文短名，用作文件名，例如 expert-visit",
}


def skeleton(
    title: str, column: Column, date: str, published: str, reviews: tuple[str, ...], document: str | None = None
) -> str:
    """The text of a new entry: every field that its column requires, and a draft mark."""
    lines = [f"title: {_plain(title)}", f"column: {column.id}", f"date: {date}", f"published: {published}"]
    fields = FIELDS | {"source": f"source: {{document: {document}}}"}
    lines += [fields[name] for name in column.required if fields[name]]
    if reviews:
        lines += ["reviews:", *(f"  - {{step: {step}, post: （岗位，请改写）, on: {published}}}" for step in reviews)]
    told = "activities" in column.required or ABOUT in column.title
    activity = ACTIVITY.splitlines() if told else [OFF, *(f"# {line}" for line in ACTIVITY.splitlines())]
    lines += ["draft: true        # 写好后删去这一行", *activity, CONFIRMATION]
    written = {*column.required, *(["reviews"] if reviews else [])}
    more = [text for name, text in MORE.items() if name not in written]
    lines += ["## 需要时，删去行首的“# ”，换成你的内容：", *more, TEXT]
    return "\n".join(["---", *lines, "---", "", "（正文，请改写。）", ""])


def _plain(text: str) -> str:
    """A text as YAML: as it is, or in quotes where YAML would read something else, as in {{helper}}到校."""
    try:
        same = yaml.safe_load(f"title: {text}") == {"title": text}
    except yaml.YAMLError:
        same = False
    return text if same else json.dumps(text, ensure_ascii=False)


def ask(question: str, check: Callable[[str], str | None]) -> str:
    """Ask until the answer is fine; the check gives the complaint or None."""
    while True:
        try:
            answer = input(f"{question}：").strip()
        except (EOFError, KeyboardInterrupt):
            sys.exit("\n没有写任何文件。")
        complaint = check(answer)
        if complaint is None:
            return answer
        print(complaint if answer else "不能为空，请输入后按回车")
        question = question.rpartition("\n")[2]


def chosen(data: Dataset, asked: argparse.Namespace) -> dict[str, str]:
    """The answers: from options where given, else from the keyboard."""
    columns = {column.id: column.title for column in data.columns.columns} if data.columns else {}
    programmes = {key: programme.short for key, programme in data.programmes.items()}
    documents = {key: document.title for key, document in data.documents.items()}
    cited = {column.id for column in data.columns.columns if "source" in column.required} if data.columns else set()
    checks: dict[str, tuple[str, Callable[[str], str | None]]] = {
        "programme": (f"项目{_listed(programmes)}", lambda word: _among(word, programmes)),
        "column": (f"栏目{_listed(columns)}", lambda word: _among(word, columns)),
        "date": ("事情发生的日期，例如 2026-11-21", _date),
        "title": ("标题", lambda word: None if word else "标题不能为空"),
        "document": ("依据的文件（编号，见 data/documents/）", lambda word: _among(word, documents)),
        "slug": ("英文短名，用作文件名，例如 expert-visit", _slug),
    }
    answers: dict[str, str] = {}
    for name, (question, check) in checks.items():
        if name == "document" and answers["column"] not in cited:
            continue
        given = getattr(asked, name)
        complaint = check(given) if given is not None else None
        if complaint:
            sys.exit(f"--{name}：{complaint}")
        answer = given if given is not None else ask(question, check)
        listed = {"programme": programmes, "column": columns}.get(name, {})
        answers[name] = next((key for key, title in listed.items() if answer == title), answer)
    return answers


def _listed(names: dict[str, str]) -> str:
    """One a line: a row of fifteen cannot be read."""
    return "".join(f"\n  {key}  {name}" for key, name in names.items()) + "\n输入左边的编号"


def _among(word: str, names: dict[str, str]) -> str | None:
    if word in names or word in names.values():
        return None
    return f"没有“{word}”{resolve(word, {**{key: key for key in names}, **{v: k for k, v in names.items()}})}"


def _date(word: str) -> str | None:
    try:
        precise = When.parse(word).precision in ("day", "month", "year")
    except ValueError:
        precise = False
    return None if precise else "日期应写成 2026-11-21（只知道月份就写 2026-11，只知道年份就写 2026）"


def _slug(word: str) -> str | None:
    return None if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", word) else "短名用小写英文字母、数字和连字符"


def main() -> None:
    parser = argparse.ArgumentParser(description="写出一篇新稿件的骨架；没有给的选项会逐项询问")
    parser.add_argument("kind", choices=["entry"], help="写什么：entry（稿件）")
    for name in OPTIONS:
        parser.add_argument(f"--{name}", help=OPTIONS[name])
    parser.add_argument("--root", type=Path, default=ROOT, help="网站的文件夹（不写就是本仓库）")
    asked = parser.parse_args()
    data, _ = read_data(asked.root)
    if data.columns is None:
        sys.exit("data/columns.yml 有问题，请先运行 make check")
    answers = chosen(data, asked)
    column = next(item for item in data.columns.columns if item.id == answers["column"])
    name = f"{answers['date']}-{answers['slug']}.md"
    file = asked.root / "content" / "entries" / answers["programme"] / answers["date"][:4] / name
    if file.exists():
        sys.exit(f"{file.relative_to(asked.root)} 已经存在，请换一个短名")
    file.parent.mkdir(parents=True, exist_ok=True)
    today = datetime.now(CHINA).date().isoformat()
    published = max(today, When.parse(answers["date"]).first.isoformat())
    file.write_text(
        skeleton(answers["title"], column, answers["date"], published, data.columns.reviews, answers.get("document")),
        encoding="utf-8",
    )
    print(f"已写好 {file.relative_to(asked.root)}，请打开它，改好写着“请改写”的地方，再运行 make serve 预览。")


if __name__ == "__main__":
    main()
