"""Quantities, dates and promises in Chinese words, exactly as sure as their source."""

from collections.abc import Iterable, Mapping
from typing import Final

from pairing.model import Measure
from pairing.model.base import Amount, Duration, Number, People, Period, Quantity
from pairing.model.plan import Cadence
from pairing.model.programme import Indicator, Target
from pairing.when import When
from pairing.words import DELIVERABLE_KIND, EVERY, LEVEL, MODE, PER, PERSON_KIND, TIME_UNIT

UNSTATED: Final = "文件未载明"


def number(value: Number) -> str:
    """A number without a needless decimal point: 0.5, 3, 2500."""
    return str(int(value)) if float(value).is_integer() else str(value)


def amount(value: Amount, unit: str = "") -> str:
    """An amount with its meaning kept: 5名, 1～3名, 至少2项, 30余人, 约2周, 超过95%."""
    if value.approx == "relative":
        return "数量相当"
    figure = _figure(value)
    if not figure:
        return ""
    if value.approx == "over":
        return f"超过{figure}{unit}" if unit == "%" else f"{figure}余{unit}"
    if value.approx == "about":
        return f"约{figure}{unit}"
    return f"{figure}{unit}"


def _figure(value: Amount) -> str:
    if value.count is not None:
        return number(value.count)
    if value.min is not None and value.max is not None:
        return f"{number(value.min)}～{number(value.max)}"
    if value.min is not None:
        return f"至少{number(value.min)}"
    return f"至多{number(value.max)}" if value.max is not None else ""


def measured(item: Indicator, value: Amount) -> str:
    """A target or actual value of an indicator by its kind: 54%, 第9名, 前5名, 已达到."""
    if item.kind == "rank":
        return _rank(value, item.unit or "名")
    if item.kind == "milestone":
        # What is wanted is said in words; of what is reached or not, any number but zero says that it is.
        if isinstance(value, Target) or value.count is None:
            return ""
        return "已达到" if value.count else "未达到"
    return amount(value, item.unit or ("%" if item.kind == "percentage" else ""))


def _rank(value: Amount, unit: str) -> str:
    """A place in an order: at most the fifth is among the first five."""
    if value.min is not None and value.max is not None:
        return f"第{number(value.min)}～{number(value.max)}{unit}"
    if value.count is not None:
        return f"第{number(value.count)}{unit}"
    if value.max is not None:
        return f"前{number(value.max)}{unit}"
    return f"第{number(value.min)}{unit}或以后" if value.min is not None else ""


def people(value: People) -> str:
    """每年5名高水平专家; 1～3名管理干部; 学生干部（数量相当）."""
    kind = PERSON_KIND[value.kind]
    figure = amount(value, "名")
    per = PER[value.per] if value.per else ""
    if value.approx == "relative":
        return kind + _marked("数量相当", value.note)
    if figure:
        return f"{per}{figure}{kind}{_marked(value.note) if value.note else ''}"
    return kind + _marked(f"{UNSTATED}人数", value.note)


def _marked(*words: str | None) -> str:
    """What is said of something behind it, in one bracket; nothing where nothing is."""
    said = "，".join(word for word in words if word)
    return f"（{said}）" if said else ""


def quantity(value: Quantity) -> str:
    """新增建设用地450亩; 党总支12个（共12个）."""
    of = f"（共{number(value.of)}{value.unit}）" if value.of is not None else ""
    return f"{value.what}{amount(value, value.unit)}{of}"


def duration(value: Duration) -> str:
    """约1周, 0.5～1年 as 半年～1年, 一至三个月 as 1～3个月."""
    unit = TIME_UNIT[value.unit]
    if value.unit == "year" and value.min == 0.5 and value.max is not None:
        return f"半年至{number(value.max)}年"
    if value.unit == "year" and value.count == 0.5:
        return "半年"
    return amount(value, unit)


def cadence(value: Cadence) -> str:
    """每学期（开学第1个月）至少1次; 不定期; 文件未载明频次."""
    text = EVERY[value.every]
    if value.window:
        text += f"（开学第{value.window.month}个月）"
    if value.at_least:
        text += f"至少{value.at_least}次"
    return text


def since_until(since: When | None, until: When | None) -> str:
    """2019年秋季学期至2022年春季学期; 2020年起; 至2022年."""
    if since and until:
        return since.text if since == until else f"{since.text}至{until.text}"
    if since:
        return f"{since.text}起"
    return f"至{until.text}" if until else ""


def period(value: Period) -> str:
    """A period with its basis: …（推定）, …（暂定）, 文件未载明起止日期."""
    if value.basis == "unstated":
        return f"{UNSTATED}起止日期"
    marks = [word for word, on in (("推定", value.basis == "inferred"), ("暂定", value.provisional)) if on]
    open_end = f"{UNSTATED}结束时间" if value.until is None else ""
    return since_until(value.since, value.until) + _marked(open_end, "、".join(marks))


def period_note(value: Period) -> str:
    """What a period's note adds to `period`, which already says that the dates are unstated."""
    note = value.note or ""
    return "" if note.rstrip("。") == period(value) else note


def on_record(duties: int, met: int) -> str:
    """How many of some duties have been met: 3 项已见记录, 均无已见记录."""
    if met:
        return f"{met} 项已见记录"
    return "均无已见记录" if duties > 1 else "无已见记录"


def modes(values: Iterable[str]) -> str:
    """跟岗学习、观摩考察."""
    return "、".join([MODE[value] for value in values])


def levels(values: Iterable[str]) -> str:
    """省级、国家级."""
    return "、".join(LEVEL[value] for value in values)


def deliverables(measure: Measure) -> tuple[str, ...]:
    """方案：…（最迟2020年8月）."""
    return tuple(
        f"{DELIVERABLE_KIND[item.kind]}：{item.title}" + (f"（最迟{item.by_date.text}）" if item.by_date else "")
        for item in measure.deliverables
    )


def costs(measure: Measure, names: Mapping[str, str]) -> tuple[str, ...]:
    """受援方承担：讲课费、住宿费; ``names`` are what the sides are called."""
    return tuple(f"{names[item.by]}承担：{item.what}" for item in measure.costs)
