"""Addresses: where every page stands in the site, relative to its root.

Every address ends in index.html, so that the site also works opened from a folder.
"""

from posixpath import dirname, join, normpath
from typing import Final
from urllib.parse import SplitResult, unquote

# A folder of this name in a path says: kept for the next build beside the site, never published.
KEPT: Final = ".kept/"
_DIGITS: Final = {word: str(i) for i, word in enumerate("〇一二三四五六七八九")}


def school(key: str) -> str:
    return f"schools/{key}/index.html"


def unit(school_key: str, key: str) -> str:
    return f"schools/{school_key}/units/{key}/index.html"


def programme(key: str) -> str:
    return f"programmes/{key}/index.html"


def plan(programme_key: str, key: str) -> str:
    return f"programmes/{programme_key}/plans/{key}/index.html"


def task(programme_key: str, plan_key: str, key: str) -> str:
    return f"programmes/{programme_key}/plans/{plan_key}/{key}/index.html"


def schedule(programme_key: str, plan_key: str) -> str:
    return f"programmes/{programme_key}/plans/{plan_key}/schedule/index.html"


def report(programme_key: str, key: str) -> str:
    return f"programmes/{programme_key}/reports/{key}/index.html"


def document(key: str) -> str:
    return f"documents/{key}/index.html"


def alliance(key: str) -> str:
    return f"alliances/{key}/index.html"


def root(path: str) -> str:
    """The way from a page back to the root: "" or "../../"."""
    return "../" * path.count("/")


def aim(page: str, link: SplitResult) -> tuple[str, str]:
    """The file and the anchor that a link of a page to its own site leads to."""
    path = normpath(join(dirname(page), unquote(link.path))) if link.path else page
    folder = link.path.endswith("/") or link.path in (".", "..")
    return normpath(join(path, "index.html")) if folder else path, unquote(link.fragment)


def entry(programme_key: str, year: str, name: str) -> str:
    return f"entries/{programme_key}/{year}/{name}/index.html"


def former(path: str) -> str:
    """The file of an old address."""
    return f"{path}index.html" if path.endswith("/") else path


def ledger(programme_key: str) -> str:
    return f"programmes/{programme_key}/ledger/index.html"


def programme_news(programme_key: str) -> str:
    return f"programmes/{programme_key}/news/index.html"


def clause(programme_key: str, plan_key: str, slug: str) -> str:
    return f"programmes/{programme_key}/plans/{plan_key}/clauses/{slug}/index.html"


def clause_slug(clause: str) -> str:
    """A printed clause address as part of a web address: 三（一）10 → 3-1-10, 十二 → 12."""
    slug, number = [], ""
    for letter in f"{clause} ":
        if letter == "十":
            number = number + "0" if number else "10"
        elif letter in _DIGITS:
            number = number[:-1] + _DIGITS[letter] if number.endswith("0") else number + _DIGITS[letter]
        elif letter.isdecimal():
            number += letter
        elif number:
            slug.append(number)
            number = ""
    return "-".join(slug)


def column(key: str) -> str:
    return f"columns/{key}/index.html"


def campus(school_key: str) -> str:
    return f"campus/{school_key}/index.html"


def school_column(school_key: str, key: str) -> str:
    return f"schools/{school_key}/{key}/index.html"


def health() -> str:
    return "health/index.html"


def internal() -> str:
    return "internal/index.html"


def tag(word: str) -> str:
    return f"tags/{word}/index.html"
