"""The files that entries refer to: which ones, what readers are told of them, and their bytes.

A file lies beside its entry in content/entries and is published beside the entry's page, so that the
relative link in the text stays as it is. Pictures are published as pictures.py makes them.
"""

from posixpath import dirname

from pairing import addresses
from pairing.entries import Place, named_files
from pairing.media import Asset, kind_of, size_text
from pairing.pictures import Picture, picture, picture_bytes
from pairing.read import Dataset


def source(place: Place, name: str) -> str:
    """Where a file of an entry lies, below the root of the repository."""
    return f"content/entries/{place[0]}/{place[1]}/{name}"


def address(place: Place, name: str) -> str:
    """Where a file of an entry is published, below the site."""
    return f"{dirname(addresses.entry(*place))}/{name}"


def named(data: Dataset, place: Place) -> tuple[str, ...]:
    """The names of all files that an entry refers to, as written, each once."""
    return named_files(data.entries[place], data.references(place))


def assets(data: Dataset, place: Place) -> dict[str, Asset]:
    """``name -> file`` for every file that an entry refers to and that exists."""
    found = {}
    for name in named(data, place):
        path, kind = source(place, name), kind_of(name)
        if kind is None or path not in data.files:
            continue
        shown = kind.group == "picture"
        made = picture(data.root, path) if shown else Picture(0, 0, data.files[path])
        size, where = size_text(made.size), address(place, name)
        found[name] = Asset(name, kind.label, kind.mime, made.size, size, where, shown, made.width, made.height)
    return found


def media_files(data: Dataset) -> dict[str, bytes]:
    """``path below the site -> bytes`` of every file that an entry of the dataset refers to."""
    found = {}
    folders = {dirname(path) for path in data.files}
    for place in data.entries:
        if dirname(source(place, "")) not in folders:
            continue
        for name in named(data, place):
            path = source(place, name)
            kind = kind_of(name)
            if kind and path in data.files:
                shown = kind.group == "picture"
                content = picture_bytes(data.root, path) if shown else (data.root / path).read_bytes()
                found[address(place, name)] = content
    return found
