"""SQL of early warning: who reads a warning, and how the disputes around a place are found."""

POLICIES = """
ALTER TABLE disputes_casewarning ENABLE ROW LEVEL SECURITY;
CREATE POLICY disputes_casewarning_read ON disputes_casewarning FOR SELECT USING (
  (SELECT minsheng_is_system()) OR EXISTS (
    SELECT 1 FROM cases_case c WHERE c.id = disputes_casewarning.case_id
      AND c.audience && (SELECT array_agg(t) FROM unnest(minsheng_tokens()) AS t WHERE t >> 59 IN (1, 2, 5))));
CREATE POLICY disputes_casewarning_write ON disputes_casewarning FOR ALL
  USING ((SELECT minsheng_is_system())) WITH CHECK ((SELECT minsheng_is_system()));
"""
"""Only by tokens of posts and of accounts that the case names (kinds 1, 2 and 5): a party's own tokens open none."""

POINT_INDEX = """
CREATE INDEX disputes_content_point ON cases_content (lat, lon) WHERE lat IS NOT NULL AND lon IS NOT NULL;
"""
"""Without it, to look around one dispute would be to read all reports of a quarter of a year."""
