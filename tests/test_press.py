"""Steps: run where something has changed, in one process or many; several runs lay into one stage."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from pairing import publish as room
from pairing.beside import Folders
from pairing.keep import Keep
from pairing.press import Contents, Press, Step
from pairing.problems import DataError, Problem, Where
from pairing.publish import folder_files, publish
from pairing.workers import Crew


class Site:
    """Builds steps into a folder, and counts which of them were run (in this process only)."""

    def __init__(self, folder: Path) -> None:
        self.keep, self.target, self.ran = Keep(folder / "cache"), folder / "site", list[str]()

    def step(self, name: str, key: str, files: Mapping[str, bytes], *inner: Step) -> Step:
        """A step that gives files and smaller steps."""

        def make() -> Iterator[tuple[str, bytes] | Step]:
            self.ran.append(name)
            yield from inner
            yield from files.items()

        return Step(name, key.encode(), make)

    def build(self, *runs: list[Step], workers: int = 1, preview: bool = False) -> dict[str, bytes]:
        """Run steps, publish, and give back what the site holds."""
        self.ran.clear()
        with Press(self.target, self.keep, Crew(workers), preview=preview) as press:
            files = {path: content for steps in runs for path, content in press.run(steps).items()}
            held = dict(Contents(files))
            publish(files, press.published, press.folders, in_place=preview)
            press.remember({})
        assert held == folder_files(self.target)
        assert not list(self.target.parent.glob(".site.build/stage*"))
        return held


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def test_a_step_with_the_same_key_is_not_run(site: Site) -> None:
    for key, content, ran in (("1", b"a", ["x"]), ("1", b"ignored", []), ("2", b"b", ["x"]), ("1", b"a", ["x"])):
        held = site.build([site.step("x", key, {"p": content})])
        assert site.ran == ran
        assert held == {"p": {"1": b"a", "2": b"b"}[key]}


def test_a_file_that_was_touched_is_made_again(site: Site) -> None:
    steps = [site.step("x", "1", {"p": b"a", "q": b"b"}), site.step("y", "1", {"r": b"c"})]
    site.build(steps)
    (site.target / "q").write_bytes(b"?")
    assert site.build(steps) == {"p": b"a", "q": b"b", "r": b"c"}
    assert site.ran == ["x"]
    (site.target / "r").unlink()
    assert site.build(steps) == {"p": b"a", "q": b"b", "r": b"c"}
    assert site.ran == ["y"]


def test_of_a_step_in_pieces_only_what_changed_is_run(site: Site) -> None:
    def steps(key: str, piece: str) -> list[Step]:
        pieces = (site.step("x/a", "1", {"a": b"a"}), site.step("x/b", piece, {"b": piece.encode()}))
        return [site.step("x", key, {"own": b"o"}, *pieces)]

    assert site.build(steps("1", "1")) == {"own": b"o", "a": b"a", "b": b"1"}
    site.build(steps("1", "1"))
    assert site.ran == []
    assert site.build(steps("2", "2")) == {"own": b"o", "a": b"a", "b": b"2"}
    assert site.ran == ["x", "x/b"]
    (site.target / "a").unlink()
    assert site.build(steps("2", "2")) == {"own": b"o", "a": b"a", "b": b"2"}
    assert site.ran == ["x", "x/a"]


def test_what_no_step_makes_any_more_is_gone(site: Site) -> None:
    one, two = site.step("x", "1", {"p/q": b"a"}), site.step("y", "1", {"r": b"b"})
    site.build([one, two])
    assert site.build([two]) == {"r": b"b"}
    assert not (site.target / "p").exists()
    assert site.build([one, two]) == {"p/q": b"a", "r": b"b"}
    assert site.ran == ["x"]


@pytest.mark.parametrize("workers", [1, 2, 7])
def test_several_runs_do_not_take_each_others_files(site: Site, workers: int) -> None:
    runs = [[site.step(f"{run}{i}", "1", {f"{run}/{i}": f"{run}{i}".encode()}) for i in range(20)] for run in "ab"]
    held = site.build(*runs, workers=workers)
    assert held == {f"{run}/{i}": f"{run}{i}".encode() for run in "ab" for i in range(20)}
    site.build(*runs, workers=workers)
    assert site.ran == []


@pytest.mark.parametrize("workers", [1, 3])
def test_what_a_step_raises_is_raised_and_nothing_is_published(site: Site, workers: int) -> None:
    site.build([site.step("x", "1", {"p": b"a"})])

    def fail() -> Iterator[tuple[str, bytes]]:
        yield "p", b"half"
        raise ValueError("缺页")

    with pytest.raises(ValueError, match="缺页"):
        site.build(
            [*(site.step(f"{i}", "1", {f"{i}": b"b"}) for i in range(12)), Step("x", b"2", fail)], workers=workers
        )
    assert folder_files(site.target) == {"p": b"a"}
    assert not list(site.target.parent.glob(".site.build/stage*"))


def test_a_preview_knows_its_folder_without_a_look(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def steps(key: str, *names: str) -> list[Step]:
        return [site.step("x", key, {name: key.encode() for name in names}), site.step("y", "1", {"r": b"c"})]

    def wrong() -> Iterator[tuple[str, bytes]]:
        raise DataError([Problem(Where("a"), "有误")])
        yield

    site.build(steps("1", "p", "q"), preview=True)
    monkeypatch.setattr(Folders, "stamps", None)
    assert site.build(steps("2", "p", "s/t"), preview=True) == {"p": b"2", "s/t": b"2", "r": b"c"}
    assert site.ran == ["x"]
    with pytest.raises(DataError):
        site.build([*steps("2", "p", "s/t"), Step("z", b"", wrong)], preview=True)
    assert site.build(steps("2", "p", "s/t"), preview=True) == {"p": b"2", "s/t": b"2", "r": b"c"}
    assert site.ran == [], "a fault makes nothing forgotten"
    assert not site.keep.recall(f"steps {site.target.resolve()}"), "a folder that goes leaves nothing"
    monkeypatch.undo()
    monkeypatch.setattr(room, "_changes", _refuse)
    with pytest.raises(OSError, match="no space"):
        site.build(steps("3", "p"), preview=True)
    monkeypatch.undo()
    (site.target / "r").unlink()
    assert site.build(steps("3", "p"), preview=True) == {"p": b"3", "r": b"c"}, "looked through again"


def _refuse(*_: object) -> None:
    raise OSError("no space")


@pytest.mark.parametrize("workers", [1, 2])
def test_the_problems_of_all_steps_are_told_together(site: Site, workers: int) -> None:
    def wrong(name: str) -> Iterator[tuple[str, bytes]]:
        yield f"{name}.html", b"new"
        raise DataError([Problem(Where(f"content/{name}.md", 3, 1), f"{name}有误"), Problem(Where("同一处"), "同一句")])

    def torn() -> Iterator[tuple[str, bytes]]:
        raise ValueError("a bug")
        yield

    sound = [site.step(name, name, {name: b"new"}) for name in "efg"]
    steps = [Step("甲", b"", lambda: wrong("甲")), *sound, Step("乙", b"", lambda: wrong("乙"))]
    with pytest.raises(DataError) as caught:
        site.build(steps, workers=workers)
    assert str(caught.value).splitlines() == [
        "content/乙.md:3:1: 乙有误",
        "content/甲.md:3:1: 甲有误",
        "同一处:1:1: 同一句",
        "共 3 个问题。",
    ]
    assert not site.target.exists()
    with pytest.raises(ValueError, match="a bug"):
        site.build([*steps, Step("bug", b"", torn)], workers=workers)


def test_work_after_the_pieces_knows_their_paths(site: Site) -> None:
    piece = site.step("x/a", "1", {"a": b"a", "b": b"b"})
    step = site.step("x", "1", {"c": b"c"}, piece)._replace(after=lambda paths: [("map", ",".join(paths).encode())])
    assert site.build([step])["map"] == b"a,b,c"
    assert site.build([step._replace(key=b"2")])["map"] == b"a,b,c"
    assert site.ran == ["x"]
