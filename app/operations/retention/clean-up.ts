import {
	declareAuditRetention,
	deleteOldAttachments,
	deleteOldAuditEntries,
	insertAuditEntries,
} from "../../../db/audit/audit-entries.ts";
import type { Db } from "../../../db/connection/database.ts";
import { deleteOldPoolChanges } from "../../../db/groups/pool-changes.ts";
import { deleteOldGroupReviews } from "../../../db/import/group-import-reviews.ts";
import { eraseOldUndoStates } from "../../../db/import/groups-undo.ts";
import { deleteOldImportReviews, eraseOldPools } from "../../../db/import/import-reviews.ts";
import { deleteOldAttempts, deleteOldGuesses } from "../../../db/match/attempts.ts";
import { deleteOldGuards } from "../../../db/match/code-guards.ts";
import { deleteEndedDevices } from "../../../db/people/known-devices.ts";
import { deleteEndedLinks } from "../../../db/people/one-time-links.ts";
import { deleteEndedSessions } from "../../../db/people/sessions.ts";
import { deleteOldFailures } from "../../../db/people/sign-in-failures.ts";
import { deleteOldConnectionCalls } from "../../../db/phone-systems/connection-calls.ts";
import { deleteOldConnectionRefusals } from "../../../db/phone-systems/connection-refusals.ts";
import { deleteOldAnswers } from "../../../db/requests/idempotency.ts";
import { deleteRestedCodes, eraseRestedCodes } from "../../../db/requests/live-codes.ts";
import {
	deleteOldListed,
	deleteOldRequests,
	listMissingStates,
} from "../../../db/requests/requests.ts";
import { takeCleanUpTurn } from "../../../db/retention/clean-up.ts";
import { addMinutesToHours, deleteOldHours } from "../../../db/traffic/group-minutes.ts";
import { SYSTEM } from "../../domain/audit/actor.ts";
import { subjectOfCounter } from "../../domain/people/sign-in.ts";
import { CODE_QUARANTINE_SECONDS } from "../../domain/requests/access-code.ts";
import type { Service, ServiceState } from "../../platform/service.ts";

/** Pause between two batches, so that other work at the database is not slowed down. */
const PAUSE_MS = 50;

export type CleanUp = {
	/** RETENTION_DAYS and AUDIT_RETENTION_DAYS. */
	retentionDays: number;
	auditRetentionDays: number;
	/**
	 * Default: the database's clock. The audit log always uses the database's clock, because the
	 * database checks the age itself (D3).
	 */
	now?: Date;
	/** Called after each batch, with its kind of row and the number of rows. */
	pause?(what: string, howMany: number): Promise<void>;
};

/**
 * One batch of one kind, in a transaction. Returns the number of rows, or null when nothing is
 * left.
 */
type Batch = (tx: Db) => Promise<number | null>;

/**
 * Removes expired data: call-in requests, attempts (K4), entries of the audit log (O5), remembered
 * answers (C7), sessions, links, known devices, reviews of imports, counts and figures, and access
 * codes after their quarantine (K3). Also completes the lists of states. Works in small batches:
 * each is its own transaction with a pause after it, so that it blocks no other work, and stays
 * committed whatever follows. One process at a time: a second process finds the lock taken and
 * stops. Returns the number of rows removed or listed, by kind. For the service of test keys, these
 * are its requests and what belongs to them (C17).
 */
export async function cleanUp(
	service: Service,
	{ now, pause = rest, ...kept }: CleanUp,
): Promise<Record<string, number>> {
	const { db, state } = service;
	const removed: Record<string, number> = {};
	if (!service.isTest) await declareAuditRetention(db, kept.auditRetentionDays);
	const all = service.isTest ? callInBatches(state, kept, now) : batches(state, kept, now);
	for (const [what, batch] of Object.entries(all)) {
		for (;;) {
			const howMany = await db.transaction(async (tx) =>
				(await takeCleanUpTurn(tx)) ? batch(tx) : "elsewhere",
			);
			if (howMany === "elsewhere") return removed;
			if (howMany === null) break;
			removed[what] = (removed[what] ?? 0) + howMany;
			await pause(what, howMany);
		}
	}
	return removed;
}

const rest = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, PAUSE_MS));

