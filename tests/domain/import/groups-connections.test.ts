import { describe, expect, test } from "vitest";
import {
	planConnections,
	type ServingConnection,
} from "../../../app/domain/import/all-groups/connections-plan.ts";
import {
	checkConnections,
	FILE_CONNECTIONS_MAX,
} from "../../../app/domain/import/all-groups/file-connections.ts";
import { messageOfGroupProblem } from "../../../app/domain/import/all-groups/groups-file-messages.ts";

describe("the connections of a group in a file (P3, I7)", () => {
	const named = (name: unknown, more: object = {}) => ({ name, ...more });
	test.each([
		["no list of them", undefined, [], []],
		["null", null, [], []],
		["an empty list", [], [], []],
		[
			"destinations, empty ones and unknown fields",
			[
				named(" Twilio ", { target: "+14155550132", fallback: "", secret: "x" }),
				named("Proxy", { target: null, fallback: "sip:a@b.example" }),
				named("Night", { secondTarget: "+14155550133", language: "de" }),
				named("Day", { secondTarget: null, language: "" }),
			],
			[
				{ name: "Twilio", target: "+14155550132", fallback: null },
				{ name: "Proxy", target: null, fallback: "sip:a@b.example" },
				{
					...{ name: "Night", target: null, fallback: null },
					...{ secondTarget: "+14155550133", language: "de" },
				},
				{ name: "Day", target: null, fallback: null, secondTarget: null, language: null },
			],
			[],
		],
		["a text", "Twilio", [], [["connections", 'Write a list here, not "Twilio".']]],
		[
			"a text in the list",
			["Twilio"],
			[],
			[["connections[0]", 'Write an object here, not "Twilio".']],
		],
		["no name", [{}], [], [["connections[0].name", "The connection has no name."]]],
		["a number as a name", [named(7)], [], [["connections[0].name", "Write text here, not 7."]]],
		[
			"a name that cannot be stored",
			[named("a\0\ud800")],
			[{ name: "a\u{FFFD}\u{FFFD}", target: null, fallback: null }],
			[],
		],
		[
			"a name twice",
			[named("Twilio"), named("TWILIO")],
			[
				{ name: "Twilio", target: null, fallback: null },
				{ name: "TWILIO", target: null, fallback: null },
			],
			[["connections[1].name", "connections[0] has the same name"]],
		],
		[
			"a number with spaces, and an address with headers",
			[named("Twilio", { target: "+1 415 555 0132", fallback: "sip:a@b.example?X=1" })],
			[{ name: "Twilio", target: null, fallback: null }],
			[
				["connections[0].target", "Write the number without spaces and punctuation: +14155550132."],
				["connections[0].fallback", "Remove the question mark"],
			],
		],
		[
			"a language that nobody speaks here, and a second destination that is none",
			[named("Twilio", { secondTarget: "agents", language: "xx" })],
			[{ name: "Twilio", target: null, fallback: null, secondTarget: null, language: null }],
			[
				["connections[0].secondTarget", "Enter a phone number with its country code"],
				["connections[0].language", "Use one of en, de, fr, es, pt, it, nl, ja."],
			],
		],
		[
			"one too many",
			Array.from({ length: FILE_CONNECTIONS_MAX + 1 }, (_, at) => named(`c ${at}`)),
			[],
			[["connections", "The group names 101 connections, and at most 100 are allowed."]],
		],
	])("with %s", (_is, raw, connections, problems) => {
		const checked = checkConnections(raw, "US");
		expect(checked.connections).toEqual(connections);
		expect(checked.problems.map((one) => [one.path, messageOfGroupProblem(one)])).toEqual(
			problems.map(([path, says]) => [path, expect.stringContaining(says as string)]),
		);
	});
});

describe("what an import does on connections (I7)", () => {
	const GROUP = "g";
	const all: ServingConnection = {
		...{ id: "1", name: "All", groupIds: null },
		destinations: new Map([
			[
				GROUP,
				{
					...{ target: "+14155550132", secondTarget: null, fallback: null },
					language: null,
				},
			],
		]),
	};
	const some: ServingConnection = {
		...{ id: "2", name: "Some", groupIds: new Set(["other"]), destinations: new Map() },
	};
	const known = new Map([all, some].map((one) => [one.name.toLowerCase(), one]));
	const none = { target: null, secondTarget: null, fallback: null, language: null };
	const own = { ...none, target: "+14155550132" };

	test("what the file says already is so: nothing", () => {
		expect(planConnections(GROUP, [{ name: "ALL", ...own }], known)).toEqual({
			steps: [],
			unknown: [],
		});
	});

	test("a limited connection begins to serve the group; own destinations become those of the file", () => {
		expect(
			planConnections(
				GROUP,
				[
					{ name: "All", ...none },
					{ name: "Some", ...own },
				],
				known,
			).steps,
		).toEqual([
			{ id: "1", name: "All", isServedAnew: false, destinations: { before: own, after: none } },
			{ id: "2", name: "Some", isServedAnew: true, destinations: { before: none, after: own } },
		]);
		// A new group has neither.
		expect(planConnections(null, [{ name: "Some", ...none }], known).steps).toEqual([
			{ id: "2", name: "Some", isServedAnew: true, destinations: null },
		]);
	});

	test("what a file of an earlier version does not say stays as it is", () => {
		const before = { ...own, secondTarget: "+14155550133", language: "de" as const };
		const there = { ...all, destinations: new Map([[GROUP, before]]) };
		const plan = (more: object) =>
			planConnections(
				GROUP,
				[{ name: "All", target: null, fallback: null, ...more }],
				new Map([["all", there]]),
			).steps[0]?.destinations?.after;
		expect(plan({})).toEqual({ ...before, target: null });
		expect(plan({ secondTarget: null, language: null })).toEqual(none);
		expect(plan({ language: "ja" })).toEqual({ ...before, target: null, language: "ja" });
	});

	test("a connection that the file does not name stays as it is; an unknown one is named by its place, unless it is left out", () => {
		expect(planConnections(GROUP, [], known)).toEqual({ steps: [], unknown: [] });
		const file = [
			{ name: "Gone", ...none, leftOut: true as const },
			{ name: "Nowhere", ...own },
		];
		expect(planConnections(GROUP, file, known)).toEqual({
			steps: [],
			unknown: [{ index: 1, name: "Nowhere" }],
		});
	});
});
