"""What is kept between builds: used where nothing changed, never believed where it might be wrong."""

import os
import pickle
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import run_build
from golden import SITES
from pairing import keep
from pairing.digests import fingerprint
from pairing.entries import Work
from pairing.keep import Keep
from pairing.load import survey
from pairing.problems import DataError
from pairing.publish import folder_files
from pairing.source import File, _below
from pairing.workers import spread


class Made:
    """Counts what had to be made."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def __call__(self, file: File, _content: bytes | None) -> str:
        self.names.append(file.name)
        return Path(file).read_text(encoding="utf-8")


def files(folder: Path) -> dict[str, Path]:
    return {file.name: file for file in sorted(folder.iterdir())}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "files"
    found.mkdir()
    for name in ("a", "b", "c"):
        (found / name).write_text(f"{name}1", encoding="utf-8")
    return found


def build(folder: Path, memory: Keep | None = None) -> tuple[dict[str, str], list[str]]:
    """What a build gets, and what it had to make for it."""
    made = Made()
    kept = memory or Keep(folder.parent / "cache")
    return {name: held.value for name, held in kept.values("x", files(folder), made).items()}, made.names


@pytest.mark.parametrize("same_process", [True, False])
def test_only_what_changed_is_made_again(folder: Path, same_process: bool) -> None:
    memory = Keep(folder.parent / "cache") if same_process else None
    assert build(folder, memory) == ({"a": "a1", "b": "b1", "c": "c1"}, ["a", "b", "c"])
    assert build(folder, memory)[1] == []
    (folder / "b").write_text("b2", encoding="utf-8")
    (folder / "d").write_text("d1", encoding="utf-8")
    (folder / "c").unlink()
    assert build(folder, memory) == ({"a": "a1", "b": "b2", "d": "d1"}, ["b", "d"])
    assert build(folder, memory)[1] == []


@pytest.mark.parametrize("same_process", [True, False])
def test_what_lies_behind_a_change_is_found_in_the_new_shard(folder: Path, same_process: bool) -> None:
    """A longer value moves all others: they are read from where they lie now, and the shard stays."""
    memory = Keep(folder.parent / "cache") if same_process else None
    build(folder, memory)
    for length in (500, 3, 90):
        (folder / "a").write_text("a" * length, encoding="utf-8")
        assert build(folder, memory) == ({"a": "a" * length, "b": "b1", "c": "c1"}, ["a"])
    assert build(folder) == ({"a": "a" * 90, "b": "b1", "c": "c1"}, [])


def test_times_set_back_hide_nothing(folder: Path) -> None:
    build(folder)
    before = (folder / "a").stat()
    (folder / "a").write_text("a2", encoding="utf-8")
    os.utime(folder / "a", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert build(folder) == ({"a": "a2", "b": "b1", "c": "c1"}, ["a"])


def test_a_young_file_is_compared_by_its_bytes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a coarse clock a second change within the same tick leaves the stamp as it was."""
    build(folder)
    old = keep.Stamp.of((folder / "a").stat())
    monkeypatch.setattr(keep.Stamp, "of", lambda stat: old._replace(size=stat.st_size))
    (folder / "a").write_text("a2", encoding="utf-8")
    assert build(folder)[0]["a"] == "a2"


def damaged(shard: bytes, how: int) -> bytes:
    middle = len(shard) // 2
    return [
        b"",
        shard[:10],
        shard[:-1],
        shard[:middle] + bytes([shard[middle] ^ 1]) + shard[middle + 1 :],
        bytes(32) + shard[32:],
        shard + b"x",
    ][how]


@pytest.mark.parametrize("how", range(6))
def test_a_damaged_shard_is_made_anew(folder: Path, how: int) -> None:
    build(folder)
    (shard,) = (folder.parent / "cache").glob("*.kept")
    shard.write_bytes(damaged(shard.read_bytes(), how))
    assert build(folder) == ({"a": "a1", "b": "b1", "c": "c1"}, ["a", "b", "c"])
    assert build(folder)[1] == []


def test_a_damaged_value_is_made_anew(folder: Path) -> None:
    build(folder)
    (shard,) = (folder.parent / "cache").glob("*.kept")
    content = shard.read_bytes()
    assert content.endswith(b"c1\x94.")
    shard.write_bytes(content[:-4] + b"2" + content[-3:])
    assert build(folder) == ({"a": "a1", "b": "b1", "c": "c1"}, ["c"])
    assert not shard.exists(), "the rest of it is not believed any more"
    assert build(folder) == ({"a": "a1", "b": "b1", "c": "c1"}, ["a", "b", "c"])
    assert build(folder)[1] == []


def test_a_shard_may_be_written_anew_while_its_index_is_in_use(folder: Path) -> None:
    build(folder)
    held = Keep(folder.parent / "cache").values("x", files(folder), Made())
    (folder / "a").write_text("longer than before", encoding="utf-8")
    build(folder)
    assert held["c"].value == "c1"


def test_workers_that_share_an_open_shard_do_not_move_each_others_place(folder: Path) -> None:
    build(folder)
    held = Keep(folder.parent / "cache").values("x", files(folder), Made())
    assert held["a"].value == "a1"  # it is open from here on

    def look() -> list[str]:
        found = []
        for item in [*held.values()] * 200:
            item.forget()
            found.append(item.value)
        return found

    assert [*spread([look] * 8, 4)] == [["a1", "b1", "c1"] * 200] * 8


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_digest_is_of_the_bytes_however_they_are_given(text: str) -> None:
    assert fingerprint(text.encode()) == fingerprint(text)
    assert fingerprint(text.encode(), b"") != fingerprint(text.encode())


