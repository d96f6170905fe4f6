"""Row-level security of hand-overs: seen by whoever sees the sender's case or the receiver's, written by services."""

POLICIES = """
ALTER TABLE disputes_handover ENABLE ROW LEVEL SECURITY;
CREATE POLICY disputes_handover_read ON disputes_handover FOR SELECT USING (
  (SELECT minsheng_is_system())
  OR EXISTS (SELECT 1 FROM cases_case c WHERE c.id IN (disputes_handover.case_id, disputes_handover.received_id)));
CREATE POLICY disputes_handover_write ON disputes_handover FOR ALL
  USING ((SELECT minsheng_is_system())) WITH CHECK ((SELECT minsheng_is_system()));
"""
