-- Run after the general grants: the application may add to the log and read it, never change it.
REVOKE UPDATE, DELETE, TRUNCATE ON audit_line, audit_seal FROM {app_role};
