"""Row-level security of agreements, signatures and instalments: read by whoever sees the case, written by services."""

_OF_CASE = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
CREATE POLICY {table}_read ON {table} FOR SELECT USING (
  (SELECT minsheng_is_system()) OR EXISTS (SELECT 1 FROM cases_case c WHERE c.id = {table}.case_id));
CREATE POLICY {table}_write ON {table} FOR ALL
  USING ((SELECT minsheng_is_system())) WITH CHECK ((SELECT minsheng_is_system()));
"""

TABLES = ("disputes_agreementnumber", "disputes_agreement", "disputes_signature", "disputes_instalment")
POLICIES = "".join(_OF_CASE.format(table=table) for table in TABLES)
