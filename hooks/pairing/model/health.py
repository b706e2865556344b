"""How fresh columns have to be: the editors' own rule, in data/site.yml."""

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from pairing.model.base import Ref, Row


class Limit(Row):
    """How long a column may stay without a new entry: so many days, or so many months."""

    column: Ref = Field(description="栏目编号，见 data/columns.yml")
    days: int | None = Field(None, ge=1, le=3660, description="最长多少天")
    months: int | None = Field(None, ge=1, le=120, description="最长几个月")

    @model_validator(mode="after")
    def _shape(self) -> "Limit":
        if (self.days is None) == (self.months is None):
            raise PydanticCustomError("one_of", "one of days and months", {"names": "days、months"})
        return self


class HealthRules(Row):
    """The ``health`` section of data/site.yml."""

    columns: tuple[Limit, ...] | None = Field(
        None, description="每个栏目最长多久要有新稿件；不写则用国办秘函〔2019〕19号的三条，写 [] 则都不设期限"
    )
    empty_allowed: tuple[Ref, ...] = Field((), description="允许空着的栏目编号；默认一个也不允许")
    warn: int = Field(7, ge=0, le=366, description="提前多少天提醒")
