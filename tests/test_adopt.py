"""The guide for the next school, followed word for word."""

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from conftest import run_build
from golden import ROOT

GUIDE = (ROOT / "docs/adopt.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"^`(data/\S+\.yml)`：\n\n```yaml\n(.*?)```", GUIDE, re.MULTILINE | re.DOTALL))


def test_the_guide_word_for_word(tmp_path: Path) -> None:
    for name in ("data", "content"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for name in ("hooks", "mkdocs.yml"):
        (tmp_path / name).symlink_to(ROOT / name)
    (clearing,) = re.findall(r"^rm -rf .*$", GUIDE, re.MULTILINE)
    subprocess.run(["sh", "-c", clearing], cwd=tmp_path, check=True)
    assert not [*tmp_path.glob("data/schools/*"), *tmp_path.glob("content/entries/*")]
    site = tmp_path / "data/site.yml"
    (contacts,) = re.findall(r"```yaml\n(contacts:.*?)```", GUIDE, re.DOTALL)
    site.write_text(f"{site.read_text(encoding='utf-8')}{contacts}", encoding="utf-8")
    assert len(FILES) == 4
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    (command,) = re.findall(r"^\.venv/bin/python (scripts/new\.py entry --.*)$", GUIDE, re.MULTILINE)
    done = subprocess.run(
        [sys.executable, *shlex.split(command), "--root", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (entry,) = tmp_path.glob("content/entries/*/*/*.md")
    text = re.sub(r"（[^（）]*请改写。?）", "改好的内容", entry.read_text(encoding="utf-8"))
    text = re.sub(r"^draft: .*\n", "", text, flags=re.MULTILINE).replace("measures: []", "measures: [training-experts]")
    text = re.sub(r"^published: .*", "published: 2026-09-12", text, flags=re.MULTILINE)  # it says today
    entry.write_text(text.replace("people: []", "people: [{kind: expert, count: 2}]"), encoding="utf-8")
    done = run_build(tmp_path / "mkdocs.yml", tmp_path / "site", JIEDUI_AS_OF="2026-11-21")
    assert done.returncode == 0, done.stdout + done.stderr
    assert sorted(path.name for path in (tmp_path / "site/campus").iterdir()) == ["lvshui", "qingshan"]
    duties = json.loads((tmp_path / "site/api/v1/duties.json").read_text(encoding="utf-8"))["items"]
    assert "met" in {duty["status"] for duty in duties}
    home = (tmp_path / "site/index.html").read_text(encoding="utf-8")
    assert "专家到校指导" in home
    assert not re.search("天津|广东|汕头", home)
