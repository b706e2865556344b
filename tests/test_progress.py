"""Progress: a bar on a terminal for what takes long, a line a stage elsewhere, a summary at the end."""

import io
import re
from pathlib import Path

from conftest import run_build
from pairing.progress import Progress


class Terminal(io.StringIO):
    """A stream that says it is one."""

    def isatty(self) -> bool:
        """Yes."""
        return True


def told(stream: io.StringIO, patience: float) -> str:
    """What is said of a build with three stages, the second in forty steps."""
    progress = Progress("读取", stream, patience)
    progress.stage("生成")
    for done in range(1, 41):
        progress.tell(done, 40)
    progress.tell(1, 3)
    progress.stage("发布")
    progress.end()
    progress.end()
    return stream.getvalue()


def test_a_terminal_sees_how_far_a_long_build_is() -> None:
    said = told(Terminal(), 0)
    assert re.findall(r"生成 .*?(\d+)/40", said)[-1] == "40"
    assert "发布……" in said
    assert "秒" not in said


def test_a_terminal_sees_nothing_of_a_short_build() -> None:
    assert told(Terminal(), 60) == ""


def test_elsewhere_each_stage_is_a_line() -> None:
    lines = told(io.StringIO(), 0).splitlines()
    assert [re.sub(r"\d+\.\d 秒", "N 秒", line) for line in lines] == ["读取：N 秒", "生成：N 秒，40 步", "发布：N 秒"]


def test_a_build_ends_with_a_summary(small: Path) -> None:
    form = r"网站：(\d+) 个网页，共 (\d+) 个文件，写入 (\d+)，未变 (\d+)，删除 0；用时 \d+\.\d 秒，没有错误。\n"
    for wrote in (True, False):
        done = run_build(small / "mkdocs.yml", small / "site", JIEDUI_CAMPUS="none")
        found = re.match(form, done.stdout)
        assert found, done.stdout
        pages, files, written, unchanged = map(int, found.groups())
        assert pages == len(list((small / "site").rglob("*.html")))
        assert files == sum(file.is_file() for file in (small / "site").rglob("*"))
        assert (written, unchanged) == ((files, 0) if wrote else (0, files))
        assert done.stderr.splitlines()[0].startswith("读取和检查：")
