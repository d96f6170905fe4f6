import re
import pytest
from tests.surface.web.test_filing import report
from tests.surface.web.conftest import *
@pytest.mark.parametrize("changes",[{"body": "  "},{"body": "坏\x00字"},{"phone": "12"},{"category": "999999"},{"lon": "100.5", "lat": "20.1"},{"lon": "这里", "lat": "那里"},{"lon": "", "lat": "", "area": "999"},{"kind":""}])
def test_x(visitor,changes):
    html=visitor.post("report",data=report(visitor,**changes)).content.decode()
    print("\n##",changes,re.findall(r'<p class="error"[^>]*>(.*?)</p>',html), re.findall(r'<div class="faults.*?</div>',html,re.S)[:1])
