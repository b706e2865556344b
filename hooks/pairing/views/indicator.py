"""Indicators: baseline, targets and actuals side by side, and whose result they are."""

from typing import ClassVar, NamedTuple

from pairing import addresses, phrases
from pairing.ledger.targets import Aim
from pairing.model.programme import Actual, Indicator
from pairing.views.base import HOME, Heading, Link, Page, Portal
from pairing.views.found import OVERVIEW
from pairing.views.ledger import AimView, aim_view
from pairing.words import AGGREGATION, BETTER, INDICATOR_KIND, STRENGTH, WHOSE


class TargetView(NamedTuple):
    """A target: how much, by when, how firmly promised, where printed, and how it stands."""

    amount: str
    by_date: str
    strength: str
    level: str
    statement: str
    clause: str
    plan: Link
    verdict: AimView


class ActualView(NamedTuple):
    """What a source says the indicator was."""

    amount: str
    when: str
    statement: str
    source: Link | None


class IndicatorView(NamedTuple):
    """One indicator."""

    id: str
    title: str
    programme: Link
    kind: str
    unit: str
    better: str
    whose: str
    aggregation: str
    denominator: str
    baseline: ActualView | None
    targets: tuple[TargetView, ...]
    actuals: tuple[ActualView, ...]
    note: str


class IndicatorsPage(Page):
    """All indicators, programme by programme."""

    template: ClassVar[str] = "indicators.html.j2"

    groups: tuple[tuple[str, Link, tuple[IndicatorView, ...]], ...]
    as_of: str
    total: int


def indicator_view(portal: Portal, programme: str, item: Indicator) -> IndicatorView:
    """One indicator as pages show it."""
    return IndicatorView(
        id=item.id,
        title=item.title,
        programme=portal.programme(programme),
        kind=INDICATOR_KIND[item.kind],
        unit=item.unit or "",
        better=BETTER[item.better] if item.kind in ("number", "percentage", "rank") else "",
        whose=WHOSE[item.whose],
        aggregation=AGGREGATION[item.aggregation],
        denominator=item.denominator or "",
        baseline=_actual(portal, item, item.baseline) if item.baseline else None,
        targets=tuple(_target(portal, aim) for aim in _aims(portal, programme, item)),
        actuals=tuple(_actual(portal, item, actual) for actual in item.actuals),
        note=item.note or "",
    )


def _aims(portal: Portal, programme: str, item: Indicator) -> list[Aim]:
    """The targets of an indicator as the ledger judges them."""
    return [aim for aim in portal.ledger.aims.get(programme, ()) if aim.indicator.id == item.id]


def _target(portal: Portal, aim: Aim) -> TargetView:
    programme, item, target = aim.programme, aim.indicator, aim.target
    plan = portal.data.plans.get((programme, target.plan))
    return TargetView(
        amount=phrases.measured(item, target),
        by_date=target.by_date.text if target.by_date else "",
        strength=STRENGTH[target.strength],
        level=phrases.levels(target.level),
        statement=target.statement,
        clause=target.clause or "",
        plan=Link(plan.title if plan else target.plan, addresses.plan(programme, target.plan)),
        verdict=aim_view(aim),
    )


def _actual(portal: Portal, item: Indicator, actual: Actual) -> ActualView:
    whole = "分母" if item.kind == "percentage" else "共"
    unit = "" if item.kind == "percentage" else item.unit or ""
    of = f"（{whole}{phrases.number(actual.of)}{unit}）" if actual.of is not None else ""
    return ActualView(
        amount=phrases.measured(item, actual) + of,
        when=actual.when.text if actual.when else "",
        statement=actual.statement,
        source=portal.source(actual.source),
    )


def indicators_page(portal: Portal) -> IndicatorsPage:
    """The page of all indicators."""
    groups = tuple(
        (key, portal.programme(key), tuple(indicator_view(portal, key, item) for item in programme.indicators))
        for key, programme in portal.data.programmes.items()
        if programme.indicators
    )
    return IndicatorsPage(
        path="indicators/index.html",
        found=OVERVIEW,
        title="指标",
        description="全部帮扶项目的指标：目标、时限、文件载明的实际值，以及是否达到",
        section="indicators",
        crumbs=(HOME, Link("指标")),
        toc=tuple(Heading(key, link.text) for key, link, _ in groups),
        groups=groups,
        as_of=portal.as_of.isoformat(),
        total=sum(len(views) for _, _, views in groups),
    )
