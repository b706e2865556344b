"""Addresses: where every page stands in the site, relative to its root.

Every address ends in index.html, so that the site also works opened from a folder.
"""


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
