"""Columns: under which heads entries are published, and what each asks of them."""

from pydantic import Field

from pairing.model.base import Id, Row, Text
from pairing.words import Asked, ReviewStep


class Column(Row):
    """One column (栏目)."""

    id: Id
    title: Text
    description: Text
    required: tuple[Asked, ...] = Field((), description="本栏目稿件必须填写的字段")


class Columns(Row):
    """data/columns.yml."""

    page_size: int = Field(10, ge=1, le=100, description="每页几篇")
    reviews: tuple[ReviewStep, ...] = Field((), description="发布前必须有的审核步骤")
    columns: tuple[Column, ...] = Field(min_length=1)
