import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import { PageTurns } from "../../../app/http/server/page-turns.server.ts";

const LIMITS = { waiting: 6, waitingOfAClient: 4 };

/** Requests a turn for a page, and records when the turn comes. */
function begin(turns: PageTurns, client: string, seen: string[], name = client): Promise<void> {
	return turns.begin(client)!.then(() => void seen.push(name));
}

test("pages begin one in each turn of the event loop, so that calls come in between (O7)", async () => {
	const turns = new PageTurns(LIMITS);
	const seen: string[] = [];
	const pages = ["1", "2", "3"].map((name) => begin(turns, "203.0.113.1", seen, name));
	let most = 0;
	for (let before = 0; seen.length < pages.length; before = seen.length) {
		await nextTurn();
		most = Math.max(most, seen.length - before);
	}
	expect([seen, most]).toEqual([["1", "2", "3"], 1]);
});

test("clients take turns: one with many pages waits for its own, wherever in its IPv6 network it asks from (O7)", async () => {
	const turns = new PageTurns(LIMITS);
	const seen: string[] = [];
	const flood = ["2001:db8::1", "2001:db8::2", "2001:db8::3"].map((client) =>
		begin(turns, client, seen),
	);
	await Promise.all([
		...flood,
		begin(turns, "203.0.113.2", seen),
		begin(turns, "203.0.113.3", seen),
	]);
	expect(seen).toEqual(["2001:db8::1", "2001:db8::2", "203.0.113.2", "203.0.113.3", "2001:db8::3"]);
});

test("a page that has begun goes on before others begin (O7)", async () => {
	const turns = new PageTurns(LIMITS);
	const seen: string[] = [];
	const first = begin(turns, "203.0.113.1", seen, "first").then(() =>
		turns.goOn().then(() => seen.push("first, rendered")),
	);
	await Promise.all([first, begin(turns, "203.0.113.1", seen, "second")]);
	expect(seen).toEqual(["first", "first, rendered", "second"]);
});

test("only so many pages wait, of one client and of all; a check is not refused (O4, O7)", async () => {
	const turns = new PageTurns(LIMITS);
	// The very first is no longer waiting.
	const waiting = [
		turns.begin("203.0.113.9"),
		...Array.from({ length: 4 }, () => turns.begin("203.0.113.1")),
	];
	expect(turns.begin("203.0.113.1")).toBeNull();
	waiting.push(turns.begin("203.0.113.2"), turns.begin("203.0.113.3"));
	expect(turns.begin("203.0.113.4")).toBeNull();
	waiting.push(turns.beginCheck("203.0.113.4"));
	expect(waiting).not.toContain(null);
	await Promise.all(waiting);
	await turns.begin("203.0.113.4");
});

test("a check waits for one page, however many wait of its own client; and many checks take every second turn (O4, O7)", async () => {
	const turns = new PageTurns(LIMITS);
	const seen: string[] = [];
	const pages = ["1", "2", "3"].map((name) => begin(turns, "203.0.113.1", seen, name));
	const checks = ["a", "b", "c", "d"].map((name) =>
		turns.beginCheck("203.0.113.1").then(() => void seen.push(name)),
	);
	await Promise.all([...pages, ...checks]);
	expect(seen).toEqual(["1", "a", "2", "b", "3", "c", "d"]);
});

test("while calls come, pages leave them the longer part of the time (O7)", async () => {
	const turns = new PageTurns(LIMITS);
	const BUSY_MS = 20;
	const page = async () => {
		await turns.begin("203.0.113.1");
		for (const end = performance.now() + BUSY_MS; performance.now() < end; );
	};
	turns.noteCall();
	const began = performance.now();
	await Promise.all([page(), page()]);
	expect(performance.now() - began).toBeGreaterThanOrEqual(2 * BUSY_MS + 2 * BUSY_MS - 1);
});
