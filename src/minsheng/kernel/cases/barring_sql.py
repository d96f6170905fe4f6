"""SQL that bars: whoever is accused in a case never sees it, whatever posts they hold.

Every place where ``sql.py`` and ``issues_sql.py`` ask whether a case is seen asks the bar as well.
"""

from minsheng.kernel.cases.issues_sql import ALIKE
from minsheng.kernel.cases.sql import SEARCH

POLICIES = """
DROP POLICY case_read ON cases_case;
CREATE POLICY case_read ON cases_case FOR SELECT
  USING (audience && (SELECT minsheng_tokens()) AND NOT barred && (SELECT minsheng_tokens())
    OR (SELECT minsheng_is_system()));
DROP POLICY case_update ON cases_case;
CREATE POLICY case_update ON cases_case FOR UPDATE
  USING (audience && (SELECT minsheng_tokens()) AND NOT barred && (SELECT minsheng_tokens())
    OR (SELECT minsheng_is_system()))
  WITH CHECK ((SELECT minsheng_is_system()));
"""


def _function(text: str, name: str) -> str:
    """The definition of one function, from CREATE to the end of its body, made to replace the one that stands."""
    begin = text.index(f"CREATE FUNCTION {name}(")
    return text[begin : text.index("END $$;", begin) + len("END $$;")].replace("CREATE F", "CREATE OR REPLACE F", 1)


def _barring(text: str, alias: str) -> str:
    """``text`` with the bar beside every test of the audience of ``alias``."""
    asked = f"{alias}.audience && tokens"
    return text.replace(asked, f"{asked} AND NOT {alias}.barred && tokens")


_SEARCH = _function(SEARCH, "minsheng_search").replace("k.realm, k.audience FROM", "k.realm, k.audience, k.barred FROM")
FUNCTIONS = _barring(_barring(_SEARCH, "n"), "k") + "\n" + _barring(_function(ALIKE, "minsheng_alike"), "k")
