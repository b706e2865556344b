"""The disclosure gate: between derive and views, so that nothing that is not open becomes a view.

open 主动公开 passes whole; on-request 依申请公开 leaves a catalogue card; closed 不予公开 leaves
nothing, not even its id. An annex is never looser than what it hangs on (the check holds this).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from pairing.model import Document
from pairing.read import Dataset

# All that a card of a document on request may show.
CARD: Final = frozenset(
    {"title", "number", "kind", "issuers", "issuer_names", "written", "issued", "disclosure", "annexes", "annex_of"}
)
_REFERENCES: Final = frozenset({"document", "documents", "cites", "basis", "annex_of", "schedule_document"})


@dataclass(frozen=True)
class Public:
    """The register as the public sees it: whole documents and cards; closed ones are absent."""

    documents: Mapping[str, Document]
    closed: frozenset[str]

    def quotable(self, document: str | None) -> bool:
        """Whether printed words of a document may be shown: only where it is open, or none is named."""
        return document is None or (document in self.documents and self.documents[document].disclosure == "open")

    def visible(self, document: str | None) -> str | None:
        """The id, if the public may know that the document exists."""
        return document if document in self.documents else None

    def scrub(self, value: Any) -> Any:
        """JSON-like data without any reference to a closed document."""
        if not self.closed:
            return value
        if isinstance(value, dict):
            return {
                key: self._reference(item) if key in _REFERENCES else self.scrub(item) for key, item in value.items()
            }
        if isinstance(value, list):
            return [self.scrub(item) for item in value if not self._points_to_closed(item)]
        return value

    def _reference(self, item: Any) -> Any:
        if isinstance(item, str):
            return None if item in self.closed else item
        if isinstance(item, list):
            return [self.scrub(entry) for entry in item if not (isinstance(entry, str) and entry in self.closed)]
        return self.scrub(item)

    def _points_to_closed(self, item: Any) -> bool:
        return isinstance(item, dict) and set(item) <= {"number", "document"} and item.get("document") in self.closed


def disclose(data: Dataset) -> Public:
    """Apply the gate to the register."""
    closed = frozenset(key for key, document in data.documents.items() if document.disclosure == "closed")
    shown = {key: _public(document, closed) for key, document in data.documents.items() if key not in closed}
    return Public(shown, closed)


def _public(document: Document, closed: frozenset[str]) -> Document:
    kept = document.model_copy(
        update={
            "annexes": tuple(annex for annex in document.annexes if annex.document not in closed),
            "cites": tuple(cited for cited in document.cites if cited not in closed),
            "annex_of": None if document.annex_of in closed else document.annex_of,
        }
    )
    if document.disclosure == "open":
        return kept
    return Document(**{name: getattr(kept, name) for name in CARD})
