"""The judges of single entries, called together while an entry is read: rules, scan, text checks."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from pairing.check import faults
from pairing.entries import Place, entry_file
from pairing.model import Entry
from pairing.problems import DataError
from pairing.proof import other_remarks, remarks, vocabulary
from pairing.proof.finding import Vocabulary
from pairing.proof.glance import doubtful
from pairing.read import Bench, Dataset
from pairing.scan.glance import alarming
from pairing.scan.guard import secrets
from pairing.scan.policy import NAMES, Policy, policy, read_names
from pairing.verdict import Told, Verdict


def seat(environ: Mapping[str, str], data: Dataset) -> Bench | None:
    """The judges for a site; None where the list of names cannot be read, which the scan tells in its turn."""
    try:
        rules = replace(policy(data, read_names(data.root, environ.get(NAMES))), forbidden=())
    except DataError:
        return None
    known = vocabulary(data)
    _ready()
    return Bench(partial(_judge, rules, known), partial(other_remarks, known=known), rules.digest, known)


def _ready() -> None:
    """Make what takes long to make and every worker needs: the automata, and the model of an entry."""
    alarming("")
    doubtful("")
    Entry.model_rebuild()


def _judge(rules: Policy, known: Vocabulary, data: Dataset, contents: Mapping[Place, bytes]) -> Told:
    places = [*data.entries]
    told = remarks(data, known, places)
    found = {}
    for place in places:
        seen = tuple(secrets(entry_file(place), contents[place], rules))
        found[place] = Verdict(data.held[place].digest, seen, told[place])
    return faults(data, places), found
