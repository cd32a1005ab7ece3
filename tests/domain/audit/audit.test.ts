import { describe, expect, test } from "vitest";
import {
	AUDIT_ACTIONS,
	AUDIT_AREAS,
	auditActionWords,
	searchedActions,
} from "../../../app/domain/audit/audit-action.ts";
import { auditRowsCsv, readAuditAttachment } from "../../../app/domain/audit/audit-attachment.ts";
import { auditCsvRow } from "../../../app/domain/audit/audit-csv.ts";
import { auditDifferences, differencesInLine } from "../../../app/domain/audit/audit-difference.ts";
import { parseCsv } from "../../../app/domain/csv.ts";
import { DEFAULT_GROUP_SETTINGS } from "../../../app/domain/groups/group-settings.ts";
import { readAuditView } from "../../../app/domain/records/read-record-view.ts";

const differences = (before: unknown, after: unknown) =>
	auditDifferences(before, after, { time: (at) => `at ${at.getTime()}` });
const line = (before: unknown, after: unknown) => differencesInLine(differences(before, after));

describe("what changed, in words (O5)", () => {
	test("is only what is other than before", () => {
		const now = { ...DEFAULT_GROUP_SETTINGS, expirySeconds: 60, uniqueDnis: true };
		expect(differences(DEFAULT_GROUP_SETTINGS, now)).toEqual([
			{ label: "Expiry (seconds)", before: "30", after: "60" },
			{ label: "Unique DNIS", before: "off", after: "on" },
		]);
		expect(
			differences({ settings: DEFAULT_GROUP_SETTINGS }, { settings: now, added: 3 }),
		).toHaveLength(3);
	});

	test("a setting that is a choice has its words (G7)", () => {
		expect(
			line(DEFAULT_GROUP_SETTINGS, {
				...DEFAULT_GROUP_SETTINGS,
				callerId: "attested",
				guard: "alertOnly",
			}),
		).toBe(
			"Caller ID: Any call → Same number, attested; " +
				"When codes are guessed: Guard the number → Alert only",
		);
	});

	test.each([
		[
			{ role: "monitor" },
			{ role: "administrator" },
			"Role: Callback Monitor → Callback Administrator",
		],
		[{ timeZone: null }, { timeZone: "Asia/Tokyo" }, "Time zone: none → Asia/Tokyo"],
		[
			null,
			{ reason: "wrong-password", client: "192.0.2.1" },
			"Reason: wrong password; From: 192.0.2.1",
		],
		[{ number: "+18005555554", description: "" }, null, "DNIS: +18005555554; Description: (empty)"],
		[{ lockedUntil: "1970-01-01T00:00:01.000Z" }, null, "Locked until: at 1000"],
		[null, { scopes: ["create", "match"], groups: [] }, "Scopes: create, match; Groups: none"],
		[
			null,
			{ existing: "skip", groups: { new: 1, changed: 2 } },
			"Existing: skip; Groups, New: 1; Groups, Changed: 2",
		],
		[null, null, ""],
		["x", 1, "Value: x → 1"],
		[{ a: "2026-99-99T00:00:00Z" }, {}, "A: 2026-99-99T00:00:00Z"],
	])("%j, %j is %j", (before, after, words) => {
		expect(line(before, after)).toBe(words);
	});

	test("names what nobody thought of when it was written", () => {
		expect(line({ requestsPerMinute: 5 }, { requestsPerMinute: null })).toBe(
			"Requests per minute: 5 → none",
		);
		expect(line(null, JSON.parse('{"__proto__":{"constructor":1}}'))).toContain("1");
	});
});

describe("actions", () => {
	test("stand in one area each", () => {
		const all = Object.values(AUDIT_AREAS).flatMap(({ actions }) => actions);
		expect(all.sort()).toEqual(Object.keys(AUDIT_ACTIONS).sort());
	});

	test("are searched one by one or by area; what is none is no search", () => {
		expect(searchedActions("user.remove")).toEqual(["user.remove"]);
		expect(searchedActions("sign-ins")).toEqual([
			"sign-in.succeed",
			"sign-in.fail",
			"sign-out.succeed",
		]);
		for (const what of ["", "nothing", "constructor", "__proto__"])
			expect([what, searchedActions(what)]).toEqual([what, null]);
	});

	test("that are not known stand as they are", () => {
		expect([auditActionWords("group.create"), auditActionWords("toString")]).toEqual([
			"Group created",
			"toString",
		]);
	});
});

