"""Which promises stand on the page of which printed clause, and where a label of a clause leads."""

from collections.abc import Mapping

from pairing import addresses
from pairing.derive import Promise
from pairing.model import Task
from pairing.views.base import Portal


def clauses(portal: Portal, programme: str, plan: str) -> dict[str, list[Promise]]:
    """The promises of a plan by the web address of their clause; those without a clause are left out.

    Two printed addresses that would read alike (附件1第2项 and 一2) keep apart by a measure's id.
    """
    found: dict[str, list[Promise]] = {}
    for promise in portal.figures.by_programme.get(programme, ()):
        if promise.plan != plan or not promise.clause:
            continue
        slug = addresses.clause_slug(promise.clause) or promise.measure.id
        if slug in found and found[slug][0].clause != promise.clause:
            slug = next(
                (key for key, row in found.items() if row[0].clause == promise.clause), f"{slug}-{promise.measure.id}"
            )
        found.setdefault(slug, []).append(promise)
    return found


def clause_paths(portal: Portal, programme: str, plan: str) -> Mapping[str, str]:
    """``promise id -> page of its clause``, worked out once for a plan."""
    return portal.once(
        ("clauses", programme, plan),
        lambda: {
            promise.id: addresses.clause(programme, plan, slug)
            for slug, promises in clauses(portal, programme, plan).items()
            for promise in promises
        },
    )


def clause_path(portal: Portal, promise: Promise) -> str:
    """The page of a promise's clause; "" where it has none."""
    return clause_paths(portal, promise.programme, promise.plan).get(promise.id, "") if promise.plan else ""


def _of_clause(portal: Portal, programme: str, plan: str) -> Mapping[str, frozenset[str]]:
    """``printed clause -> the ids of the promises of its page``."""
    paths, named = clause_paths(portal, programme, plan), dict[str, set[str]]()
    for promise in portal.figures.by_programme[programme]:
        if promise.id in paths:
            named.setdefault(promise.clause, set()).add(promise.id)
    return {clause: frozenset(ids) for clause, ids in named.items()}


def task_clause(portal: Portal, programme: str, plan: str, task: Task) -> tuple[str, str]:
    """The page of a task's own clause ("" where it has none), and the page that lists the duties of all its measures.

    A clause's page has the measures that are printed under that very clause, which are often some of a task's, and
    those of another task where both are printed under one; the ledger has all.
    """
    printed = portal.once(("of clause", programme, plan), lambda: _of_clause(portal, programme, plan))
    named = printed.get(task.clause, frozenset())
    page = clause_paths(portal, programme, plan)[min(named)] if named else ""
    ids, owing = {f"{programme}/{plan}/{item.id}" for item in task.measures}, portal.ledger.by_measure.keys()
    return page, page if page and named & owing == ids & owing else f"{addresses.ledger(programme)}#duties"
