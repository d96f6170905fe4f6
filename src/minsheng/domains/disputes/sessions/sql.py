"""Row-level security of sessions, and the load of mediators: what counts cases that its reader may not see."""

_OF_CASE = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
CREATE POLICY {table}_read ON {table} FOR SELECT USING (
  (SELECT minsheng_is_system()) OR EXISTS (SELECT 1 FROM cases_case c WHERE c.id = {table}.case_id));
CREATE POLICY {table}_write ON {table} FOR ALL
  USING ((SELECT minsheng_is_system())) WITH CHECK ((SELECT minsheng_is_system()));
"""

TABLES = ("disputes_session", "disputes_sessionmediator", "disputes_attendance")
POLICIES = "".join(_OF_CASE.format(table=table) for table in TABLES)

LOAD = """
CREATE INDEX disputes_open_mediators ON cases_case USING gin ((facts -> 'mediators') jsonb_path_ops)
  WHERE closed_at IS NULL AND facts ? 'mediators';
CREATE FUNCTION minsheng_mediator_load(accounts bigint[]) RETURNS TABLE (account_id bigint, cases bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT a.id, (SELECT count(*) FROM cases_case c
    WHERE c.closed_at IS NULL AND c.facts ? 'mediators' AND c.facts -> 'mediators' @> jsonb_build_array(a.id))
  FROM unnest(accounts) AS a (id)
$$;
REVOKE ALL ON FUNCTION minsheng_mediator_load(bigint[]) FROM PUBLIC;
"""
"""How many open cases name each account. A number says nothing of whose cases they are; the function therefore looks
with the eyes of the owner, which also lets the planner use the index (row-level security would keep it from it)."""

REMOVED = "DROP FUNCTION minsheng_mediator_load(bigint[]); DROP INDEX disputes_open_mediators;"
