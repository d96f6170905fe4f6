import time, cProfile, pstats, json, os
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.district import make_district
from tests.surface.api.calling import Caller, a_filing, caller_for

@pytest.mark.own_database
def test_perf(settings):
    import logging, structlog
    settings.API_RATES = dict.fromkeys(settings.API_RATES, "0")
    d = make_district()
    D = caller_for(d.accounts["dispatcher"]); H = caller_for(d.accounts["housing"])
    R = caller_for(d.accounts["dispatcher"])
    def life(i, show=False):
        def go(caller, path, body):
            if not show:
                r = caller.post(path, body)
            else:
                with CaptureQueriesContext(connection) as q:
                    r = caller.post(path, body)
                print(path, r.status_code, len(q.captured_queries))
                for x in q.captured_queries: print("   ", x["time"], x["sql"][:130].replace("\n", " "))
            assert r.status_code in (200, 201), r.content
            return r
        c = go(D, "/cases", a_filing(reporter={"name": "王小明", "phone": f"138{i:08d}"})).json()["code"]
        go(D, f"/cases/{c}/acts/dispatch", {"unit": "housing"})
        go(H, f"/cases/{c}/acts/contact", {"note": "x"})
        go(H, f"/cases/{c}/acts/answer", {"answer": "好", "result": "solved"})
        from minsheng.surface.api.callers import case_token
        from minsheng.kernel.cases.models import Case
        go(Caller(case_token(life.n + 1 if False else idof(c))), f"/cases/{c}/acts/rate", {"solved": "yes", "satisfied": "satisfied"})
    from django.db import transaction
    from minsheng.kernel.access.context import look_as_system
    from minsheng.kernel.cases.models import Case
    def idof(code):
        with transaction.atomic():
            look_as_system()
            return Case.objects.values_list("pk", flat=True).get(code=code)
    life.n = 0
    life(0); life(1, True)
    t = time.perf_counter(); c0 = time.process_time()
    for i in range(2, 102): life(i)
    print("lives/s", 100 / (time.perf_counter() - t), "cpu ms/life", (time.process_time() - c0) * 10)
    p = cProfile.Profile(); p.enable()
    for i in range(102, 142): life(i)
    p.disable(); pstats.Stats(p).sort_stats("tottime").print_stats(45)
    pstats.Stats(p).sort_stats("cumtime").print_stats(70)
