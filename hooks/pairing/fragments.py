"""Fragments: blocks that a campus CMS (博达 VSB, 苏迪 WebPlus) can paste or include, with their JSON.

The HTML holds nothing but ASCII: Chinese stands as character references, so that a fragment shows
right in a page of any encoding. Its links lead to the site's own address where that is known, and
are relative to the fragment's file where it is not.
"""

from typing import Any

from pydantic_core import to_json

from pairing import addresses
from pairing.render import render_fragment
from pairing.views.base import Portal
from pairing.views.fragments import Fragment, FragmentsPage, fragments, fragments_page


def fragment_files(portal: Portal) -> tuple[dict[str, bytes], FragmentsPage]:
    """``path -> bytes`` of every fragment, and the page that shows them."""
    found = tuple((item, _html(portal, item)) for item in fragments(portal))
    files = {item.path: html.encode("ascii", "xmlcharrefreplace") for item, html in found}
    files |= {item.json_path: _json(portal, item) for item, _ in found}
    return files, fragments_page(portal, found)


def _base(portal: Portal, item: Fragment) -> str:
    return portal.address or addresses.root(item.path)


def _html(portal: Portal, item: Fragment) -> str:
    return render_fragment(item, _base(portal, item))


def _json(portal: Portal, item: Fragment) -> bytes:
    base = _base(portal, item)
    items: list[dict[str, Any]] = [
        {
            "title": row.title,
            "url": f"{base}{row.path}",
            "published": row.published,
            "column": row.column.text,
            "summary": row.summary,
        }
        for row in item.rows
    ]
    value: dict[str, Any] = {"title": item.title, "url": f"{base}{item.more}", "items": items}
    if item.kind == "programmes":
        value["duties"] = {code: count for code, _, count in item.tally}
    value["as_of"] = portal.as_of.isoformat()
    return to_json(value, indent=1) + b"\n"
