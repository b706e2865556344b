"""Publishing: exactly the given files, all at once, untouched where nothing differs."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pairing import publish as room
from pairing.addresses import KEPT
from pairing.beside import Folders
from pairing.problems import HalfwayError, Trouble, ended
from pairing.publish import Summary, exchange, folder_files, publish
from pairing.workers import ALONE, Crew

names = st.sampled_from(["a", "b", "a/x", "a/y", "b/x/z", "c/index.html", "名/页.html", ".kept/k", "c/.kept/k/k"])
sites = st.dictionaries(names, st.binary(max_size=3), max_size=6).filter(
    lambda site: not any(other.startswith(f"{path}/") for path in site for other in site)
)


def built(site: dict[str, bytes], target: Path, *, in_place: bool = False, crew: Crew = ALONE) -> Summary:
    """Publish as a build does."""
    folders = Folders(target)
    with folders.held():
        return publish(site, folders.stamps(), folders, in_place=in_place, crew=crew)


def shown(site: dict[str, bytes]) -> dict[str, bytes]:
    return {path: content for path, content in site.items() if ".kept/" not in path}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(sites, min_size=1, max_size=5), st.booleans())
def test_the_folder_becomes_exactly_the_site(tmp_path: Path, versions: list[dict[str, bytes]], in_place: bool) -> None:
    folder = tmp_path / "site"
    before = folder_files(folder)
    for version in versions:
        summary = built(version, folder, in_place=in_place)
        assert folder_files(folder) == shown(version)
        assert folder_files(tmp_path / ".site.build/kept") == {
            path: content for path, content in version.items() if ".kept/" in path
        }
        assert summary.unchanged == sum(before.get(path) == content for path, content in shown(version).items())
        assert summary.files == len(shown(version))
        assert all(any(inner.iterdir()) for inner in folder.rglob("*") if inner.is_dir())
        before = shown(version)


def test_summary(tmp_path: Path) -> None:
    assert built({"a": b"1", "b": b"2"}, tmp_path / "site") == Summary(2, 0, 0)
    assert built({"a": b"1", "c": b"2"}, tmp_path / "site") == Summary(1, 1, 1)
    assert built({"a": b"1", "c": b"2"}, tmp_path / "site") == Summary(0, 2, 0)


def test_what_is_unchanged_stays_the_same_file(tmp_path: Path) -> None:
    """So that a web server's caches and `rsync` see no change."""
    built({"a": b"1", "b/c": b"2"}, tmp_path / "site")
    before = (tmp_path / "site/b/c").stat()
    for i in range(4):
        built({"a": b"%d" % i, "b/c": b"2"}, tmp_path / "site")
    after = (tmp_path / "site/b/c").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


@pytest.mark.parametrize("workers", [1, 2])
def test_the_second_site_is_laid_out_with_the_second_publication(tmp_path: Path, workers: int) -> None:
    site = {f"{i % 7}/{i}.html": b"%d" % i for i in range(300)}
    site |= {f"{KEPT}records/1": b"r"}
    built(site, tmp_path / "site")
    spare = Path(Folders(tmp_path / "site").spare)
    assert not spare.exists()
    new = {**site, "0/7.html": b"new"}
    del new["1/8.html"]
    assert built(new, tmp_path / "site", crew=Crew(workers)) == Summary(1, 298, 1)
    assert folder_files(tmp_path / "site") == shown(new)
    assert folder_files(spare) == shown(site)
    assert (spare / "1/1.html").samefile(tmp_path / "site/1/1.html")


