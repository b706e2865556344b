"""Publishing: exactly the given files, untouched where nothing differs."""

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pairing.publish import Summary, folder_files, publish

names = st.sampled_from(["a", "b", "a/x", "a/y", "b/x/z", "c/index.html", "名/页.html"])
sites = st.dictionaries(names, st.binary(max_size=3), max_size=6).filter(
    lambda site: not any(other.startswith(f"{path}/") for path in site for other in site)
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(sites, min_size=1, max_size=4))
def test_the_folder_becomes_exactly_the_site(tmp_path: Path, versions: list[dict[str, bytes]]) -> None:
    before: dict[str, bytes] = folder_files(tmp_path / "site")
    for version in versions:
        summary = publish(version, before, tmp_path / "site")
        assert folder_files(tmp_path / "site") == version
        assert summary.unchanged == sum(before.get(path) == content for path, content in version.items())
        assert summary.files == len(version)
        folders = [folder for folder in (tmp_path / "site").rglob("*") if folder.is_dir()]
        assert all(any(folder.iterdir()) for folder in folders)
        before = version


def test_summary(tmp_path: Path) -> None:
    assert publish({"a": b"1", "b": b"2"}, (), tmp_path) == Summary(2, 0, 0)
    assert publish({"a": b"1", "c": b"2"}, ("a", "b"), tmp_path) == Summary(1, 1, 1)
