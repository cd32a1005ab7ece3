import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { DatabaseLoad } from "../../db/connection/database.ts";
import type { GroupUse } from "../../db/traffic/group-minutes.ts";
import { GUARD_KINDS, type GuardKind } from "../domain/match/guarding.ts";

// A private registry: development reloads modules, and a registry allows each name only once.
const registry = new Registry();
const registers = [registry];

const requests = new Histogram({
	name: "call_in_http_request_duration_seconds",
	help:
		"Answered requests: from the head of the request to the last byte of the answer. " +
		"Status 499: the client went away before.",
	labelNames: ["method", "route", "status"] as const,
	buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
	registers,
});
const reservations = new Counter({
	name: "call_in_reservations_total",
	help:
		"Calls of create by what came out: reserved, replayed (Idempotency-Key), " +
		"or the name of the error.",
	labelNames: ["outcome"] as const,
	registers,
});
const matches = new Counter({
	name: "call_in_matches_total",
	help: "Calls of match by outcome.",
	labelNames: ["outcome"] as const,
	registers,
});
const phoneSystemCalls = new Counter({
	name: "call_in_phone_system_messages_total",
	help: "Messages of phone systems by kind of connection, and what was answered or refused.",
	labelNames: ["kind", "answer"] as const,
	registers,
});
const batchSize = new Histogram({
	name: "call_in_reservation_batch_size",
	help: "Creates that one statement reserved together.",
	buckets: [1, 2, 4, 8, 16, 32],
	registers,
});
const lostLogLines = new Counter({
	name: "call_in_log_lines_lost_total",
	help: "Log lines dropped because nobody read stderr.",
	registers,
});

/**
 * The methods that the server knows. All others share one label, so that clients cannot create
 * labels.
 */
const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/**
 * Counts an answered request. `route` is a pattern or one of a few fixed names. The method is
 * undefined if it was not read.
 */
export function noteRequest(
	method: string | undefined,
	route: string,
	status: number,
	seconds: number,
): void {
	requests.observe(
		{ method: method !== undefined && METHODS.has(method) ? method : "other", route, status },
		seconds,
	);
}

export const noteReservation = (outcome: string): void => reservations.inc({ outcome });
export const noteMatch = (outcome: string): void => matches.inc({ outcome });
/** Counters by kind and answer, both from short lists: to find one by its labels takes longer. */
const phoneSystemCounters = new Map<string, Counter.Internal>();
export function notePhoneSystemCall(kind: string, answer: string): void {
	const name = `${kind} ${answer}`;
	let counter = phoneSystemCounters.get(name);
	if (counter === undefined) {
		counter = phoneSystemCalls.labels({ kind, answer });
		phoneSystemCounters.set(name, counter);
	}
	counter.inc();
}
export const noteBatch = (size: number): void => batchSize.observe(size);
export const noteLostLogLine = (): void => lostLogLines.inc();

/** Figures queried from the database and its driver only when the metrics are scraped. */
export type MeasuredNow = {
	/** Whether the database has just answered and accepts writes. */
	isDatabaseUp: boolean;
	/** The driver's own figures. Null for the embedded database. */
	load: DatabaseLoad | null;
	/** The number of groups, and the groups with figures of their own. Null if the query failed. */
	groups: GroupUse | null;
	/** The guarded numbers, and the groups guarded for calls without one. Null as for groups. */
	guards?: Record<GuardKind, number> | null;
};

const gauge = <Label extends string = never>(
	name: string,
	help: string,
	labelNames: Label[] = [],
) => new Gauge({ name: `call_in_${name}`, help, labelNames, registers });

const databaseUp = gauge(
	"database_up",
	"1 while the database answers and can be written to, else 0.",
);
const statementsUnderWay = gauge(
	"database_statements_under_way",
	"Statements outside of transactions that have no answer yet; a connection takes several at once.",
);
const connections = gauge(
	"database_connections",
	"Connections for transactions, by what they do.",
	["state"],
);
const connectionsMax = gauge(
	"database_connections_max",
	"Connections that this process opens at most.",
	["use"],
);
const waiting = gauge("database_transactions_waiting", "Transactions that wait for a connection.");
const groupCount = gauge("groups", "Groups that there are.");
const groupNumbers = gauge("group_numbers", "Numbers in a group's pool.", ["group"]);
const groupInUse = gauge(
	"group_numbers_in_use",
	"Numbers with a live request, the most of this or the last minute.",
	["group"],
);
const groupLive = gauge(
	"group_live_requests",
	"Live requests, the most of this or the last minute.",
	["group"],
);

const guarded = gauge(
	"guards",
	"Guarded now, because codes are guessed: dialed numbers, and groups for calls without one.",
	["kind"],
);

/**
 * Starts the metrics of the process and its event loop. Only the server calls it, once: scripts
 * need no such timer.
 */
export const measureProcess = (): void => collectDefaultMetrics({ register: registry });

/** All metrics in Prometheus' text format, and its content type. */
export async function renderMetrics(
	now: MeasuredNow,
): Promise<{ text: string; contentType: string }> {
	databaseUp.set(now.isDatabaseUp ? 1 : 0);
	if (now.load !== null) {
		const { statements, transactions } = now.load;
		statementsUnderWay.set(statements.underWay);
		connections.set({ state: "in_use" }, transactions.inUse);
		connections.set({ state: "idle" }, transactions.idle);
		connectionsMax.set({ use: "statements" }, statements.max);
		connectionsMax.set({ use: "transactions" }, transactions.max);
		waiting.set(transactions.waiting);
	}
	for (const one of [groupNumbers, groupInUse, groupLive]) one.reset();
	if (now.groups !== null) {
		groupCount.set(now.groups.count);
		for (const { name, numbers, numbersInUse, liveRequests } of now.groups.told) {
			groupNumbers.set({ group: name }, numbers);
			groupInUse.set({ group: name }, numbersInUse);
			groupLive.set({ group: name }, liveRequests);
		}
	}
	guarded.reset();
	for (const kind of GUARD_KINDS) if (now.guards) guarded.set({ kind }, now.guards[kind]);
	return { text: await registry.metrics(), contentType: registry.contentType };
}
