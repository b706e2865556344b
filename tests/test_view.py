"""Plain data by name: what a view must be given, what it holds, that it stays as it is."""

import pickle
from typing import ClassVar

import pytest

from pairing.views.view import View


class Part(View):
    template: ClassVar[str] = "part.html.j2"

    title: str
    note: str = "none"


class Whole(Part):
    template: ClassVar[str] = "whole.html.j2"

    parts: tuple[str, ...]


def test_a_view_holds_what_it_is_given_and_defaults() -> None:
    whole = Whole(parts=("a",), title="t")
    assert (whole.title, whole.note, whole.parts) == ("t", "none", ("a",))
    assert Whole._fields == ("title", "note", "parts")
    assert Part._fields == ("title", "note")
    assert repr(whole) == "Whole(title='t', note='none', parts=('a',))"


def test_what_is_missing_or_unknown_is_told() -> None:
    with pytest.raises(TypeError, match=r"Whole: missing \['parts', 'title'\], unknown \[\]"):
        Whole(note="n")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match=r"Part: missing \[\], unknown \['parts', 'template'\]"):
        Part(title="t", parts=(), template="")  # type: ignore[call-arg]


def test_views_are_compared_by_what_they_hold() -> None:
    assert Part(title="t") == Part(title="t", note="none")
    assert Part(title="t") != Part(title="t", note="n")
    assert Part(title="t") != Whole(title="t", parts=())
    assert Part(title="t")._replace(note="n") == Part(title="t", note="n")
    assert pickle.loads(pickle.dumps(Whole(title="t", parts=("a",)))) == Whole(title="t", parts=("a",))


def test_a_view_cannot_be_changed() -> None:
    part = Part(title="t")
    with pytest.raises(AttributeError, match="Part cannot be changed"):
        part.title = "u"  # type: ignore[misc]
    with pytest.raises(TypeError, match="unhashable"):
        hash(part)
