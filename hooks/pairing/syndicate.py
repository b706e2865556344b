"""Feeds: Atom (RFC 4287) and JSON Feed 1.1 of the newest entries, per portal, column, programme and school.

Ids are tag URIs of the entries' permanent places. Links are relative to the feed where the site's
own address is not known.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final
from urllib.parse import quote
from xml.etree import ElementTree as ET

from pydantic_core import to_json

from pairing import addresses
from pairing.entries import Place
from pairing.shelf import assets
from pairing.views.base import Portal
from pairing.views.news import columns

MOST: Final = 20
_ATOM: Final = "http://www.w3.org/2005/Atom"
_AUTHORITY: Final = "tag:jiedui,2026"


def feed_files(portal: Portal) -> dict[str, bytes]:
    """``path -> bytes`` of every feed, as .xml and .json."""
    files = {}
    for path, title, places in _feeds(portal):
        root, newest = portal.address or addresses.root(f"{path}.xml"), tuple(islice(places, MOST))
        files[f"{path}.xml"] = _atom(portal, path, title, newest, root)
        files[f"{path}.json"] = _json(portal, path, title, newest, root)
    return files


def _feeds(portal: Portal) -> Iterator[tuple[str, str, Iterable[Place]]]:
    data, figures, places = portal.data, portal.figures, portal.newest
    name, by_column, by_programme = data.site.title if data.site else "", _by_column(portal), _by_programme(places)
    yield "feeds/all", name, places
    for column in columns(portal):
        yield f"feeds/columns/{column.id}", f"{name} · {column.title}", by_column[column.id]
    for key, programme in data.programmes.items():
        yield f"feeds/programmes/{key}", f"{name} · {programme.short}", by_programme[key]
    for key, school in data.schools.items():
        programmes = {*figures.gives.get(key, ()), *figures.receives.get(key, ())}
        if programmes:
            mine = (place for place in places if place[0] in programmes)
            yield f"feeds/schools/{key}", f"{name} · {school.short}", mine


def _by_column(portal: Portal) -> Mapping[str, list[Place]]:
    found, heads = defaultdict[str, list[Place]](list), portal.data.heads
    for place in portal.newest:
        found[heads[place].column].append(place)
    return found


def _by_programme(places: Iterable[Place]) -> Mapping[str, list[Place]]:
    found = defaultdict[str, list[Place]](list)
    for place in places:
        found[place[0]].append(place)
    return found


def _atom(portal: Portal, path: str, title: str, places: Sequence[Place], root: str) -> bytes:
    ET.register_namespace("", _ATOM)
    feed = ET.Element(f"{{{_ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "zh-CN"})
    _add(feed, "id", f"{_AUTHORITY}:{path}")
    _add(feed, "title", title)
    _add(feed, "updated", _updated(portal, places))
    _add(feed, "link", "", rel="self", href=f"{root}{path}.xml", type="application/atom+xml")
    _add(feed, "link", "", rel="alternate", href=f"{root}index.html", type="text/html")
    author = ET.SubElement(feed, f"{{{_ATOM}}}author")
    _add(author, "name", portal.data.site.office.name if portal.data.site else title)
    for place in places:
        found = portal.data.entries[place]
        item = ET.SubElement(feed, f"{{{_ATOM}}}entry")
        _add(item, "id", _id(place))
        _add(item, "title", found.title)
        _add(item, "published", f"{found.published.code}T00:00:00+08:00")
        _add(item, "updated", f"{found.changed.code}T00:00:00+08:00")
        _add(item, "link", "", rel="alternate", href=f"{root}{addresses.entry(*place)}", type="text/html")
        for title, kept in _files(portal, place, root):
            link = {"href": kept["url"], "type": kept["mime_type"], "length": str(kept["size_in_bytes"])}
            _add(item, "link", "", rel="enclosure", title=title, **link)
        if found.summary:
            _add(item, "summary", found.summary)
        for word in found.keywords:
            _add(item, "category", "", term=word)
    ET.indent(feed)
    body: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return body + b"\n"


def _files(portal: Portal, place: Place, root: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """(title, address with type and size) of an entry's cover, then of its attachments."""
    found = portal.data.entries[place]
    named = [(found.cover.alt, found.cover.file)] if found.cover else []
    named += [(item.title, item.file) for item in found.attachments]
    files = assets(portal.data, place) if named else {}
    for title, name in named:
        asset = files[name]
        url = f"{root}{quote(asset.path)}"
        yield title, {"url": url, "mime_type": asset.mime, "size_in_bytes": asset.bytes}


def _add(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    element = ET.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    if text:
        element.text = text


def _updated(portal: Portal, places: Sequence[Place]) -> str:
    """The day of the latest change, not of the feed's making."""
    changed = (portal.data.heads[place].changed.code for place in places)
    day = max(changed, default=portal.as_of.isoformat())
    return f"{day}T00:00:00+08:00"


def _id(place: Place) -> str:
    return f"{_AUTHORITY}:entries/{'/'.join(place)}"


def _json(portal: Portal, path: str, title: str, places: Sequence[Place], root: str) -> bytes:
    items: list[dict[str, Any]] = []
    for place in places:
        found = portal.data.entries[place]
        files = list(_files(portal, place, root))
        more: dict[str, Any] = {"image": files.pop(0)[1]["url"]} if found.cover else {}
        more |= {"attachments": [{**kept, "title": name} for name, kept in files]} if files else {}
        items.append(
            {
                "id": _id(place),
                "url": f"{root}{addresses.entry(*place)}",
                "title": found.title,
                "summary": found.summary or "",
                "content_text": found.summary or found.title,
                "date_published": f"{found.published.code}T00:00:00+08:00",
                **({"date_modified": f"{found.updated.code}T00:00:00+08:00"} if found.updated else {}),
                "tags": list(found.keywords),
                **more,
            }
        )
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "language": "zh-CN",
        "home_page_url": f"{root}index.html",
        "feed_url": f"{root}{path}.json",
        "items": items,
    }
    return to_json(feed, indent=1) + b"\n"
