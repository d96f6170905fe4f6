"""SQL of the cases room: row-level security, refusal of changes, and the search function."""

POLICIES = """
ALTER TABLE cases_case ENABLE ROW LEVEL SECURITY;
CREATE POLICY case_read ON cases_case FOR SELECT
  USING (audience && (SELECT minsheng_tokens()) OR (SELECT minsheng_is_system()));
CREATE POLICY case_insert ON cases_case FOR INSERT WITH CHECK ((SELECT minsheng_is_system()));
CREATE POLICY case_update ON cases_case FOR UPDATE
  USING (audience && (SELECT minsheng_tokens()) OR (SELECT minsheng_is_system()))
  WITH CHECK ((SELECT minsheng_is_system()));
"""
"""Reading by token. Locking a row (SELECT … FOR UPDATE) needs the update policy's USING; writing needs SYSTEM."""

_CHILD = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
CREATE POLICY {table}_read ON {table} FOR SELECT USING (
  (SELECT minsheng_is_system()) OR EXISTS (SELECT 1 FROM cases_case c WHERE c.id = {table}.case_id));
CREATE POLICY {table}_write ON {table} FOR ALL
  USING ((SELECT minsheng_is_system())) WITH CHECK ((SELECT minsheng_is_system()));
"""

CHILD_TABLES = (
    "cases_content",
    "cases_act",
    "cases_acttext",
    "cases_clockrow",
    "cases_assignmentrow",
    "cases_ratingrow",
    "cases_caseparty",
    "cases_caselink",
    "cases_attachment",
)

CHILD_POLICIES = "".join(_CHILD.format(table=table) for table in CHILD_TABLES)

PARTY_POLICY = """
CREATE POLICY party_of_visible_case ON parties_party FOR SELECT USING (
  EXISTS (SELECT 1 FROM cases_case c WHERE c.reporter_id = parties_party.id)
  OR EXISTS (SELECT 1 FROM cases_caseparty p WHERE p.party_id = parties_party.id));
"""

IMMUTABLE_ACTS = """
CREATE TRIGGER act_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON cases_act
  FOR EACH STATEMENT EXECUTE FUNCTION minsheng_refuse_change();
ALTER TABLE cases_act ENABLE ALWAYS TRIGGER act_append_only;
CREATE FUNCTION minsheng_only_blank() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.text = '' AND NEW.erased_at IS NOT NULL AND OLD.erased_at IS NULL
     AND (NEW.case_id, NEW.seq, NEW.field, NEW.public) = (OLD.case_id, OLD.seq, OLD.field, OLD.public) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'the text of an act may only be blanked' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER acttext_only_blank BEFORE UPDATE ON cases_acttext
  FOR EACH ROW EXECUTE FUNCTION minsheng_only_blank();
CREATE TRIGGER acttext_refuses_delete BEFORE DELETE OR TRUNCATE ON cases_acttext
  FOR EACH STATEMENT EXECUTE FUNCTION minsheng_refuse_change();
"""

SEARCH = """
CREATE FUNCTION minsheng_search(
  query tsquery, realms smallint[], before_at timestamptz, before_id bigint, wanted integer
) RETURNS TABLE (case_id bigint) LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public SET enable_seqscan = off SET jit = off AS $$
DECLARE
  tokens bigint[] := minsheng_tokens();
  everything boolean := minsheng_is_system();
  found integer;
BEGIN
  RETURN QUERY
    SELECT n.case_id FROM (
      SELECT c.case_id, c.filed_at, c.vector FROM cases_content c
      WHERE before_at IS NULL OR (c.filed_at, c.case_id) < (before_at, before_id)
      ORDER BY c.filed_at DESC, c.case_id DESC LIMIT 2000
    ) n JOIN cases_case k ON k.id = n.case_id
    WHERE n.vector @@ query AND (everything OR k.audience && tokens)
      AND (cardinality(realms) = 0 OR k.realm = ANY (realms))
    ORDER BY n.filed_at DESC, n.case_id DESC LIMIT wanted;
  GET DIAGNOSTICS found = ROW_COUNT;
  IF found >= wanted THEN
    RETURN;
  END IF;
  RETURN QUERY
    WITH edge AS (
      SELECT c.filed_at, c.case_id FROM cases_content c
      WHERE before_at IS NULL OR (c.filed_at, c.case_id) < (before_at, before_id)
      ORDER BY c.filed_at DESC, c.case_id DESC OFFSET 1999 LIMIT 1
    ), hits AS MATERIALIZED (
      SELECT c.case_id, c.filed_at FROM cases_content c WHERE c.vector @@ query
    )
    SELECT h.case_id FROM hits h JOIN edge e ON (h.filed_at, h.case_id) < (e.filed_at, e.case_id)
    JOIN cases_case k ON k.id = h.case_id
    WHERE (everything OR k.audience && tokens) AND (cardinality(realms) = 0 OR k.realm = ANY (realms))
    ORDER BY h.filed_at DESC, h.case_id DESC LIMIT wanted - found;
END $$;
REVOKE ALL ON FUNCTION minsheng_search(tsquery, smallint[], timestamptz, bigint, integer) FROM PUBLIC;
"""
"""The second step starts behind the newest 2,000 that the first has walked. Sequential scans are off inside the
function: the planner cannot know how rare a word is, the two steps do."""
