"""A school's own part of everything: its programmes and alliances, with what these name, said in its own voice.

What only the named refer to (who issued a document, what it cites, where a school's data are from) is no part of
it: pages name it without a link.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final, NamedTuple

from pydantic import BaseModel

from pairing.check.references import REFERENCES
from pairing.entries import Entries
from pairing.model import Document, Programme, Site
from pairing.model.register import SiteOffice
from pairing.names import parties
from pairing.read import Dataset
from pairing.voice import Voice, spoken
from pairing.walk import rows

_FIELDS: Final[dict[type[BaseModel], list[tuple[str, str]]]] = {}
for _model, _name, _kind in REFERENCES:
    _FIELDS.setdefault(_model, []).append((_name, _kind))

# A school or document, as (kind, id).
Named = tuple[str, str]


class References(NamedTuple):
    """What the records of programmes and alliances name, worked out once for all columns."""

    of_programme: Mapping[str, frozenset[Named]]
    of_alliance: Mapping[str, frozenset[Named]]
    # What belongs to a document: its annexes, what it is annexed to, what has replaced it.
    of_document: Mapping[Named, frozenset[Named]]

    @classmethod
    def of_data(cls, data: Dataset) -> "References":
        """The references of all records of ``data``."""
        of_programme = {
            key: _named(programme, *data.plans_of(key).values(), *data.reports_of(key).values())
            for key, programme in data.programmes.items()
        }
        for place, head in data.heads.items():
            if head.cited:
                of_programme[place[0]] |= {("document", head.cited)}
        return cls(
            of_programme,
            {key: _named(alliance) for key, alliance in data.alliances.items()},
            {("document", key): _belonging(document) for key, document in data.documents.items()},
        )

    def own(self, programmes: Iterable[str], alliances: Iterable[str]) -> set[Named]:
        """The schools and documents that some programmes and alliances name, and what belongs to the documents."""
        fresh = set[Named]().union(*map(self.of_programme.__getitem__, programmes))
        fresh |= set[Named]().union(*map(self.of_alliance.__getitem__, alliances))
        known = set[Named]()
        while fresh:
            known |= fresh
            fresh = {other for one in fresh for other in self.of_document.get(one, ())} - known
        return known


def _named(*values: BaseModel) -> frozenset[Named]:
    found: set[Named] = set()
    for value in values:
        for _, row in rows(value):
            for name, kind in _FIELDS.get(type(row), ()):
                said = getattr(row, name)
                found |= {(kind, key) for key in (said if isinstance(said, tuple) else (said,)) if key}
    return frozenset(item for item in found if item[0] != "programme")


def _belonging(document: Document) -> frozenset[Named]:
    whole, heir = document.annex_of, document.superseded.by if document.superseded else None
    found = (*(annex.document for annex in document.annexes), whole, heir)
    return frozenset(("document", key) for key in found if key)


def campus_data(data: Dataset, references: References, school: str) -> Dataset:
    """What concerns one school, in its voice; ``data`` still has the placeholders of its entries."""
    own = {key: item for key, item in data.programmes.items() if school in parties(item)}
    alliances = {
        key: item
        for key, item in data.alliances.items()
        if item.lead == school or any(member.school == school for member in item.members)
    }
    known = references.own(own, alliances) | {("school", school)}
    entries = Entries.of(data.entries)
    part = replace(
        data,
        site=_site(data, school),
        schools={key: item for key, item in data.schools.items() if ("school", key) in known},
        documents={key: item for key, item in data.documents.items() if ("document", key) in known},
        alliances=alliances,
        programmes={key: _without_strangers(item, own) for key, item in own.items()},
        plans={pair: plan for pair, plan in data.plans.items() if pair[0] in own},
        reports={pair: report for pair, report in data.reports.items() if pair[0] in own},
        entries=entries.only(place for place in entries if place[0] in own),
    )
    return spoken(part, Voice(school), data.schools)


def _without_strangers(programme: Programme, own: Mapping[str, Programme]) -> Programme:
    """The programme without links to programmes that the column does not have."""
    kept = tuple(link for link in programme.links if link.programme in own)
    return programme if kept == programme.links else programme.model_copy(update={"links": kept})


def _site(data: Dataset, key: str) -> Site:
    """What the column says of itself in place of the portal."""
    assert data.site is not None, "load() refuses data without site.yml"
    school = data.schools[key]
    office = SiteOffice(
        name=f"{school.name}{school.office.name}" if school.office else school.name,
        how_to_apply=data.site.office.how_to_apply,
    )
    return data.site.model_copy(
        update={
            "title": school.campus.title or f"{school.short}结对帮扶专栏",
            "subtitle": f"{school.name}结对帮扶的方案、进展与成果",
            "site_id_code": None,
            "office": office,
        }
    )
