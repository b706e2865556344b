"""When files first came into the repository: what shows that a publication date was not back-dated."""

import os
import re
import subprocess
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

# Git names this setting, in whatever language, where a repository belongs to somebody else.
_FOREIGN: Final = re.compile(r"git config --global --add safe\.directory .+")


class History(NamedTuple):
    """The day of each file's first commit by its path below the root; ``blind`` says why nobody knows them."""

    committed: Mapping[str, date]
    blind: str = ""


class Told(NamedTuple):
    """What git said: its answer, or why there is none, in words."""

    answer: str
    why: str = ""


def first_commits(root: Path, *folders: str) -> History:
    """When all files of some folders came in; a renamed file counts from its first name.

    Nothing is known where ``root`` is no repository of its own, and of a shallow clone: there all
    files seem to come in with the oldest commit that was fetched.
    """
    found = ask_git(root, "rev-parse", "--show-toplevel", "--is-shallow-repository")
    if found.why and (root / ".git").exists():
        return History({}, f"提示：没有核对发布日期是否早于入库日期：{found.why}")
    top, _, shallow = found.answer.strip().rpartition("\n")
    if not top or Path(top).resolve() != root.resolve():
        return History({})
    if shallow == "true":
        hint = "提示：没有核对发布日期是否早于入库日期：仓库是浅克隆，没有全部历史；请运行 git fetch --unshallow"
        return History({}, f"{hint}（GitHub Actions 给 actions/checkout 写 fetch-depth: 0，GitLab CI 写 GIT_DEPTH: 0）")
    log = ask_git(root, "log", "--diff-filter=AR", "--name-status", "--format=%x00%cs", "--", *folders).answer
    return History(_days(log))


def _days(log: str) -> dict[str, date]:
    """What the log says, which has the newest commits first: a rename tells under which name to look further back."""
    found: dict[str, date] = {}
    renamed: dict[str, str] = {}
    for block in log.split("\0")[1:]:
        day, _, changes = block.partition("\n")
        for line in filter(None, changes.split("\n")):
            status, *paths = line.split("\t")
            last = renamed.pop(paths[-1], paths[-1])
            if status.startswith("R"):
                renamed[paths[0]] = last
            found[last] = date.fromisoformat(day)
    return found


def ask_git(root: Path, *arguments: str) -> Told:
    """Git's answer about the repository that a folder lies in."""
    try:
        done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=False)  # noqa: S603, S607
    except OSError:
        return Told("", "没有找到 git，请安装")
    if not done.returncode:
        return Told(os.fsdecode(done.stdout))
    foreign = _FOREIGN.search(os.fsdecode(done.stderr))
    if foreign:
        return Told("", f"仓库的文件夹属于另一个用户，git 拒绝读取；如果可以信任它，请运行 {foreign[0]}")
    return Told("", "这里不是 git 仓库" if arguments[0] == "rev-parse" else "这里不是 git 仓库，或者还没有提交")
