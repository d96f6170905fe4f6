-- Acts are history: the application may add them and nothing else. Texts of acts may be blanked (a trigger holds it to that).
REVOKE UPDATE, DELETE, TRUNCATE ON cases_act FROM minsheng_app;
REVOKE DELETE, TRUNCATE ON cases_acttext FROM minsheng_app;
GRANT EXECUTE ON FUNCTION minsheng_search(tsquery, smallint[], timestamptz, bigint, integer) TO minsheng_app;
GRANT EXECUTE ON FUNCTION minsheng_term_counts(text[]) TO minsheng_app;
GRANT EXECUTE ON FUNCTION minsheng_alike(text[], smallint, timestamptz, timestamptz, bigint, integer) TO minsheng_app;
