"""Row-level security of rounds, visits and absences: read by the tokens of the grid line, written by services alone."""

_OWN = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
CREATE POLICY {table}_read ON {table} FOR SELECT
  USING (audience && (SELECT minsheng_tokens()) OR (SELECT minsheng_is_system()));
CREATE POLICY {table}_write ON {table} FOR ALL
  USING ((SELECT minsheng_is_system())) WITH CHECK ((SELECT minsheng_is_system()));
"""
_OF_ROUND = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
CREATE POLICY {table}_read ON {table} FOR SELECT USING (
  (SELECT minsheng_is_system()) OR EXISTS (SELECT 1 FROM grid_round r WHERE r.id = {table}.round_id));
CREATE POLICY {table}_write ON {table} FOR ALL
  USING ((SELECT minsheng_is_system())) WITH CHECK ((SELECT minsheng_is_system()));
"""

OWN_TABLES = ("grid_round", "grid_visit", "grid_absence")
ROUND_TABLES = ("grid_roundpoint", "grid_roundfinding")

POLICIES = "".join(_OWN.format(table=table) for table in OWN_TABLES) + "".join(
    _OF_ROUND.format(table=table) for table in ROUND_TABLES
)
