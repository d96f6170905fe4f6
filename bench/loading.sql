-- Stored cases, second part: copies of the prototypes. {stride} - 1 for each, with the ids between two prototypes.
-- Run by the superuser with session_replication_role = replica (no foreign keys are asked: every copy has what its prototype has).
-- ;; ends a statement.
CREATE AGGREGATE bench_join (tsvector) (SFUNC = tsvector_concat, STYPE = tsvector);;
CREATE TEMP TABLE copies AS
  SELECT p.id AS model, p.id + k AS id, k FROM cases_case p, generate_series(1, {stride} - 1) k
  WHERE p.id BETWEEN {first} AND {last} ORDER BY 2;;
ANALYZE copies;;
INSERT INTO cases_case ({cases_case})
  SELECT {cases_case:id=c.id:code=n.code:client_key=NULL:client_digest=NULL:audience=array_replace(p.audience, (4::bigint << 59) | p.id, (4::bigint << 59) | c.id)}
  FROM copies c JOIN cases_case p ON p.id = c.model JOIN bench_code n ON n.id = c.id ORDER BY c.id;;
INSERT INTO cases_content ({cases_content})
  SELECT c.id, p.filed_at, m.body, p.address, p.lon, p.lat, m.vector, NULL
  FROM copies c JOIN cases_content p ON p.case_id = c.model CROSS JOIN LATERAL (
    SELECT string_agg(w.text, '，') || '。' AS body, bench_join(w.vector) AS vector
    FROM generate_series(1, {parts}) slot CROSS JOIN LATERAL (SELECT floor({phrases} ^ random() + 0 * (slot + c.id))::int AS rank) r
    JOIN bench_phrase w ON w.rank = r.rank
  ) m ORDER BY c.id;;
INSERT INTO cases_act ({cases_act}) SELECT {cases_act:case_id=c.id}
  FROM copies c JOIN cases_act p ON p.case_id = c.model ORDER BY c.id, p.seq;;
INSERT INTO cases_acttext ({cases_acttext}) SELECT {cases_acttext:case_id=c.id}
  FROM copies c JOIN cases_acttext p ON p.case_id = c.model ORDER BY c.id, p.id;;
INSERT INTO cases_clockrow ({cases_clockrow}) SELECT {cases_clockrow:case_id=c.id}
  FROM copies c JOIN cases_clockrow p ON p.case_id = c.model ORDER BY c.id, p.id;;
INSERT INTO cases_assignmentrow ({cases_assignmentrow}) SELECT {cases_assignmentrow:case_id=c.id}
  FROM copies c JOIN cases_assignmentrow p ON p.case_id = c.model ORDER BY c.id, p.id;;
INSERT INTO cases_ratingrow ({cases_ratingrow}) SELECT {cases_ratingrow:case_id=c.id}
  FROM copies c JOIN cases_ratingrow p ON p.case_id = c.model ORDER BY c.id, p.id;;
UPDATE messages_outbox SET sent_at = coalesce(sent_at, created_at);;
INSERT INTO messages_outbox ({messages_outbox})
  SELECT {messages_outbox:case_id=c.id:stamp=gen_random_uuid():dedup_key=regexp_replace(p.dedup_key, '[0-9]+', c.id::text)}
  FROM copies c JOIN messages_outbox p ON p.case_id = c.model ORDER BY c.id, p.id;;
INSERT INTO audit_line ({audit_line})
  SELECT {audit_line:case_id=c.id:subject_id=c.id::text:digest=sha256(convert_to(replace(b.line, '¤', c.id::text), 'UTF8'))}
  FROM copies c JOIN audit_line p ON p.case_id = c.model JOIN bench_line b ON b.id = p.id ORDER BY c.id, p.id;;
TRUNCATE procrastinate_jobs CASCADE;;
DROP AGGREGATE bench_join (tsvector);;
DROP TABLE bench_code, bench_phrase, bench_line;;
