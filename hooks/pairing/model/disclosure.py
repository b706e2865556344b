"""What is not open: levels of whole records and of single fields, and what is withdrawn or superseded."""

from typing import Final, Literal

from pydantic import Field

from pairing.model.base import Ref, Row, Text
from pairing.when import When
from pairing.words import Disclosure

# The looser, the larger. Nothing is ever looser than what it belongs to.
LOOSENESS: Final[dict[str, int]] = {"open": 2, "on-request": 1, "closed": 0}


def strictest(*levels: Disclosure | None) -> Disclosure:
    """The strictest of several levels; what says nothing does not count, and nothing at all is open."""
    return min((level for level in levels if level), key=LOOSENESS.__getitem__, default="open")


class Withheld(Row):
    """A single field, or one row of it, that is not open while the rest of the record is."""

    field: Text = Field(description="字段名，例如 funding；只扣下列表中的一项时写成 results/award（字段/编号）")
    disclosure: Literal["on-request", "closed"] = Field("closed", description="依申请公开或不予公开")
    reason: Text = Field(description="为什么不公开；只出现在内部版")


class Withdrawn(Row):
    """Taken back: the address stays, with a banner; nothing counts it any more."""

    on: When = Field(description="哪一天撤下")
    reason: Text = Field(description="为什么撤下，读者会看到")


class Superseded(Row):
    """Replaced by another entry or by nothing that has a name."""

    on: When = Field(description="从哪一天起被替代")
    by: Text | None = Field(None, description="被哪一篇稿件替代，写成 <项目>/<年份>/<文件名>")
    note: Text | None = Field(None, description="说明，读者会看到")


class SupersededDocument(Row):
    """Replaced by another document, or no longer in force."""

    on: When = Field(description="从哪一天起被替代或废止")
    by: Ref | None = Field(None, description="被哪一份文件替代（编号）；废止而没有替代的不写")
    note: Text | None = Field(None, description="说明，读者会看到")