/** What call-in requests leave behind. */
function callInBatches(
	state: ServiceState,
	kept: Pick<CleanUp, "retentionDays">,
	now: Date | undefined,
): Record<string, Batch> {
	const age = { days: kept.retentionDays, now };
	return {
		requests: inOrder((tx, from) => deleteOldRequests(tx, age, from)),
		matchedListed: inOrder((tx, from) => deleteOldListed(tx, "matched", age, from)),
		cancelledListed: inOrder((tx, from) => deleteOldListed(tx, "cancelled", age, from)),
		attempts: inOrder((tx, from) => deleteOldAttempts(tx, age, from)),
		answers: untilNone(deleteOldAnswers),
		guesses: untilNone(deleteOldGuesses),
		guards: untilNone(deleteOldGuards),
		restedCodes: untilNone((tx) => deleteRestedCodes(tx, CODE_QUARANTINE_SECONDS)),
		erasedCodes: async (tx) => {
			const { erased, upTo } = await eraseRestedCodes(
				tx,
				state.erasedUpTo,
				CODE_QUARANTINE_SECONDS,
			);
			if (upTo === null) return null;
			state.erasedUpTo = upTo;
			return erased;
		},
	};
}

function batches(
	state: ServiceState,
	kept: Pick<CleanUp, "retentionDays" | "auditRetentionDays">,
	now: Date | undefined,
): Record<string, Batch> {
	return {
		...callInBatches(state, kept, now),
		connectionCalls: untilNone((tx) => deleteOldConnectionCalls(tx, kept.retentionDays)),
		connectionRefusals: untilNone((tx) => deleteOldConnectionRefusals(tx, kept.retentionDays)),
		auditAttachments: untilNone((tx) => deleteOldAttachments(tx, kept.auditRetentionDays)),
		auditEntries: inOrder((tx, from) => deleteOldAuditEntries(tx, kept.auditRetentionDays, from)),
		importPools: untilNone(eraseOldPools),
		importReviews: untilNone((tx) => deleteOldImportReviews(tx, kept.auditRetentionDays)),
		poolChanges: untilNone(deleteOldPoolChanges),
		groupImportStates: untilNone(eraseOldUndoStates),
		groupImportReviews: untilNone((tx) => deleteOldGroupReviews(tx, kept.auditRetentionDays)),
		minutes: untilNone(addMinutesToHours),
		hours: untilNone(deleteOldHours),
		sessions: untilNone((tx) => deleteEndedSessions(tx, now)),
		links: untilNone((tx) => deleteEndedLinks(tx, now)),
		devices: untilNone((tx) => deleteEndedDevices(tx, now)),
		signInFailures: untilNone((tx) => forgetFailures(tx, now)),
		listedStates: async (tx) => {
			const { listed, upTo } = await listMissingStates(tx, state.listedUpTo);
			if (upTo === null) return null;
			state.listedUpTo = upTo;
			return listed;
		},
	};
}

/**
 * The next attempt reports the last refusals of a counter. Without a next attempt, they are
 * reported here.
 */
async function forgetFailures(tx: Db, now: Date | undefined): Promise<number> {
	const forgotten = await deleteOldFailures(tx, now);
	const told = forgotten.flatMap(({ key, refused }) => {
		const subjectName = subjectOfCounter(key);
		if (refused <= 1 || subjectName === null) return [];
		return [
			{
				action: "sign-in.fail" as const,
				subjectId: null,
				subjectName,
				after: { reason: "too-many-failures", refusedBefore: refused },
			},
		];
	});
	await insertAuditEntries(tx, SYSTEM, told);
	return forgotten.length;
}

const untilNone =
	(work: (tx: Db) => Promise<number>): Batch =>
	async (tx) =>
		(await work(tx)) || null;

/**
 * Continues where the last batch ended. While an old snapshot is open, deleted rows stay in the
 * index, and each batch would scan them again.
 */
function inOrder(
	work: (tx: Db, from: string | null) => Promise<{ deleted: number; upTo: string | null }>,
): Batch {
	let from: string | null = null;
	return async (tx) => {
		const { deleted, upTo } = await work(tx, from);
		from = upTo;
		return deleted || null;
	};
}
