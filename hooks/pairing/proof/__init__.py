"""Text checks: findings in what people wrote that are no errors, each with a fix where one is sure.

`proofread` is pure: one record and the vocabulary give its findings, so that they may be kept for as
long as neither changes. A plain text costs a handful of searches by compiled expressions; only where one
of them hits is anything looked at more closely.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Final

from pairing.content import read_content
from pairing.digests import fingerprint
from pairing.entries import Place
from pairing.keep import keep_for
from pairing.model import Entry, Report
from pairing.proof.figures import figures
from pairing.proof.finding import Finding, Fix, Vocabulary, vocabulary
from pairing.proof.glance import doubtful
from pairing.proof.layout import layout
from pairing.proof.names import names, own_words
from pairing.proof.passage import Passage, texts_of_entry, values, values_of_entry
from pairing.proof.sentences import broken, sentences
from pairing.proof.signs import signs
from pairing.proof.tags import idle_tags
from pairing.read import Dataset
from pairing.source import Loc, Record
from pairing.workers import ALONE, Crew, shared

__all__ = [
    "NAME",
    "Finding",
    "Fix",
    "Vocabulary",
    "notice",
    "other_remarks",
    "page_findings",
    "proof",
    "proofread",
    "remarks",
    "vocabulary",
]


# Under which name findings are kept.
NAME: Final = "proof"
# Values that nothing is wrong with, in whatever field they stand.
Quiet = set[str]


def proof(data: Dataset, crew: Crew = ALONE) -> list[Finding]:
    """Every finding of a dataset and of the hand-written pages beside it, sorted by place.

    What was found of a record is kept for as long as neither it nor the vocabulary changes.
    """
    known, keep = vocabulary(data), keep_for(data.root)
    others = fingerprint(known.digest, *_others(data))
    marks = {at: known.digest + held.digest for at, held in data.held.items()}
    before: dict[str, tuple[bytes, tuple[Finding, ...]]] = keep.recall(NAME) or {}
    stands = before.get("", (b"",))[0] == others
    after = {"": before[""] if stands else (others, _told_of_others(data, known))}
    names = {place: "/".join(place) for place in marks}
    # What is not released yet is judged with everything else by `make check`.
    after |= {names[at]: before[names[at]] for at in marks if names[at] in before}
    fresh = [at for at, mark in marks.items() if at in data.entries and after.get(names[at], "-")[0] != mark]
    told = _told(data, known)
    after |= {names[at]: (marks[at], told[at]) for at in fresh if at in told}
    left = [at for at in fresh if at not in told]
    for found in shared(left, partial(remarks, data, known), crew):
        after |= {names[at]: (marks[at], said) for at, said in found.items()}
    if after != before:
        keep.remember(NAME, after)
    shown = ["", *(names[place] for place in data.entries)]
    all_found = {finding for name in shown if name in after for finding in after[name][1]}
    for record in read_content(data.root)[0].values():
        all_found |= set(page_findings(record, known))
    return sorted(all_found)


def _others(data: Dataset) -> Iterator[str | bytes]:
    """Every record with words but entries, by its path and the digest of its bytes; the gate leaves some without."""
    for (kind, _), record in data.records.items():
        if kind != "entry" and record.text:
            yield from (record.path, data.prints.get(record.path, record.text))


def _told(data: Dataset, known: Vocabulary) -> dict[Place, tuple[Finding, ...]]:
    """What was found as entries were read, with the same vocabulary; not where something of them is held back."""
    verdicts = data.verdicts
    if verdicts.vocabulary != known:
        return {}
    same = ((at, verdict) for at, verdict in verdicts.found.items() if at in data.held)
    return {at: verdict.remarks for at, verdict in same if data.held[at].digest == verdict.digest}


def _told_of_others(data: Dataset, known: Vocabulary) -> tuple[Finding, ...]:
    verdicts = data.verdicts
    if verdicts.vocabulary == known and verdicts.records is data.records:
        return verdicts.remarks
    return other_remarks(data, known)


def remarks(data: Dataset, known: Vocabulary, places: Sequence[Place]) -> dict[Place, tuple[Finding, ...]]:
    """The findings in some entries."""
    quiet = Quiet()
    return {at: tuple(proofread(data.record("entry", *at), data.entries[at], known, quiet)) for at in places}


def other_remarks(data: Dataset, known: Vocabulary) -> tuple[Finding, ...]:
    """The findings in all records but entries."""
    found, quiet = list[Finding](), Quiet()
    for (kind, key), record in data.records.items():
        if kind != "entry":
            report = data.reports.get((key[0], key[1])) if kind == "report" else None
            found += proofread(record, report, known, quiet)
    return tuple(found)


def notice(findings: Iterable[Finding]) -> str:
    """How many findings there are, in a line of its own; "" where there is none."""
    found = list(findings)
    safe = sum(item.fix is not None and item.fix.safe for item in found)
    mend = f"，其中 {safe} 处可用 make fix-text 改好" if safe else ""
    return f"文字检查：{len(found)} 处提示{mend}；不影响生成，用 make check 列出。\n" if found else ""


def proofread(record: Record, model: object, known: Vocabulary, quiet: Quiet | None = None) -> Iterator[Finding]:
    """The findings of one record; ``model`` is the entry or report that it holds, None for anything else.

    ``quiet`` holds values that nothing is wrong with, with the same vocabulary: posts and places come again.
    """
    entry = isinstance(model, Entry)
    for said in _loud(record, model, known, Quiet() if quiet is None else quiet):
        yield from _of_passage(Passage(record, *said), known, entry)
    body = Passage(record, None, record.body)
    yield from _of_passage(body, known, entry)
    if isinstance(model, Entry):
        yield from layout(body)
        yield from idle_tags(record, model)
    if isinstance(model, Entry | Report):
        yield from figures(body, model, known)


def page_findings(record: Record, known: Vocabulary) -> Iterator[Finding]:
    """The findings of a hand-written page, whose HTML is its own affair."""
    for said in values(record):
        yield from _of_passage(Passage(record, *said), known, of_entry=False)
    yield from _of_passage(Passage(record, None, record.body), known, of_entry=False)


def _loud(record: Record, model: object, known: Vocabulary, quiet: Quiet) -> list[tuple[Loc, str]]:
    """The values that something may be wrong with, each with its place; most entries have none, and no place is asked.

    What is found to be quiet is added to ``quiet``.
    """
    entry = model if isinstance(model, Entry) else None
    placed = [] if entry else values(record)
    texts = texts_of_entry(entry) if entry else [text for _, text in placed]
    fresh = [text for text in texts if text not in quiet]
    # One look at all of them is nearly always enough: nothing that may be wrong in one goes over the end of a line.
    if not _may_be_wrong(record, "\n".join(fresh), known):
        quiet.update(fresh)
        return []
    loud = {text for text in fresh if _may_be_wrong(record, text, known)}
    quiet.update(text for text in fresh if text not in loud)
    return [said for said in (values_of_entry(entry) if entry else placed) if said[1] in loud]


def _may_be_wrong(record: Record, text: str, known: Vocabulary) -> bool:
    """Whether something may be wrong with a value, or with one of several on lines of their own."""
    return doubtful(text) or broken(text) or bool([*names(Passage(record, (), text), known)])


def _of_passage(passage: Passage, known: Vocabulary, of_entry: bool) -> list[Finding]:
    found = [*signs(passage), *sentences(passage), *names(passage, known)]
    return [*found, *own_words(passage)] if of_entry else found
