#!/bin/sh
# Makes the database and its two logins on an external PostgreSQL, as its administrator (psql finds it by libpq's own
# variables). The owner makes and changes tables; the application only uses them, so that row-level security binds it.
set -eu
: "${OWNER_PASSWORD:?}" "${APP_PASSWORD:?}"
psql -X -v ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname postgres \
  -v owner_password="$OWNER_PASSWORD" -v app_password="$APP_PASSWORD" <<'SQL'
CREATE ROLE minsheng_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE minsheng_app LOGIN PASSWORD :'app_password';
CREATE DATABASE minsheng OWNER minsheng_owner ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8' TEMPLATE template0;
SQL
