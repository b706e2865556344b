"""What was seen of a site before it was held: believed only where nobody else has held it since."""

import shutil
from functools import partial
from pathlib import Path

import pytest

from pairing import beside, press
from pairing.beside import Folders, stamps
from pairing.keep import Keep
from pairing.press import SITE, SPARE, Looks, Press, Step, look
from pairing.publish import publish

OLD = {"a/index.html": b"1", "b/index.html": b"2", ".kept/search/x": b"3", "c": b"4"}
NEW = {"a/index.html": b"1", "b/index.html": b"new", ".kept/search/x": b"3", "d": b"5"}


class Site:
    """A site with what is kept of its builds, and what was seen of it."""

    def __init__(self, folder: Path) -> None:
        self.keep, self.folders = Keep(folder / "cache"), Folders(folder / "site")

    def build(self, files: dict[str, bytes], beside_steps: dict[str, bytes], looked: Looks | None = None) -> None:
        """Publish the files of steps, and files that MkDocs made."""
        steps = [Step(item[0], item[1], partial(list, [item])) for item in files.items()]
        with Press(self.folders.target, self.keep, looked=looked) as made:
            publish({**made.run(steps), **beside_steps}, made.published, made.folders, spare=made.spare)
            made.remember({})

    def look(self) -> Looks:
        """Look through both sites now."""
        told = {part: look(self.folders, self.keep, self.folders.turn(), part) for part in (SITE, SPARE)}
        return {part: partial(told.__getitem__, part) for part in told}

    def opened(self, looked: Looks) -> tuple[bool, bool]:
        """Whether what was seen is believed; it has to be right then."""
        with Press(self.folders.target, self.keep, looked=looked) as held:
            assert held.published == self.folders.stamps()
            assert held.spare() == stamps(self.folders.spare)
            return bool(held._seen(SITE)), bool(held._seen(SPARE))


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path)
    site.build(OLD, {"theme.css": b"t"})
    site.build(NEW, {"theme.css": b"t"})
    return site


def test_what_was_seen_is_believed_and_is_small(site: Site) -> None:
    looked = site.look()
    assert [*looked[SITE]().others] == ["theme.css"]  # which no step made
    assert (looked[SITE]().gone, looked[SPARE]().gone) == ([], ["d"])
    assert {*looked[SPARE]().others} == {"theme.css", "b/index.html", "c"}
    assert site.opened(looked) == (True, True)


def test_what_people_changed_is_seen(site: Site) -> None:
    target = site.folders.target
    (target / "a/index.html").write_bytes(b"other")
    (target / "b/index.html").unlink()
    (target / "strange").write_bytes(b"?")
    looked = site.look()
    assert {*looked[SITE]().others} == {"theme.css", "a/index.html", "strange"}
    assert looked[SITE]().gone == ["b/index.html"]
    site.build(NEW, {"theme.css": b"t"}, looked)
    assert sorted(stamps(str(target))) == ["a/index.html", "b/index.html", "d", "theme.css"]
    assert (target / "a/index.html").read_bytes() == b"1"


def test_what_was_seen_before_another_build_is_not_believed(site: Site) -> None:
    looked = site.look()
    site.build(OLD, {"theme.css": b"t"})
    assert site.opened(looked) == (False, False)


def test_what_is_seen_while_another_build_is_at_it_is_not_believed(site: Site) -> None:
    with Press(site.folders.target, site.keep):
        looked = site.look()
    assert looked[SITE]().turn == b""
    assert site.opened(looked) == (False, False)


def test_what_a_killed_build_left_is_looked_at_again(site: Site) -> None:
    (Path(site.folders.beside) / "stage-0").mkdir()
    looked = site.look()
    assert site.opened(looked) == (False, False)
    assert site.opened(site.look()) == (True, True)


def test_nothing_is_believed_where_it_is_not_known_what_was_left(site: Site) -> None:
    looked = site.look()
    assert site.keep.folder
    shutil.rmtree(site.keep.folder)
    assert site.opened(looked) == (False, False)


def test_what_is_believed_is_not_looked_at_again(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = site.look()

    def again(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(beside, "stamps", again)
    monkeypatch.setattr(press, "stamps", again)
    site.build(OLD, {"theme.css": b"t"}, looked)
    assert (site.folders.target / "c").read_bytes() == b"4"
