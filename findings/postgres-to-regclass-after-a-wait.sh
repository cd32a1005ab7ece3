#!/bin/sh
# PostgreSQL 15.18 of Debian 12 (package postgresql-15), postgres 3.4.9, Node 20.
#
# Expected: in a transaction at READ COMMITTED, each statement sees what is committed when it
# begins. After a wait for an advisory lock, `to_regclass` therefore names the table that the lock's
# holder has made.
# Seen: it answers NULL if the session has asked for the same name before. The session remembers
# that there is no such schema. A lock of a table makes it look again, an advisory lock does not. A
# query of pg_class in the same transaction sees the table.
# Matters: "take an advisory lock, then ask to_regclass whether the migrations have run" makes the
# tables twice where several processes start on an empty database. It mostly goes well, because
# PostgreSQL makes a session look again that lags far behind the changes of others.
set -eu
PATH="$PATH:$(ls -d /usr/lib/postgresql/*/bin | tail -1)"
folder=$(mktemp -d)
as() { if [ "$(id -u)" -eq 0 ]; then su postgres -s /bin/sh -c "PATH='$PATH'; $1"; else sh -c "$1"; fi; }
trap 'as "pg_ctl -D $folder/data -m immediate stop" >/dev/null; rm -rf "$folder"' EXIT
[ "$(id -u)" -ne 0 ] || chown postgres "$folder"
cd "$folder"
as "initdb -D $folder/data -U postgres -A trust" >/dev/null
as "pg_ctl -D $folder/data -w -o \"-k $folder -c listen_addresses=''\" -l $folder/log start" >/dev/null
npm init -y >/dev/null
npm install --silent --no-audit --no-fund postgres@3.4.9
cat >show.mjs <<'JS'
import postgres from "postgres";

const connect = () =>
	postgres({ host: process.cwd(), username: "postgres", database: "postgres", max: 1 });
const [waiting, holder] = [connect(), connect()];
const [{ server_version }] = await waiting`show server_version`;
console.log(`PostgreSQL ${server_version}`);
const ask = async () => {
	const [{ found }] = await waiting`select to_regclass('app.made') is not null as found`;
	return found;
};
const before = await ask();
await holder.unsafe("begin; select pg_advisory_xact_lock(1)");
await waiting.unsafe("begin");
const locked = waiting.unsafe("select pg_advisory_xact_lock(1)").execute();
while ((await holder`select 1 from pg_locks where not granted`).length === 0);
await holder.unsafe("create schema app; create table app.made (); commit");
await locked;
const after = await ask();
const [{ listed }] = await waiting.unsafe(
	"select exists (select 1 from pg_class where relname = 'made') as listed",
);
await waiting.unsafe("commit");
const seen = [
	`before: ${before}; after the wait: to_regclass ${after}, pg_class ${listed};`,
	`in the next transaction: to_regclass ${await ask()}`,
].join(" ");
console.log(seen);
await Promise.all([waiting.end(), holder.end()]);
const known =
	"before: false; after the wait: to_regclass false, pg_class true; in the next transaction: to_regclass true";
process.exit(seen === known ? 0 : 1);
JS
node show.mjs