describe("attached rows", () => {
	test("are read from whatever stored them", () => {
		const pool = JSON.stringify([{ number: "+1", description: "a" }]);
		expect(readAuditAttachment(pool, "group.create")).toEqual([
			{ what: "Added", number: "+1", before: null, after: "a" },
		]);
		expect(readAuditAttachment(pool, "group.delete")).toEqual([
			{ what: "Removed", number: "+1", before: "a", after: null },
		]);
		const lists = {
			...{
				added: [{ number: "+2", description: "b", line: 1 }],
				removed: [{ number: "+5", description: "e" }],
				rows: 4,
			},
			...{
				changed: [{ number: "+3", before: "c", after: "d" }],
				emptied: [{ number: "+4", before: "d" }],
				returned: [{ number: "+6" }],
			},
		};
		expect(
			readAuditAttachment(JSON.stringify(lists), "pool.import").map(
				({ what, number, before, after }) => [what, number, before, after],
			),
		).toEqual([
			["Added", "+2", null, "b"],
			["Returned", "+6", null, ""],
			["Changed", "+3", "c", "d"],
			["Changed", "+4", "d", ""],
			["Removed", "+5", "e", null],
		]);
		for (const odd of ["null", "1", '"text"', "[null]", '{"added":1}'])
			expect(readAuditAttachment(odd, "pool.import")).toEqual([]);
	});

	test("come as CSV in which numbers are plain and nothing runs as a formula (I6)", () => {
		const csv = auditRowsCsv([
			{ what: "Changed", number: "+18005555554", before: "=1+1", after: '"quoted", with a comma' },
		]);
		expect(csv).toBe(
			'\ufeffChange,DNIS,Description before,Description after\r\nChanged,+18005555554,\'=1+1,"""quoted"", with a comma"\r\n',
		);
	});
});

test("an entry as a row of a file is whole, in the reader's time zone, and nothing in it runs as a formula (G14, I6)", () => {
	const entry = {
		...{
			id: "e1",
			at: new Date("2026-07-01T10:00:00.000Z"),
			actorKind: "nobody",
			actorName: "=cmd@x.example",
			action: "sign-in.fail",
		},
		...{
			subjectName: "@SUM(A1)",
			subjectId: null,
			before: null,
			after: { reason: "unknown-email" },
		},
	};
	expect(parseCsv(auditCsvRow(entry, "Europe/Berlin"))[0]?.cells).toEqual([
		...[
			"2026-07-01T12:00:00.000+02:00",
			"'=cmd@x.example",
			"nobody",
			"Sign-in failed",
			"sign-in.fail",
			"'@SUM(A1)",
			"",
		],
		...["Reason: unknown email", "", '{"reason":"unknown-email"}', "e1"],
	]);
});

test("an address asks for entries by who, what, object and time of the reader's zone (G14)", () => {
	const read = (query: string) =>
		readAuditView(new URLSearchParams(query), { zone: "Europe/Berlin", defaultCountry: "US" });
	const { filter } = read(
		"who=Ann&what=locks&object=Claims&from=2026-07-01T12:00&to=2026-07-01T12:00",
	);
	expect(filter).toEqual({
		...{
			who: "Ann",
			actions: ["code-lock.lift", "code-guard.lift"],
			object: "Claims",
			objectId: null,
		},
		...{ from: new Date("2026-07-01T10:00:00.000Z"), to: new Date("2026-07-01T10:00:59.999Z") },
	});
	expect(read("object=0190C2A8-7F35-7BD0-9D33-2F2F0C4D8F11").filter).toMatchObject({
		object: null,
		objectId: "0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f11",
	});
	expect(read("from=yesterday").view.problems.from).toContain("is not a time");
	expect(read("what=nothing").filter.actions).toBeNull();
});
