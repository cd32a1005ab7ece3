#!/bin/sh
# @electric-sql/pglite 0.5.16 (PostgreSQL 18.6), Node 20. Also seen with PostgreSQL 15.18.
#
# Expected: an index scan backward returns equal keys in the reverse of a forward scan's order, so
# that `order by key desc limit 1` ends at the row that was written last.
# Seen: entries that the B-tree has deduplicated come oldest first in both directions. With
# deduplicate_items off, the backward scan begins with the newest.
# Matters: while an old snapshot is held, all versions of an updated row stay in the index as equal
# keys. A look at the newest version through a unique index then reads several dead ones first.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @electric-sql/pglite@0.5.16
cat >show.mjs <<'JS'
import { PGlite } from "@electric-sql/pglite";

const db = await PGlite.create();
console.log((await db.query("select version()")).rows[0].version.split(" on ")[0]);
await db.exec("set enable_seqscan = off; set enable_bitmapscan = off; set enable_sort = off");
const first = async (deduplicate) => {
	await db.exec(`create table t (key int, written int);
		insert into t select 1, n from generate_series(1, 100) n;
		create index t_key on t (key) with (deduplicate_items = ${deduplicate})`);
	const ask = "select written from t where key between 1 and 1 order by key desc limit 1";
	const plan = (await db.query(`explain ${ask}`)).rows.map((row) => row["QUERY PLAN"]).join("\n");
	if (!plan.includes("Index Scan Backward")) throw new Error(plan);
	const { written } = (await db.query(ask)).rows[0];
	await db.exec("drop table t");
	return written;
};
const seen = `first row of the backward scan: ${await first("on")} deduplicated, ${await first("off")} not`;
console.log(seen);
await db.close();
process.exit(seen === "first row of the backward scan: 1 deduplicated, 100 not" ? 0 : 1);
JS
node show.mjs
