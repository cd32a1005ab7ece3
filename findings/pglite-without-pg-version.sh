#!/bin/sh
# @electric-sql/pglite 0.5.16, Node 20.
#
# Expected: a data directory that lost its file PG_VERSION (a backup restored in part) is refused, as
# Postgres refuses it: "is not a valid data directory".
# Seen: PGlite takes the directory for a new one and initialises it over its files. The tables are
# gone, no error is raised, and the file is there again.
# Matters: whoever embeds PGlite has to look for PG_VERSION before opening a directory that should
# hold data. This product refuses such a directory at its start.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @electric-sql/pglite@0.5.16
cat >show.mjs <<'JS'
import { existsSync, rmSync } from "node:fs";
import { PGlite } from "@electric-sql/pglite";

const tables = async (db) => (await db.query("select tablename from pg_tables where schemaname = 'public'")).rows.length;
const first = await PGlite.create("data");
await first.exec("create table kept (id int)");
const before = await tables(first);
await first.close();
rmSync("data/PG_VERSION");
const second = await PGlite.create("data");
const after = await tables(second);
await second.close();
const seen = `tables before: ${before}, after: ${after}, PG_VERSION is there again: ${existsSync("data/PG_VERSION")}`;
console.log(seen);
process.exit(seen === "tables before: 1, after: 0, PG_VERSION is there again: true" ? 0 : 1);
JS
node show.mjs
