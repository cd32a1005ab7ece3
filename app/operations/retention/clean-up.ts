import {
	declareAuditRetention,
	deleteOldAttachments,
	deleteOldAuditEntries,
	insertAuditEntries,
} from "../../../db/audit/audit-entries.ts";
import type { Db } from "../../../db/connection/database.ts";
import { deleteOldGroupReviews } from "../../../db/import/group-import-reviews.ts";
import { deleteOldImportReviews } from "../../../db/import/import-reviews.ts";
import { deleteOldAttempts, deleteOldGuesses } from "../../../db/match/attempts.ts";
import { deleteEndedDevices } from "../../../db/people/known-devices.ts";
import { deleteEndedLinks } from "../../../db/people/one-time-links.ts";
import { deleteEndedSessions } from "../../../db/people/sessions.ts";
import { deleteOldFailures } from "../../../db/people/sign-in-failures.ts";
import { deleteOldAnswers } from "../../../db/requests/idempotency.ts";
import { deleteRestedCodes, eraseRestedCodes } from "../../../db/requests/live-codes.ts";
import {
	deleteOldListed,
	deleteOldRequests,
	listMissingStates,
} from "../../../db/requests/requests.ts";
import { takeCleanUpTurn } from "../../../db/retention/clean-up.ts";
import { deleteOldMinutes } from "../../../db/traffic/group-minutes.ts";
import { SYSTEM } from "../../domain/audit/actor.ts";
import { subjectOfCounter } from "../../domain/people/sign-in.ts";
import { CODE_QUARANTINE_SECONDS } from "../../domain/requests/access-code.ts";
import type { Service, ServiceState } from "../../platform/service.ts";

/** Between two batches: others at the database are to notice nothing. */
const PAUSE_MS = 50;

export type CleanUp = {
	/** RETENTION_DAYS and AUDIT_RETENTION_DAYS. */
	retentionDays: number;
	auditRetentionDays: number;
	/**
	 * The database's own time where none is given. The audit log goes by that alone: the database
	 * itself checks it (D3).
	 */
	now?: Date;
	/** Called after each batch, with what was removed and how many of it. */
	pause?(what: string, howMany: number): Promise<void>;
};

/** One batch of something, in a transaction: gives how many rows, null when nothing is left. */
type Batch = (tx: Db) => Promise<number | null>;

/**
 * Removes what has served: call-in requests, attempts (K4) and entries of the audit log (O5) after
 * their time, remembered answers (C7), sessions, links, known devices, reviews of imports, counts
 * and figures, and access codes that rest no more (K3); and completes the lists of states. In small
 * batches, each a transaction of its own with a pause after it, so that it holds up nobody; what a
 * batch has removed is removed, whatever comes. One process does it at a time: another one that
 * meets it at work leaves it to it. Gives how many rows of what were removed, or listed.
 */
export async function cleanUp(
	{ db, state }: Service,
	{ now, pause = rest, ...kept }: CleanUp,
): Promise<Record<string, number>> {
	const removed: Record<string, number> = {};
	await declareAuditRetention(db, kept.auditRetentionDays);
	for (const [what, batch] of Object.entries(batches(state, kept, now))) {
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

function batches(
	state: ServiceState,
	kept: Pick<CleanUp, "retentionDays" | "auditRetentionDays">,
	now: Date | undefined,
): Record<string, Batch> {
	const age = (days: number) => ({ days, now });
	return {
		requests: inOrder((tx, from) => deleteOldRequests(tx, age(kept.retentionDays), from)),
		matchedListed: inOrder((tx, from) =>
			deleteOldListed(tx, "matched", age(kept.retentionDays), from),
		),
		cancelledListed: inOrder((tx, from) =>
			deleteOldListed(tx, "cancelled", age(kept.retentionDays), from),
		),
		attempts: inOrder((tx, from) => deleteOldAttempts(tx, age(kept.retentionDays), from)),
		auditAttachments: untilNone((tx) => deleteOldAttachments(tx, kept.auditRetentionDays)),
		auditEntries: inOrder((tx, from) => deleteOldAuditEntries(tx, kept.auditRetentionDays, from)),
		importReviews: untilNone(deleteOldImportReviews),
		groupImportReviews: untilNone(deleteOldGroupReviews),
		answers: untilNone(deleteOldAnswers),
		minutes: untilNone(deleteOldMinutes),
		guesses: untilNone(deleteOldGuesses),
		sessions: untilNone((tx) => deleteEndedSessions(tx, now)),
		links: untilNone((tx) => deleteEndedLinks(tx, now)),
		devices: untilNone((tx) => deleteEndedDevices(tx, now)),
		signInFailures: untilNone((tx) => forgetFailures(tx, now)),
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
		listedStates: async (tx) => {
			const { listed, upTo } = await listMissingStates(tx, state.listedUpTo);
			if (upTo === null) return null;
			state.listedUpTo = upTo;
			return listed;
		},
	};
}

/**
 * The last refusals under a count would be told with the next attempt; where none came, they are
 * told here.
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
 * Goes on where the batch before ended: with an old snapshot open, what it removed still stands in
 * the index, and would be walked over again and again.
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
