"""SQL of duplicates and hot issues: row-level security, and the functions that find what is alike."""

POLICIES = """
ALTER TABLE cases_hotissue ENABLE ROW LEVEL SECURITY;
CREATE POLICY hotissue_read ON cases_hotissue FOR SELECT
  USING (audience && (SELECT minsheng_tokens()) OR (SELECT minsheng_is_system()));
CREATE POLICY hotissue_write ON cases_hotissue FOR ALL
  USING ((SELECT minsheng_is_system())) WITH CHECK ((SELECT minsheng_is_system()));
ALTER TABLE cases_hotissuecase ENABLE ROW LEVEL SECURITY;
CREATE POLICY hotissuecase_read ON cases_hotissuecase FOR SELECT USING (
  (SELECT minsheng_is_system()) OR EXISTS (SELECT 1 FROM cases_case c WHERE c.id = cases_hotissuecase.case_id));
CREATE POLICY hotissuecase_write ON cases_hotissuecase FOR ALL
  USING ((SELECT minsheng_is_system())) WITH CHECK ((SELECT minsheng_is_system()));
ALTER TABLE cases_termcount ENABLE ROW LEVEL SECURITY;
CREATE POLICY termcount_all ON cases_termcount FOR ALL
  USING ((SELECT minsheng_is_system())) WITH CHECK ((SELECT minsheng_is_system()));
"""
"""Hot issues by their tokens, their cases as the cases themselves; counts of terms only through the function below."""

ALIKE = """
CREATE FUNCTION minsheng_term_counts(wanted text[]) RETURNS TABLE (term text, cases integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT t.term::text, t.cases FROM cases_termcount t WHERE t.term = ANY (wanted)
$$;
REVOKE ALL ON FUNCTION minsheng_term_counts(text[]) FROM PUBLIC;
CREATE FUNCTION minsheng_alike(
  telling text[], of_realm smallint, since timestamptz, until timestamptz, own bigint, wanted integer
) RETURNS TABLE (case_id bigint, terms text[], counts integer[]) LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public SET enable_seqscan = off SET enable_indexscan = off SET jit = off
SET plan_cache_mode = force_custom_plan AS $$
DECLARE
  tokens bigint[] := minsheng_tokens();
  everything boolean := minsheng_is_system();
  query tsquery := (SELECT string_agg(quote_literal(replace(t, '\\', '\\\\')), ' | ') FROM unnest(telling) t)::tsquery;
BEGIN
  RETURN QUERY
    WITH hits AS MATERIALIZED (
      SELECT c.case_id AS id, c.vector FROM cases_content c
      WHERE c.vector @@ query AND c.filed_at BETWEEN since AND until
    ), seen AS MATERIALIZED (
      SELECT h.id, tsvector_to_array(h.vector) AS words FROM hits h
      WHERE h.id <> own AND (
        SELECT (everything OR k.audience && tokens) AND k.realm = of_realm AND k.merged_into_id IS NULL
        FROM cases_case k WHERE k.id = h.id)
    ), nearest AS MATERIALIZED (
      SELECT s.id, s.words FROM seen s
      ORDER BY (SELECT count(*) FROM unnest(s.words) w WHERE w = ANY (telling)) DESC, s.id DESC LIMIT wanted
    ), known AS MATERIALIZED (
      SELECT t.term::text AS term, t.cases FROM cases_termcount t
      WHERE t.term IN (SELECT DISTINCT unnest(n.words) FROM nearest n)
    )
    SELECT n.id, array_agg(w.word ORDER BY w.word), array_agg(coalesce(k.cases, 0) ORDER BY w.word)
    FROM nearest n CROSS JOIN LATERAL unnest(n.words) AS w (word) LEFT JOIN known k ON k.term = w.word
    GROUP BY n.id;
END $$;
REVOKE ALL ON FUNCTION minsheng_alike(text[], smallint, timestamptz, timestamptz, bigint, integer) FROM PUBLIC;
"""
"""``@@`` is not leakproof: under row-level security the index of words would not be asked. So the function runs as the
owner and applies the audience test of the policy itself, before anything is ranked or cut. Both indexes of the contents
(words, filing) are read as bitmaps and only what lies in both is fetched; hence no index scans."""

REMOVED = """
DROP FUNCTION minsheng_alike(text[], smallint, timestamptz, timestamptz, bigint, integer);
DROP FUNCTION minsheng_term_counts(text[]);
"""