def test_the_whole_site_changes_in_one_act(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the published folder differs until the two folders trade names."""
    old, new = {"a": b"1", "b/c": b"2", "d": b"3"}, {"a": b"4", "b": b"5", "e/f": b"6"}
    built(old, tmp_path / "site")
    seen = []

    def watched(one: str, other: str) -> None:
        seen.append((folder_files(Path(other)), folder_files(Path(one))))
        exchange(one, other)

    monkeypatch.setattr(room, "exchange", watched)
    built(new, tmp_path / "site")
    assert seen == [(old, new)]
    assert folder_files(tmp_path / "site") == new


def _refuse(*_: object) -> None:
    raise OSError(errno.EINVAL, "no such act")


def test_without_an_act_for_it_two_moves_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "exchange", _refuse)
    for version in ({"a": b"1", "b": b"2"}, {"a": b"2"}, {"a": b"3", "c": b"4"}):
        built(version, tmp_path / "site")
        assert folder_files(tmp_path / "site") == version


@pytest.mark.parametrize("error", [KeyboardInterrupt(), PermissionError(errno.EACCES, "held open")])
@pytest.mark.parametrize("move", [1, 2])
def test_a_build_that_ends_between_the_two_moves_puts_the_old_site_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, move: int
) -> None:
    old = {"a": b"1", "b": b"2"}
    built(old, tmp_path / "site")
    moves, rename = [], os.rename

    def ending(one: str, other: str) -> None:
        moves.append(one)
        if len(moves) == move:
            raise error
        rename(one, other)

    monkeypatch.setattr(room, "exchange", _refuse)
    monkeypatch.setattr(os, "rename", ending)
    with pytest.raises(type(error)):
        built({"a": b"3", "b": b"2"}, tmp_path / "site")
    assert folder_files(tmp_path / "site") == old
    built({"a": b"3", "b": b"2"}, tmp_path / "site")
    assert folder_files(tmp_path / "site") == {"a": b"3", "b": b"2"}


def test_a_site_that_cannot_come_back_is_not_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built({"a": b"1"}, tmp_path / "site")
    rename = os.rename

    def stuck(one: str, other: str) -> None:
        if str(other) == str(tmp_path / "site"):
            raise PermissionError(errno.EACCES, "held open", other)
        rename(one, other)

    monkeypatch.setattr(room, "exchange", _refuse)
    monkeypatch.setattr(os, "rename", stuck)
    for _ in range(2):
        with pytest.raises(PermissionError):
            built({"a": b"2"}, tmp_path / "site")
    monkeypatch.setattr(os, "rename", rename)
    with Folders(tmp_path / "site").held():
        assert folder_files(tmp_path / "site") == {"a": b"1"}


def test_an_empty_folder_in_the_place_of_the_site_gives_way(tmp_path: Path) -> None:
    built({"a": b"1"}, tmp_path / "site")
    (tmp_path / ".site.build/stage-1").mkdir()
    (tmp_path / "site").rename(tmp_path / ".site.build/stage-1/aside")
    (tmp_path / "site").mkdir()
    with Folders(tmp_path / "site").held():
        assert folder_files(tmp_path / "site") == {"a": b"1"}


def test_a_build_that_died_between_the_two_moves_is_made_good(tmp_path: Path) -> None:
    built({"a": b"1"}, tmp_path / "site")
    left = tmp_path / ".site.build/stage-1"
    left.mkdir()
    (tmp_path / "site").rename(left / "aside")
    with Folders(tmp_path / "site").held():
        assert folder_files(tmp_path / "site") == {"a": b"1"}
        assert not left.exists()


def test_a_folder_that_cannot_be_moved_is_changed_file_by_file(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "site").symlink_to(tmp_path / "elsewhere")
    for version in ({"a": b"1", "b/c": b"2"}, {"b": b"2", "d": b"3"}):
        built(version, tmp_path / "site")
        assert folder_files(tmp_path / "elsewhere") == version
        assert (tmp_path / "site").is_symlink()


def test_a_disk_without_second_names_is_changed_file_by_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", _refuse)
    for version in ({"a": b"1", "b": b"2"}, {"a": b"1"}, {"a": b"1", "c": b"4"}):
        built(version, tmp_path / "site")
        assert folder_files(tmp_path / "site") == version


@pytest.fixture
def far(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site's folder that nothing can be moved or linked to from outside, as on another disk or a mount."""
    target = tmp_path / "site"
    target.mkdir()

    def refusing(act: Callable[[str, str], None]) -> Callable[[str, str], None]:
        def guarded(source: str, place: str) -> None:
            if str(target) == str(place):
                raise OSError(errno.EBUSY, "mounted", source)
            if Path(source).is_relative_to(target) != Path(place).is_relative_to(target):
                raise OSError(errno.EXDEV, "another disk", source)
            act(source, place)

        return guarded

    for name in ("replace", "rename", "link"):
        monkeypatch.setattr(os, name, refusing(getattr(os, name)))
    return target


def test_a_folder_on_another_disk_is_changed_file_by_file(far: Path) -> None:
    for version in ({"a": b"1", "b/c": b"2"}, {"b": b"2", "d": b"3"}, {"b/e": b"4", "d": b"3"}, {"d": b"3"}):
        built(version, far)
        assert folder_files(far) == version
        assert sorted(path.name for path in far.iterdir()) == sorted({path.split("/")[0] for path in version})


def test_another_disk_that_gets_full_keeps_the_old_site(far: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = {"a": b"1", "b/c": b"2", "d": b"3"}
    built(old, far)
    copied = []

    def full(source: str, place: str) -> None:
        copied.append(place)
        if len(copied) > 1:
            raise OSError(errno.ENOSPC, "full", place)
        Path(place).write_bytes(Path(source).read_bytes())

    monkeypatch.setattr("pairing.publish.shutil.copyfile", full)
    with pytest.raises(OSError, match="full"):
        built({"a": b"4", "b/c": b"5"}, far)
    assert folder_files(far) == old
    assert len(copied) == 2


@pytest.mark.parametrize("refused", ["a", "d", "b/c"])
def test_a_site_of_which_a_part_is_changed_is_not_told_to_be_as_it_was(
    far: Path, monkeypatch: pytest.MonkeyPatch, refused: str
) -> None:
    built({"a": b"1", "b/c": b"2", "d": b"3"}, far)
    act = os.replace

    def failing(source: str, place: str) -> None:
        if str(place).endswith(f"/{refused}"):
            raise OSError(errno.EIO, "broken", place)
        act(source, place)

    new = {"a": b"4", "b/c": b"5", "d": b"6"}
    with monkeypatch.context() as broken:
        broken.setattr(os, "replace", failing)
        with pytest.raises(OSError, match="broken") as raised:
            built(new, far)
    changed = [path for path, content in folder_files(far).items() if content == new[path]]
    assert isinstance(raised.value, HalfwayError) == bool(changed)
    assert changed == sorted(path for path in new if path < refused)
    said = ended(raised.value, far)
    assert said.startswith(f"\n{refused}: 磁盘读写出错，请检查磁盘\n网站")
    assert ("只换了一部分" in said, "没有改动" in said) == (bool(changed), not changed)
    built(new, far)
    assert folder_files(far) == new


def test_what_a_killed_build_copied_goes_with_the_next(far: Path) -> None:
    built({"a": b"1"}, far)
    (far / ".new").mkdir()
    (far / ".new/b").write_bytes(b"half")
    built({"a": b"2"}, far)
    assert folder_files(far) == {"a": b"2"}


def test_nothing_outside_is_touched_through_a_link_in_the_way(tmp_path: Path) -> None:
    built({"a/x": b"1", "b": b"1"}, tmp_path / "site")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/x").write_bytes(b"mine")
    (tmp_path / "site/a/x").unlink()
    (tmp_path / "site/a").rmdir()
    (tmp_path / "site/a").symlink_to(tmp_path / "mine")
    built({"a/x": b"2", "b": b"2"}, tmp_path / "site")
    assert folder_files(tmp_path / "site") == {"a/x": b"2", "b": b"2"}
    assert (tmp_path / "mine/x").read_bytes() == b"mine"


def test_a_second_build_waits_and_gives_up_with_a_word(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folders = Folders(tmp_path / "site")
    with folders.held():
        with pytest.raises(Trouble, match="另一次生成仍未结束"), Folders(tmp_path / "site").held(patience=0.2):
            pass
        assert Path(folders.stage).is_dir()
    assert "等它结束" in capsys.readouterr().out
    assert not Path(folders.stage).exists()
