"""What another core begins while this one checks: the same as if this one did it, and nothing where data is refused."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from golden import DAY
from pairing import keep
from pairing import portal as rooms
from pairing.ahead import Begun, begin
from pairing.beside import Folders
from pairing.portal import Opened, open_site
from pairing.press import SITE
from pairing.problems import DataError
from pairing.views import Portal
from pairing.workers import Crew

TWO = Crew(2)
ENVIRON = {"JIEDUI_AS_OF": DAY.isoformat()}


def opened(folder: Path, crew: Crew = TWO) -> Opened:
    return open_site(folder, ENVIRON, folder / "site", "", b"", preview=False, internal=False, crew=crew)


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[Begun]:
    """All that was begun."""
    found: list[Begun] = []

    def watched(root: Path, target: Path, portal: Callable[[], Portal], crew: Crew) -> Begun:
        found.append(begin(root, target, portal, crew))
        return found[-1]

    monkeypatch.setattr(rooms, "begin", watched)
    return found


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Builds keep what they find, so that a first one is told from others."""
    monkeypatch.setenv("JIEDUI_CACHE", "yes")
    yield
    keep._keep.cache_clear()


@pytest.mark.usefixtures("kept")
def test_another_core_finds_what_this_one_would(small: Path, begun: list[Begun]) -> None:
    with (small / "content/entries/jia-yi/2020/2020-02-20-experts.md").open("a", encoding="utf-8") as entry:
        entry.write("\n大家都都来了。\n")
    other, own = opened(small), opened(small, Crew(1))
    assert [bool(each.work._child) for each in begun] == [True, False]
    assert other.begun is begun[0]
    ledger, health = other.begun.judged()
    assert "ledger" not in vars(other.portal)
    assert (ledger.settled, ledger.totals, health) == (
        own.portal.ledger.settled,
        own.portal.ledger.totals,
        own.portal.health,
    )
    assert [*map(str, other.begun.proofs())] == [*map(str, own.begun.proofs())] != []
    other.begun.close()


def test_another_core_looks_through_the_site_that_is_there(small: Path) -> None:
    folders = Folders(small / "site")
    with closing(opened(small).begun) as begun:
        assert not begun.looked
    folders.target.mkdir()
    (folders.target / "old.html").write_bytes(b"old")
    with folders.held():
        pass
    with closing(opened(small).begun) as begun:
        looked = begun.looked[SITE]()
    assert [*looked.others] == ["old.html"]
    assert looked.turn == folders.turn() != b""
    assert not opened(small, Crew(1)).begun.looked


def test_whoever_works_alone_opens_one_portal(small: Path) -> None:
    own = opened(small, Crew(1))
    assert own.begun.portal() is own.portal
    assert own.begun.judged()[0] is own.portal.ledger


def test_nobody_goes_on_with_data_that_is_refused(small: Path, begun: list[Begun]) -> None:
    plan = next(small.glob("data/programmes/*/programme.yml"))
    text = plan.read_text(encoding="utf-8")
    assert "{school: jia, role" in text
    plan.write_text(text.replace("{school: jia, role", "{school: nobody, role"), encoding="utf-8")
    with pytest.raises(DataError, match="nobody"):
        opened(small)
    assert [each.work._child for each in begun] == [0]
