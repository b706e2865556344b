"""What all records share: rows that refuse unknown fields, and quantities that keep their meaning."""

from typing import Annotated, Any, Final, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from pairing.when import When
from pairing.words import Approx, Basis, Per, PersonKind, TimeUnit

# The end, in Python as in editors (JSON Schema); a dollar would let Python accept a line break behind it.
_END: Final = r"(?![\s\S])"
ID_PATTERN: Final = rf"^[a-z0-9]+(-[a-z0-9]+)*{_END}"

Text = Annotated[str, StringConstraints(min_length=1, pattern=r"^\S([\s\S]*\S)?$")]
Id = Annotated[str, StringConstraints(pattern=ID_PATTERN)]
# A reference to something defined elsewhere; the check says what was meant, also for an alias.
Ref = Text
Url = Annotated[str, StringConstraints(pattern=rf"^https?://\S+{_END}")]
# What is counted or measured; nothing of ours lies below zero. In the schema of two types pydantic would write "ge",
# which JSON Schema does not know.
Number = Annotated[int | float, Field(ge=0), WithJsonSchema({"type": "number", "minimum": 0})]


class Row(BaseModel):
    """One mapping of a data file. Frozen; an unknown field is an error; nothing is coerced."""

    # Built when first asked for: most builds read few kinds of records anew.
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, regex_engine="python-re", defer_build=True)

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        """Every kind of row is known by its name."""
        _KINDS[cls.__name__] = cls

    def __reduce__(self) -> tuple[Any, ...]:
        """Kept as its values: names of fields and what pydantic notes beside them took longer than the values.

        Its kind goes by name: to look for ten classes in their modules took a third of the time to unpack an entry.
        """
        return _kept, (type(self).__name__, *self.__dict__.values())


Kind = TypeVar("Kind", bound=Row)
_KINDS: Final = dict[str, type[Row]]()


def _kept(kind: str, *values: Any) -> Row:
    """A row that was kept. Its values were judged when it was made, in the order of its fields."""
    model = _KINDS[kind]
    row = object.__new__(model)
    _put_values(row, dict(zip(model.__pydantic_fields__, values, strict=True)))
    _put_given(row, set())
    _put_extra(row, None)
    _put_private(row, None)
    return row


def blank(model: type[Kind]) -> Kind:
    """A row of nothing but defaults, made without a validator, which would take each start a millisecond to build."""
    row = model.model_construct()
    assert isinstance(row, model)
    return row


# What a row consists of. To put it there directly takes two thirds of the time that object.__setattr__ takes.
_put_values, _put_given, _put_extra, _put_private = (
    vars(BaseModel)[name].__set__
    for name in ("__dict__", "__pydantic_fields_set__", "__pydantic_extra__", "__pydantic_private__")
)


class Printed(Row):
    """A fault of the printed source beside the right record: what stands there, and what is meant."""

    text: Text = Field(description="文件上印的原样（短语，不超过 40 字）", max_length=40)
    note: Text = Field(description="应为什么，或为什么可疑")
    clause: Text | None = Field(None, description="印在文件何处")


class Source(Row):
    """Where a fact is printed: a registered document and the place in it."""

    document: Ref
    clause: Text | None = None


class Amount(Row):
    """A number that keeps its meaning: exact (count), at least (min), a range (min, max), about or over."""

    count: Number | None = Field(None, description="确数；“30余”写 count: 30 与 approx: over")
    min: Number | None = Field(None, description="至少多少")
    max: Number | None = Field(None, description="至多多少")
    approx: Approx | None = Field(None, description="over 余、多、超；about 约、左右；relative 数量相当")

    @model_validator(mode="after")
    def _shape(self) -> "Amount":
        if self.count is not None and (self.min is not None or self.max is not None):
            raise PydanticCustomError("amount_both", "count beside min or max")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise PydanticCustomError("amount_order", "min above max", {"min": self.min, "max": self.max})
        return self

    @property
    def stated(self) -> bool:
        """Whether there is a number in it at all."""
        return not (self.count is None and self.min is None and self.max is None)

    @property
    def bounds(self) -> tuple[Number | None, Number | None]:
        """(lowest, highest) the amount can be, None where open; an 'about' is open on both sides."""
        if self.approx in ("about", "relative"):
            return None, None
        if self.count is not None:
            return self.count, None if self.approx == "over" else self.count
        return self.min, self.max


class People(Amount):
    """A head count: whom, how many, and whether per occasion, per year or in total."""

    kind: PersonKind
    per: Per | None = None
    note: Text | None = None


class Quantity(Amount):
    """Any other counted thing: what, how many, in which unit, out of how many."""

    what: Text
    unit: Text
    of: Number | None = Field(None, description="分母：全部有多少")


class Duration(Amount):
    """A length of time in one unit."""

    unit: TimeUnit


class Period(Row):
    """From when to when, and whether the source says so, we infer it, or nobody says."""

    since: When | None = None
    until: When | None = None
    basis: Basis
    note: Text | None = Field(None, description="推定的理由，或文件未载明什么")
    provisional: bool = Field(False, description="文件说明为暂定")

    @model_validator(mode="after")
    def _shape(self) -> "Period":
        if self.basis == "unstated" and (self.since or self.until):
            raise PydanticCustomError("period_unstated", "dates although unstated")
        if self.basis != "unstated" and not (self.since or self.until):
            raise PydanticCustomError("period_empty", "no date although stated")
        if self.basis == "inferred" and not self.note:
            raise PydanticCustomError("period_reason", "inferred without a reason")
        if self.since and self.until and self.since.first > self.until.last:
            raise PydanticCustomError("period_order", "until before since")
        return self
