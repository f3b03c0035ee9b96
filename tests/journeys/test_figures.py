"""`/metrics` after a journey: what came, what was booked and refused, how long people and messages wait."""

from collections.abc import Mapping

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from app.serve import make_web
from tests.journeys.people import ANA, EVA
from tests.journeys.platforms import TELEGRAM, Where
from tests.journeys.stage import Stage

Figures = Mapping[tuple[str, frozenset[tuple[str, str]]], float]


async def _figures(stage: Stage) -> Figures:
    """Read all figures as Prometheus does that has not asked for a while."""
    transport = httpx.ASGITransport(make_web(stage.house, []))
    async with httpx.AsyncClient(transport=transport, base_url="http://stempel") as prometheus:
        text = (await prometheus.get("/metrics")).text
    samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    return {(sample.name, frozenset(sample.labels.items())): sample.value for sample in samples}


def _rise(before: Figures, after: Figures, name: str, **labels: str) -> float:
    """Say how much was counted between: the registry belongs to the process, and so to all its tests."""
    which = name, frozenset(labels.items())
    return after.get(which, 0) - before.get(which, 0)


@TELEGRAM
async def test_scans_are_counted_by_what_came_of_them_and_answers_are_measured(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await cafe.joins(EVA)
    before = await _figures(stage)
    await stage.scans(EVA, ANA)
    await stage.again(EVA)
    await stage.scans(EVA, EVA)
    after = await _figures(stage)
    assert (
        _rise(before, after, "stempel_scans_total", outcome="Booked") == 1
    )  # also when it was brought twice
    assert _rise(before, after, "stempel_scans_total", outcome="OwnCard") == 1
    assert _rise(before, after, "stempel_answer_seconds_count", channel="telegram") == 3
    assert _rise(before, after, "stempel_events_total", kind="Incoming", outcome="kept") == 3
    assert _rise(before, after, "stempel_storage_seconds_count", way="write") > 3
    assert _rise(before, after, "stempel_storage_under_way", way="write") == 0


@pytest.mark.parametrize("where", [Where("telegram"), Where("telegram", "postgres")], ids=str)
async def test_what_waits_is_shown_for_each_account_with_the_age_of_the_oldest(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    ours = {"channel": "telegram", "account": stage.channel.account}
    assert (await _figures(stage))["stempel_outbox_due", frozenset(ours.items())] == 0
    await stage.platform.opens(EVA, stage.code_of(ANA))  # and nothing drains the outbox
    stage.later(minutes=5)
    figures = await _figures(stage)
    assert figures["stempel_outbox_due", frozenset(ours.items())] == 1
    assert figures["stempel_outbox_oldest_due_seconds", frozenset(ours.items())] == 300
    await stage.house.drain()
    figures = await _figures(stage)
    assert figures["stempel_outbox_oldest_due_seconds", frozenset(ours.items())] == 0