@given(st.lists(st.sampled_from(["", ".", "/", "//", "a", "甲", "b.md"]), max_size=5))
def test_the_path_below_a_root_is_what_pathlib_says(parts: list[str]) -> None:
    root = Path(*parts)
    assert _below(root / "a" / "b.md", root) == (root / "a" / "b.md").relative_to(root).as_posix()


def test_builds_that_begin_at_once_share_one_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def slowly(size: int) -> bytes:
        time.sleep(0.05)  # long enough for all others to look
        return os.urandom(size)

    monkeypatch.setattr("secrets.token_bytes", slowly)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    keys = [*spread([keep._key.__wrapped__] * 8, 8)]
    assert len(set(keys)) == 1
    assert keys[0] is not None
    assert [file.name for file in (tmp_path / "jiedui").iterdir()] == ["key"]


@pytest.mark.parametrize("what", ["_key", "reader"])
def test_a_foreign_shard_is_not_believed(folder: Path, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    build(folder)
    monkeypatch.setattr(keep, what, lambda: b"another")
    assert build(folder)[1] == ["a", "b", "c"]


def test_a_shard_under_another_name_is_not_believed(folder: Path) -> None:
    build(folder)
    (shard,) = (folder.parent / "cache").glob("*.kept")
    kept, made = Keep(folder.parent / "cache"), Made()
    kept.values("y", files(folder), made)
    other = next(file for file in (folder.parent / "cache").glob("*.kept") if file != shard)
    shutil.copy(other, shard)
    assert build(folder)[1] == ["a", "b", "c"]


def test_without_a_place_to_write_everything_still_works(folder: Path) -> None:
    (folder.parent / "cache").write_text("a file where the folder should be", encoding="utf-8")
    assert build(folder) == build(folder) == ({"a": "a1", "b": "b1", "c": "c1"}, ["a", "b", "c"])


def test_nothing_is_kept_of_a_file_that_gives_nothing(folder: Path) -> None:
    kept = Keep(folder.parent / "cache")
    asked: list[str] = []

    def make(file: File, _content: bytes | None) -> str | None:
        asked.append(file.name)
        return None if file.name == "b" else "x"

    found = kept.values("x", files(folder), make)
    assert {name: (held.value, held.nothing) for name, held in found.items()} == {
        "a": ("x", False),
        "b": (None, True),
        "c": ("x", False),
    }
    kept.values("x", files(folder), make)
    assert asked == ["a", "b", "c", "b"]


_CHANGES: dict[str, Callable[[str], str]] = {
    "column": lambda text: text.replace("column: dongtai", "column: dongtia"),
    "body": lambda text: text + "\n补一句。{{helperr}}\n",
    "yaml": lambda text: text.replace("title:", "title: ["),
    "keyword": lambda text: text.replace("keywords: [", 'keywords: ["{{helper}}", '),
    "nothing": lambda text: text,
}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(sorted(_CHANGES)), st.integers(0, 10**6)), max_size=3))
def test_messages_and_data_are_those_of_a_fresh_reading(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[str, int]]
) -> None:
    root = tmp_path_factory.mktemp("kept") / "small"
    shutil.copytree(SITES / "small", root, ignore=shutil.ignore_patterns("expected"))
    entries = sorted((root / "content/entries").rglob("*.md"))
    os.environ["JIEDUI_CACHE"] = "yes"
    try:
        survey(root)
        for change, at in changes:
            file = entries[at % len(entries)]
            file.write_text(_CHANGES[change](file.read_text(encoding="utf-8")), encoding="utf-8")
            keep._keep.cache_clear() if at % 2 else None
            kept, told = survey(root)
            os.environ["JIEDUI_CACHE"] = "none"
            fresh, said = survey(root)
            os.environ["JIEDUI_CACHE"] = "yes"
            assert DataError(told).report() == DataError(said).report()
            assert kept.entries == fresh.entries
            assert [kept.references(at) for at in kept.entries] == [fresh.references(at) for at in fresh.entries]
            assert kept.prints == fresh.prints
            assert kept.heads == fresh.heads
            assert [item.data for item in kept.records.values()] == [item.data for item in fresh.records.values()]
            bodies = ([data.record("entry", *at) for at in data.entries] for data in (kept, fresh))
            assert next(bodies) == next(bodies)
    finally:
        os.environ["JIEDUI_CACHE"] = "none"


def test_entries_and_their_work_are_kept_whole() -> None:
    data, _ = survey(SITES / "demo")
    assert data.held
    for held in data.held.values():
        read, work = held.value, Work.of(held.value.entry)
        again = pickle.loads(pickle.dumps(read))
        assert again == read
        assert again.record.data == read.record.data
        assert Work.unpack(work.pack()) == work


def test_a_site_built_from_what_was_kept_is_the_same(small: Path) -> None:
    for name in ("first", "second"):
        assert run_build(small / "mkdocs.yml", small / name, JIEDUI_CACHE="").returncode == 0
    assert list((small / ".cache/jiedui").glob("*.kept"))
    assert run_build(small / "mkdocs.yml", small / "fresh").returncode == 0
    assert folder_files(small / "first") == folder_files(small / "second") == folder_files(small / "fresh")


def test_one_worker_or_many_give_the_same_bytes(small: Path) -> None:
    built = []
    for workers in ("1", "2", "5"):
        done = run_build(small / "mkdocs.yml", small / f"site{workers}", JIEDUI_WORKERS=workers)
        assert done.returncode == 0, done.stderr
        built.append(folder_files(small / f"site{workers}"))
    assert built[0] == built[1] == built[2]
    assert not list(small.glob(".site*.build/stage-*"))
