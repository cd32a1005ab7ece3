import type { SoughtNumber } from "../../../app/domain/records/sought-number.ts";
import type { Db } from "../../../db/connection/database.ts";
import { findGroupNames, namesOfGroup } from "../../../db/records/found-groups.ts";
import { findNumbers, type NumberColumn } from "../../../db/records/found-numbers.ts";
import { callerNumber, type HotStatement, poolNumber } from "./hot-statement.ts";

const lastDay = (now: number) => ({ from: new Date(now - 86_400_000), to: new Date(now) });

const COLUMNS: Record<NumberColumn, string> = {
	"requests.ani": "requests_from_number",
	"requests.dnis": "requests_to_number",
	"attempts.ani": "attempts_from_number",
	"attempts.dnis": "attempts_to_number",
};

const numberSearches = Object.entries(COLUMNS).flatMap(([column, index]): HotStatement[] => {
	const of = column as NumberColumn;
	const name = column.replace(".", "_");
	const whole = [of.endsWith("ani") ? callerNumber(17) : poolNumber(17)];
	const beginnings = [of.endsWith("ani") ? "+164600001" : "+141500001"];
	const find = (db: Db, sought: SoughtNumber) =>
		findNumbers(db, of, sought, { from: null, to: null });
	return [
		{
			name: `has_${name}`,
			about: `Whether any record has one of the numbers (${column}).`,
			parameters: ["the numbers, with spaces between"],
			call: (db) => find(db, { kind: "number", whole, beginnings }),
			by: [index],
		},
		{
			name: `${name}_by_beginning`,
			about: `The numbers with a beginning (${column}), each by one look into the index.`,
			parameters: ["the beginning", "where it ends"],
			call: (db) => find(db, { kind: "number", whole: [], beginnings }),
			by: [index],
		},
	];
});

const callerSearches = (["requests", "attempts"] as const).map(
	(table): HotStatement => ({
		name: `${table}_callers_by_ending`,
		about: `The callers with given last digits among the newest ${table} of a time.`,
		parameters: ["the digits", "from, in milliseconds since 1970", "to"],
		call: (db, now) =>
			findNumbers(db, `${table}.ani`, { kind: "ending", ending: "0017" }, lastDay(now)),
		by: [table === "requests" ? "requests_created_at" : "attempts_at"],
	}),
);

/** What a search finds before its page is read (K6). */
export const RECORD_SEARCHES: readonly HotStatement[] = [
	...numberSearches,
	...callerSearches,
	{
		name: "dnis_by_ending",
		about: "The numbers of pools with given last digits.",
		parameters: ["the digits"],
		call: (db, now) =>
			findNumbers(db, "requests.dnis", { kind: "ending", ending: "0017" }, lastDay(now)),
		by: ["numbers_last_digits"],
	},
	{
		name: "group_names_of_requests",
		about: "The names that requests have, each by one look into the index.",
		parameters: [],
		call: (db) => findGroupNames(db, "Group"),
		by: ["requests_group_name"],
	},
	{
		name: "names_of_group",
		about: "The name of the group that is named.",
		parameters: ["its key"],
		call: (db) => namesOfGroup(db, "Group 1"),
		by: ["groups_name_key_unique"],
	},
];
