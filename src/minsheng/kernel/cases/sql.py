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
CREATE FUNCTION minsheng_shares(relation text, attribute text, elements text[]) RETURNS float8[]
LANGUAGE sql STABLE AS $$
  WITH counted AS (
    SELECT most_common_elems::text::text[] AS elems, most_common_elem_freqs AS freqs FROM pg_stats
    WHERE schemaname = 'public' AND tablename = relation AND attname = attribute
  )
  SELECT array_agg(coalesce(c.freqs[array_position(c.elems, e.element)], c.freqs[cardinality(c.elems) + 1] / 2, 0.01))
  FROM unnest(elements) AS e (element) LEFT JOIN counted c ON true
$$;
CREATE FUNCTION minsheng_search(
  query tsquery, realms smallint[], before_at timestamptz, before_id bigint, wanted integer
) RETURNS TABLE (case_id bigint) LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_custom_plan AS $$
DECLARE
  tokens bigint[] := minsheng_tokens();
  everything boolean := minsheng_is_system();
  stored float8 := (SELECT greatest(reltuples, 1) FROM pg_class WHERE oid = 'cases_case'::regclass);
  terms text[] := regexp_split_to_array(query::text, ' & ');
  seen float8 := 1;    -- share of the cases that these eyes may see
  hit float8;          -- share of the cases that hold the words, at most
  far float8;          -- how many cases back the last one of the page is to be expected
  by_walk float8;      -- what each way costs, in microseconds as measured with a million cases
  by_word float8;
  by_eyes float8;
  found integer := 0;
BEGIN
  before_at := coalesce(before_at, 'infinity');
  before_id := coalesce(before_id, 0);
  IF NOT everything THEN
    SELECT least(coalesce(sum(s), 0), 1) INTO seen
    FROM unnest(minsheng_shares('cases_case', 'audience', tokens::text[])) s;
  END IF;
  SELECT min(s) INTO hit FROM unnest(minsheng_shares('cases_content', 'vector',
    ARRAY(SELECT trim(both '''' from t) FROM unnest(terms) t))) s;
  IF cardinality(terms) > 1 AND hit > 0.01 THEN
    SELECT least(hit, (count(*) FILTER (WHERE n.vector @@ query) + 1) / 500.0) INTO hit FROM (
      SELECT c.vector FROM cases_content c ORDER BY c.filed_at DESC, c.case_id DESC LIMIT 500) n;
  END IF;
  far := wanted / greatest(seen * hit, 1e-9);
  by_walk := far * (0.5 + 12 * seen);
  by_word := stored * hit * 2 + least(stored * hit, wanted / greatest(seen, 1e-9)) * 4;
  by_eyes := stored * seen + least(stored * seen, wanted / hit) * 12;
  IF far < 60000 AND by_walk < by_word AND (everything OR by_walk < by_eyes) THEN
    far := least(far * 3, 100000);
    RETURN QUERY
      SELECT n.id FROM (
        SELECT k.id, k.filed_at, k.realm, k.audience FROM cases_case k
        WHERE (k.filed_at, k.id) < (before_at, before_id) ORDER BY k.filed_at DESC, k.id DESC LIMIT far::bigint
      ) n
      WHERE (everything OR n.audience && tokens) AND (cardinality(realms) = 0 OR n.realm = ANY (realms))
        AND (SELECT c.vector @@ query FROM cases_content c WHERE c.case_id = n.id)
      ORDER BY n.filed_at DESC, n.id DESC LIMIT wanted;
    GET DIAGNOSTICS found = ROW_COUNT;
    IF found < wanted THEN
      SELECT k.filed_at, k.id INTO before_at, before_id FROM cases_case k
      WHERE (k.filed_at, k.id) < (before_at, before_id)
      ORDER BY k.filed_at DESC, k.id DESC OFFSET far::bigint - 1 LIMIT 1;
    END IF;
    IF found >= wanted OR before_at IS NULL THEN
      RETURN;
    END IF;
  END IF;
  IF everything OR by_word < by_eyes THEN
    RETURN QUERY
      WITH hits AS MATERIALIZED (
        SELECT c.case_id AS id, c.filed_at FROM cases_content c
        WHERE c.vector @@ query AND (c.filed_at, c.case_id) < (before_at, before_id)
      )
      SELECT h.id FROM (SELECT * FROM hits ORDER BY filed_at DESC, id DESC OFFSET 0) h
      WHERE (SELECT (everything OR k.audience && tokens) AND (cardinality(realms) = 0 OR k.realm = ANY (realms))
             FROM cases_case k WHERE k.id = h.id)
      ORDER BY h.filed_at DESC, h.id DESC LIMIT wanted - found;
  ELSE
    RETURN QUERY
      WITH mine AS MATERIALIZED (
        SELECT k.id, k.filed_at FROM cases_case k
        WHERE k.audience && tokens AND (cardinality(realms) = 0 OR k.realm = ANY (realms))
          AND (k.filed_at, k.id) < (before_at, before_id)
      )
      SELECT m.id FROM (SELECT * FROM mine ORDER BY filed_at DESC, id DESC OFFSET 0) m
      WHERE (SELECT c.vector @@ query FROM cases_content c WHERE c.case_id = m.id)
      ORDER BY m.filed_at DESC, m.id DESC LIMIT wanted - found;
  END IF;
END $$;
REVOKE ALL ON FUNCTION minsheng_search(tsquery, smallint[], timestamptz, bigint, integer) FROM PUBLIC;
"""
"""Three ways to the newest page, and the cheapest is taken by what ANALYZE has counted: to walk back from the newest
case (common words, eyes that see much), to ask the index of words (rare words), or that of audiences (eyes that see
little). A walk that finds too few goes on by one of the others. The planner is not left the choice, for it believes
that words come independently and that vectors cost nothing to read: each query here has only one sensible plan.

Shares of several words are an upper bound, so the newest 500 cases are asked how often the words come together. What
ANALYZE has not counted is taken for half as common as the rarest that it has."""
