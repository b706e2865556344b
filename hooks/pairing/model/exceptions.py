"""Exceptions from the scan: what may be published although a rule forbids it, why and until when."""

from pydantic import Field

from pairing.model.base import Row, Text
from pairing.when import When


class Waiver(Row):
    """One file may break one rule until a day, for a reason."""

    path: Text = Field(description="哪个文件：仓库里的路径（data/… 或 content/…），或网站里的路径；* 代表任意文字")
    rule: Text = Field(description="哪条规则，见信息里括号中的名称，例如 email")
    reason: Text = Field(description="为什么可以公开，例如本人已书面同意（不写姓名）")
    expires: When = Field(description="到哪一天为止，写到日；到期后重新审核")


class Waivers(Row):
    """data/exceptions.yml: the list of exceptions; one that has expired or is not needed is an error."""

    exceptions: tuple[Waiver, ...] = ()
