"""The real messages of the shared data, where they are at hand: all of them land."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from minsheng.base.errors import Refusal
from minsheng.interop.exchange.columns import WITHOUT_ANSWERS, read_heading
from minsheng.interop.exchange.messages import Message, read_messages
from minsheng.interop.exchange.tables import read_table
from minsheng.kernel.cases.models import Act, Case
from minsheng.kernel.cases.rebuild import rebuild
from minsheng.kernel.parties.models import Party
from minsheng.kernel.routing.models import Category, SuggestionModel
from tests.factories.district import District

SHARED = Path(__file__).parents[4] / "shared/data/messages"

pytestmark = pytest.mark.skipif(not (SHARED / "replied.xlsx").exists(), reason="the shared messages are not here")


def run(*arguments: str) -> dict[str, object]:
    out = io.StringIO()
    call_command("import_messages", *arguments, "--json", stdout=out)
    data: dict[str, object] = json.loads(out.getvalue())
    return data


def test_all_2816_messages_land(no_categories: District) -> None:
    data = run(str(SHARED / "replied.xlsx"))
    assert (data["landed"], data["known"], data["refused"], data["open"]) == (2816, 0, 0, 0)
    assert data["total"]["answered"] == 2816
    assert (data["median_days"], data["p90_days"], data["guessed_years"]) == (8, 28, [])
    assert Category.objects.filter(realm="hotline").count() == 650
    model = SuggestionModel.objects.get()
    assert model.samples == 14_614
    assert model.right / model.held_out > 0.87
    assert Case.objects.filter(state="closed").count() == Act.objects.filter(key="record_answer").count() == 2816
    assert Party.objects.count() == 2559
    assert rebuild(write=False).differences == []
    assert run(str(SHARED / "replied.xlsx"), "--no-beside")["known"] == 2816


def test_the_others_have_no_answers() -> None:
    first, *rows = read_table((SHARED / "hot.xlsx").read_bytes())
    with pytest.raises(Refusal, match="import.columns_missing"):
        read_heading(first.cells)
    heading = read_heading(first.cells, WITHOUT_ANSWERS)
    assert heading.ignored == ("反对数", "点赞数")
    read = list(read_messages(rows, heading, timezone.now()))
    assert len(read) == sum(isinstance(message, Message) for message in read) == 4326
