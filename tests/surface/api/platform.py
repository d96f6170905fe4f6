"""Right requests for the registers of the disputes platform, for the test with random ones."""

from __future__ import annotations

from datetime import date
from typing import Any

from minsheng.domains.disputes.agencies.services import register_agency
from minsheng.domains.disputes.postings.branches import register_branch
from minsheng.domains.disputes.postings.services import post_cadre
from minsheng.domains.disputes.steps.templates import create_template
from tests.domains.disputes.lives import agreed
from tests.domains.disputes.warnings.disputes import ANGRY, a_dispute, raised
from tests.factories.district import SYSTEM, District

BEGIN = date(2023, 1, 1)
_OF_AGREEMENT = ("agreement", "instalments", "papers", "chain")
_MEMBERS = [
    {"name": "周建军", "post": "director", "is_woman": False},
    {"name": "吴秀兰", "post": "member", "is_woman": True},
    {"name": "郑国华", "post": "member", "is_woman": False},
]


def platform_requests(district: District, caller: int) -> dict[str, dict[str, Any]]:
    """Path, query and body by operation, for ``caller``; what they name is registered first."""
    committee = register_agency(by=SYSTEM, unit_id=district.unit("tiaowei"), kind="committee", valid_from=BEGIN).pk
    leaving = register_agency(by=SYSTEM, unit_id=district.unit("zhongcai"), kind="labour", valid_from=BEGIN).pk
    area = district.areas["140213050001"].pk
    names = [
        (name, register_branch(by=SYSTEM, name=name, compound="甲", area_id=area, valid_from=BEGIN).pk)
        for name in "甲乙"
    ]
    branch, closing = (pk for _name, pk in names)
    person = {"unit_id": district.unit("water"), "cadre": "李", "full_time": True, "valid_from": BEGIN}
    posting = post_cadre(by=SYSTEM, branch_id=branch, **person).pk
    cadre = {"unit": "housing", "cadre": "张", "full_time": True, "valid_from": "2023-03-01"}
    warning = raised(a_dispute(body=ANGRY))[0].pk
    steps = create_template(by=SYSTEM, slug="local", name="本地步骤", name_en="Local steps").pk
    code = agreed(district).case.code
    parts: dict[str, dict[str, Any]] = {
        **{f"GET /cases/{{code}}/{part}": {"path": {"code": code}} for part in _OF_AGREEMENT},
        "GET /cases/{code}/papers/{kind}": {"path": {"code": code, "kind": "agreement"}},
        "GET /agencies": {"query": {"limit": 5}},
        "POST /agencies": {"body": {"unit": "fayuan", "kind": "court", "valid_from": "2023-01-01"}},
        "GET /agencies/{number}": {"path": {"number": committee}},
        "POST /agencies/{number}/rules": {"path": {"number": committee}, "body": {"sign_days": 3}},
        "POST /agencies/{number}/end": {"path": {"number": leaving}, "body": {"valid_to": "2025-12-31"}},
        "POST /agencies/{number}/compositions": {
            "path": {"number": committee},
            "body": {"members": _MEMBERS, "valid_from": "2023-03-01"},
        },
        "GET /compound-branches": {"query": {"limit": 5}},
        "POST /compound-branches": {
            "body": {"name": "丙", "compound": "丙", "area": "140213050001", "valid_from": "2023-01-01"}
        },
        "GET /compound-branches/{number}": {"path": {"number": branch}},
        "POST /compound-branches/{number}/due": {"path": {"number": branch}, "body": {"due_from": "2023-02-01"}},
        "POST /compound-branches/{number}/close": {"path": {"number": closing}, "body": {"valid_to": "2024-12-31"}},
        "POST /compound-branches/{number}/postings": {"path": {"number": branch}, "body": cadre},
        "POST /cadre-postings/{number}/end": {
            "path": {"number": posting},
            "body": {"valid_to": "2024-12-31", "reason": "term"},
        },
        "GET /cadre-coverage": {"query": {"on": "2023-12-31"}},
        "GET /dispute-warnings": {"query": {"limit": 5}},
        "GET /dispute-warnings/{number}": {"path": {"number": warning}},
        "POST /dispute-warnings/{number}/decision": {
            "path": {"number": warning},
            "body": {"decision": "watch", "note": "已核实"},
        },
        "GET /step-templates": {"query": {"limit": 5}},
        "GET /step-templates/{number}": {"path": {"number": steps}},
        "GET /step-assignments": {"query": {"q": "康吉"}},
    }
    return {label.replace(" /", " /api/v1/", 1): {**part, "caller": caller} for label, part in parts.items()}
