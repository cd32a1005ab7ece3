import { type Db, inSnapshot } from "../../../db/connection/database.ts";
import { findGroupsWithNumber } from "../../../db/groups/pool-entries.ts";
import { listCodeGuards, readSpreadGuesses } from "../../../db/match/code-guards.ts";
import { readWrongCodes } from "../../../db/match/code-locks.ts";
import { readNearRequests } from "../../../db/match/near-requests.ts";
import { guessesMax } from "../../domain/match/guessing.ts";
import { findNearMisses } from "../../domain/match/near-misses.ts";
import type { Simulation, Told } from "../../domain/match/simulation.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import type { Service } from "../../platform/service.ts";
import { lookAtCall } from "./decide-call.ts";
import { type InboundCall, type MatchAnswer, meantNumber } from "./match-answer.ts";
import { type CallUnderWay, matchCall } from "./match-call.ts";
import { recallAnswer } from "./repeat-call.ts";

/**
 * Dry run of a match in one snapshot of the database. No attempt is written, no wrong code counted,
 * nothing released: the transaction is read-only, so the database refuses any write (C13).
 */
export function simulateCall(db: Db, call: InboundCall): Promise<Simulation> {
	return inSnapshot(db, async (at) => {
		const { reading, criteria, decision } = await lookAtCall(at, call);
		const decided: Told = decision ?? {
			outcome: "LOCKED",
			matched: { accessCode: false, fromPhoneNumber: false, toPhoneNumber: false },
		};
		const repeated = await recallAnswer(at, call);
		const { now } = reading;
		const about = decision?.request?.id ?? null;
		const near = await readNearRequests(at, criteria, {
			apiKey: call.apiKey,
			now,
			decidedOn: about,
		});
		const admittedId = decided.outcome === "MATCHED" ? about : null;
		const pair = { fromNumber: call.fromNumber, toNumber: reading.toNumber };
		return {
			now,
			told: toTold(repeated ?? decided),
			isRepeated: repeated !== null,
			decided: toTold(decided),
			toNumber: reading.toNumber ?? meantNumber(call),
			isKnownNumber: reading.toNumber !== null,
			fromNumber: call.fromGiven ?? call.fromNumber,
			attestation: call.attestation ?? null,
			pools:
				reading.toNumber === null
					? []
					: (await findGroupsWithNumber(at, reading.toNumber, null)).map(({ id, name }) => ({
							id,
							name,
						})),
			guessing: { ...(await readWrongCodes(at, pair, now)), limit: guessesMax(call.fromNumber) },
			spread: reading.toNumber === null ? null : await readSpreadGuesses(at, reading.toNumber, now),
			guards: await readGuards(at, call, reading.toNumber),
			liveHere: near.liveHere,
			misses: findNearMisses(criteria, near.requests, {
				outcome: decided.outcome,
				admittedId,
				now,
				isLockedByGuard: decision?.outcome === "LOCKED",
			}),
		};
	});
}

/** More groups at once are no use to the person who reads them. */
const GUARDS_MAX = 20;

/** The guards of a call's number, or of groups for a call without a dialed number. */
async function readGuards(db: Db, { dialed }: InboundCall, toNumber: string | null) {
	const guards = await listCodeGuards(db, GUARDS_MAX, toNumber);
	return guards
		.filter(({ kind }) => (kind === "group") === (dialed === null))
		.map(({ kind, groups, isStrict, until }) => ({
			group: kind === "group" ? (groups[0]?.name ?? null) : null,
			isStrict,
			until: until.getTime(),
		}));
}

const toTold = ({ outcome, matched }: Told): Told => ({ outcome, matched });

/**
 * Makes a call in place of the phone system. The call is answered, recorded, counted and released
 * like any other. Returns the result, with the data from before the call.
 */
export async function simulateForReal(
	service: Service,
	call: InboundCall & { madeBy: string },
): Promise<Result<{ simulation: Simulation; answer: MatchAnswer }, CallUnderWay>> {
	const simulation = await simulateCall(service.db, call);
	const made = await matchCall(service, call);
	return made.ok ? ok({ simulation, answer: made.value }) : err(made.error);
}
