"""The preview: a change shows, broken data is told and the server lives on."""

import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from conftest import MKDOCS, add_hook, configure, environment
from golden import ROOT
from pairing.watch import Look, unusable

PATIENCE = 40.0  # seconds; a preview answers within two, a busy machine may take longer


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Preview:
    """A running `mkdocs serve`, or another program that is told what to serve and where, and what it has printed."""

    def __init__(self, folder: Path, *program: str) -> None:
        self.log, self.folders = folder / "serve.log", folder / "tmp"
        self.folders.mkdir()
        self.address = f"127.0.0.1:{free_port()}"
        config = str(folder / "mkdocs.yml")
        command = [str(MKDOCS), "serve", "-f", config, "--dev-addr", self.address]
        if program:
            command = [*program, config, self.address]
        with self.log.open("w") as out:
            settings = environment(PYTHONUNBUFFERED="1", TMPDIR=str(self.folders))
            # Tests that run under nohup must not hand its deafness on.
            hearing = partial(signal.signal, signal.SIGHUP, signal.SIG_DFL)
            self.process = subprocess.Popen(
                command, stdout=out, stderr=subprocess.STDOUT, env=settings, preexec_fn=hearing
            )

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End it, as the system or a closed terminal does; it leaves nothing behind."""
        self.process.send_signal(how)
        self.process.wait(10)
        assert not [*self.folders.glob("*mkdocs_*")]

    def until(self, done: Callable[[], object]) -> None:
        """Wait for something to become true while the server lives."""
        deadline = time.monotonic() + PATIENCE
        while not done():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < deadline, self.said()
            time.sleep(0.1)

    def said(self) -> str:
        """Everything printed so far."""
        return self.log.read_text(encoding="utf-8")

    def page(self, path: str) -> str:
        """A page as served, empty while the server is not up."""
        try:
            with urllib.request.urlopen(f"http://{self.address}/{path}", timeout=5) as answer:
                return str(answer.read().decode())
        except OSError:
            return ""


@pytest.fixture
def preview(small: Path) -> Iterator[Preview]:
    server = Preview(small)
    yield server
    server.stop()


def test_changes_show_and_broken_data_is_told(small: Path, preview: Preview) -> None:
    school, page = small / "data/schools/jia.yml", "schools/jia/index.html"
    preview.until(lambda: "甲市职业技术学院" in preview.page(page))

    good = school.read_text(encoding="utf-8")
    school.write_text(good.replace("省示范校", "国家示范校"), encoding="utf-8")
    preview.until(lambda: "国家示范校" in preview.page(page))

    school.write_text(good.replace("kind: college", "kind: 高职"), encoding="utf-8")
    preview.until(lambda: "data/schools/jia.yml:6:7: “kind”不能写“高职”，是否应为“college”" in preview.said())
    assert "国家示范校" in preview.page(page), "the last good page is still served"

    school.write_text(good.replace("省示范校", "省级示范校"), encoding="utf-8")
    preview.until(lambda: "省级示范校" in preview.page(page))

    about = small / "content/pages/about/index.md"
    about.write_text(about.read_text(encoding="utf-8").replace("关于小站", "小站的来历"), encoding="utf-8")
    preview.until(lambda: "小站的来历" in preview.page("about/index.html"))


def test_a_preview_may_start_with_broken_data(small: Path) -> None:
    school = small / "data/schools/jia.yml"
    good = school.read_text(encoding="utf-8")
    school.write_text(good.replace("kind: college", "kind: 高职"), encoding="utf-8")
    server = Preview(small)
    try:
        server.until(lambda: "改好保存后自动继续" in server.said())
        school.write_text(good, encoding="utf-8")
        server.until(lambda: "甲市职业技术学院" in server.page("schools/jia/index.html"))
    finally:
        server.stop(signal.SIGHUP)


@pytest.mark.parametrize(
    "wrong", ["", "import mkdocs.utils\ndef on_serve(*_, **__):\n    mkdocs.utils.get_build_date = print\n"]
)
def test_nothing_of_others_is_patched_by_a_preview(small: Path, wrong: str) -> None:
    if wrong:
        add_hook(small, wrong)
    school, page = small / "data/schools/jia.yml", "schools/jia/index.html"
    server = Preview(small, sys.executable, str(ROOT / "tests/_unpatched.py"), "serve")
    try:
        server.until(lambda: "省示范校" in server.page(page))
        good = school.read_text(encoding="utf-8")
        school.write_text(good.replace("kind: college", "kind: 高职"), encoding="utf-8")
        server.until(lambda: "kind”不能写" in server.said())
        school.write_text(good.replace("省示范校", "国家示范校"), encoding="utf-8")
        server.until(lambda: "国家示范校" in server.page(page))
    finally:
        server.stop()
    count, *names = server.said().split("names: ")[1].split("\n")[:-1]
    assert int(count) > 5000
    assert names == (["mkdocs.utils.get_build_date"] if wrong else [])


def test_an_address_that_somebody_has_is_told_in_a_line(small: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        address = f"127.0.0.1:{other.getsockname()[1]}"
        command = [str(MKDOCS), "serve", "-f", str(small / "mkdocs.yml"), "--dev-addr", address]
        (small / "tmp").mkdir()
        env = environment(TMPDIR=str(small / "tmp"))
        done = subprocess.run(command, capture_output=True, text=True, env=env, check=False, timeout=PATIENCE)
    said = done.stdout + done.stderr
    assert done.returncode != 0
    assert f"预览地址 {address} 已被占用" in said
    assert "Traceback" not in said
    assert not [*(small / "tmp").glob("*mkdocs_*")]


def test_addresses_that_cannot_be() -> None:
    assert unusable("127.0.0.1", 0) == ""
    assert unusable("127.0.0.1", 99_999) == "预览地址 127.0.0.1:99999 有误：端口最大是 65535。"
    assert "不能使用" in unusable("192.0.2.1", 8000)  # a documentation address (RFC 5737) is nobody's
    assert "不能使用" in unusable("no-such-host.invalid", 8000)


def test_what_is_saved_during_the_first_build_shows(small: Path) -> None:
    """Nobody watches yet; a hook saves an edit after all was read."""
    school, editor = small / "data/schools/jia.yml", small / "editor.py"
    editor.write_text(
        "from pathlib import Path\n"
        f"school = Path({str(school)!r})\n"
        "def on_nav(nav, config, files):\n"
        "    text = school.read_text('utf-8')\n"
        "    if '国家示范校' not in text:\n"
        "        school.write_text(text.replace('省示范校', '国家示范校'), 'utf-8')\n",
        encoding="utf-8",
    )
    config = small / "mkdocs.yml"
    hooks = "hooks: # in order\n"
    text = config.read_text(encoding="utf-8")
    assert hooks in text
    config.write_text(text.replace(hooks, f"{hooks}  - {editor}\n"), encoding="utf-8")
    server = Preview(small)
    try:
        server.until(lambda: "国家示范校" in server.page("schools/jia/index.html"))
        assert server.said().count("Building documentation") == 2
    finally:
        server.stop()


def test_a_mend_is_seen_however_soon_it_is_saved(small: Path) -> None:
    look = Look([small / "data", small / "content"])
    assert not look.differs()
    school = small / "data/schools/jia.yml"
    school.write_text(school.read_text(encoding="utf-8") + "# 改好了\n", encoding="utf-8")
    look.wait()
    assert not look.differs(), "waiting was a look"


def test_files_may_come_and_go_during_a_look(tmp_path: Path) -> None:
    """Programs save by way of temporary files and folders."""
    (tmp_path / "kept.md").write_text("x", encoding="utf-8")
    (tmp_path / "nowhere").symlink_to("gone")
    look = Look([tmp_path], "kept.md")
    over = threading.Event()

    def busy() -> None:
        while not over.is_set():
            folder = tmp_path / "draft"
            folder.mkdir()
            (folder / "draft.md").touch()
            (folder / "draft.md").unlink()
            folder.rmdir()

    worker = threading.Thread(target=busy)
    worker.start()
    try:
        for _ in range(2000):
            assert not look.differs()
    finally:
        over.set()
        worker.join()


def test_a_preview_that_is_ended_at_once_leaves_nothing(small: Path) -> None:
    server = Preview(small)
    server.until(lambda: [*server.folders.glob(".mkdocs_*")])
    server.stop()


def test_a_change_of_template_or_python_shows(tmp_path: Path) -> None:
    """On a copy of the engine, for the tests beside this one use the real files."""
    engine = tmp_path / "engine"
    subprocess.run(["cp", "-r", str(ROOT / "hooks"), str(tmp_path / "hooks")], check=True)
    subprocess.run(["cp", "-r", str(ROOT / "tests/sites/small"), str(engine)], check=True)
    config = configure(engine)
    config.write_text(config.read_text(encoding="utf-8").replace(str(ROOT), str(tmp_path)), encoding="utf-8")
    server = Preview(engine)
    try:
        server.until(lambda: "共 4 个学校与单位" in server.page("schools/index.html"))
        template = tmp_path / "hooks/pairing/templates/schools.html.j2"
        template.write_text(template.read_text(encoding="utf-8").replace("个学校与单位", "个单位"), encoding="utf-8")
        server.until(lambda: "共 4 个单位" in server.page("schools/index.html"))
        words = tmp_path / "hooks/pairing/words.py"
        words.write_text(words.read_text(encoding="utf-8").replace("中等职业学校", "中职学校"), encoding="utf-8")
        server.until(lambda: "中职学校（1）" in server.page("schools/index.html"))
        assert "重新启动预览" in server.said()
        assert len([*server.folders.glob("mkdocs_*")]) == 1, "the folder of the one before is gone"
    finally:
        server.stop()
