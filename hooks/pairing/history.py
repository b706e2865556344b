"""When files first came into the repository: what shows that a publication date was not back-dated."""

import subprocess
from datetime import date
from pathlib import Path


def first_commits(root: Path, *folders: str) -> dict[str, date]:
    """``path below root -> day of its first commit`` for all files of some folders.

    Empty where ``root`` is no repository of its own.
    A renamed file counts from its first name.
    """
    top = _git(root, "rev-parse", "--show-toplevel")
    if not top or Path(top.strip()).resolve() != root.resolve():
        return {}
    log = _git(root, "log", "--diff-filter=AR", "--name-status", "--format=%x00%cs", "--", *folders)
    found: dict[str, date] = {}
    renamed: dict[str, str] = {}
    for block in log.split("\0")[1:]:
        day, _, changes = block.partition("\n")
        for line in filter(None, changes.split("\n")):
            status, *paths = line.split("\t")
            # Newest first: a rename tells under which name to look further back.
            last = renamed.pop(paths[-1], paths[-1])
            if status.startswith("R"):
                renamed[paths[0]] = last
            found[last] = date.fromisoformat(day)
    return found


def _git(root: Path, *arguments: str) -> str:
    try:
        command = ["git", "-C", str(root), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout
