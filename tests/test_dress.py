"""What pages wear: whatever may change a shell changes the digest, and nothing else does."""

import shutil
from pathlib import Path

import pytest

from pairing.dress import dress

FILES = {
    "mkdocs.yml": "site_name: 结对",
    "content/pages/index.md": "---\ntitle: 首页\n---\n\n正文",
    "hooks/records.py": "a",
    "hooks/own/more.py": "b",
    "hooks/own/text.txt": "c",
    "hooks/theme/main.html": "d",
    "hooks/pairing/render.py": "e",
    "hooks/__pycache__/records.pyc": "f",
    "hooks/own/__pycache__/more.pyc": "g",
    "theme/main.html": "h",
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


def worn(site: Path, theme: str | None = "theme", address: str = "") -> bytes:
    return dress(site / "mkdocs.yml", site / "hooks", str(site / theme) if theme else None, address)


@pytest.mark.parametrize("path", FILES)
def test_a_change_that_can_change_a_shell_is_seen(site: Path, path: str) -> None:
    before = worn(site)
    with (site / path).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert (worn(site) != before) == ("pairing" not in path and "__pycache__" not in path and path[:7] != "content")


def test_front_matter_the_address_and_other_files_are_seen(site: Path) -> None:
    told = {worn(site), worn(site, None), worn(site, "hooks/theme"), worn(site, address="https://a.example/")}
    (site / "content/pages/index.md").write_text("---\ntitle: 主页\n---\n\n正文", encoding="utf-8")
    told.add(worn(site))
    shutil.move(site / "hooks/own/text.txt", site / "hooks/own/words.txt")
    told.add(worn(site))
    # A theme among the hooks is looked at once, wherever the configuration says it is.
    assert len(told) == 5
