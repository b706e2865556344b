"""Macros of hand-written pages as HTML, kept between builds: what they say sums up the whole data."""

from functools import cached_property

from pairing.keep import Keep
from pairing.render import render_macro
from pairing.views import Portal
from pairing.views.site import SiteView, site_view

_NAME = "macros"


class Macros:
    """The macros of one build; `keep` what was rendered when all pages are done."""

    def __init__(self, portal: Portal, keep: Keep) -> None:
        self.portal, self._keep = portal, keep
        key, before = keep.recall(_NAME) or (b"", {})
        self._before: dict[tuple[str, ...], str] = before if key == portal.keys.whole else {}
        self._after: dict[tuple[str, ...], str] = {}

    @cached_property
    def _site(self) -> SiteView:
        return site_view(self.portal)

    def html(self, root: str, name: str, arguments: tuple[str, ...]) -> str:
        """The HTML of one macro for a page whose way to the root is ``root``."""
        asked = (root, name, *arguments)
        found = self._before.get(asked)
        self._after[asked] = found = render_macro(self._site, root, name, arguments) if found is None else found
        return found

    def remember(self) -> None:
        """Keep what was rendered, once the site is published."""
        if self._after != self._before:
            self._keep.remember(_NAME, (self.portal.keys.whole, self._after))
