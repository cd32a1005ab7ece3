import { randomInt } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { BRIEF, type Db } from "../../../db/connection/database.ts";
import { findGroupDemands } from "../../../db/requests/group-demands.ts";
import { type CodeSpace, countCodesInUse, findFreeCode } from "../../../db/requests/live-codes.ts";
import {
	lockNumber,
	type Reservation,
	type ReservationInput,
	reserveLocked,
	reserveUnlocked,
	reserveWaiting,
} from "../../../db/requests/reservations.ts";
import { groupNameKey } from "../../domain/groups/group.ts";
import { ACCESS_CODE_LENGTH_MAX } from "../../domain/groups/group-settings.ts";
import {
	accessCodeCount,
	CODE_QUARANTINE_SECONDS,
	drawAccessCode,
} from "../../domain/requests/access-code.ts";
import type { CallInRefusal, CallInRequest } from "../../domain/requests/call-in.ts";
import { AT_ONCE_SECONDS } from "../../domain/requests/test-groups.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import type { Service } from "../../platform/service.ts";
import { inTurn } from "../in-turn.ts";
import { newId } from "../new-id.ts";
import { notingHealth } from "./change-once.ts";
import { countCreate } from "./count-creates.ts";
import { reserveInBatch } from "./reservation-batches.ts";

/**
 * A client's create, already checked. `userData` is JSON text. `apiKey` owns the request and limits
 * its groups.
 */
export type NewCallInRequest = {
	groupName: string;
	fromPhoneNumber: string | null;
	/** See ReservationInput. */
	fromCompared?: readonly string[] | undefined;
	userData: string | null;
	callbackServiceId: string | null;
	/** See ReservationInput. */
	expirySeconds?: number | null | undefined;
	apiKey: { id: string; limitedToGroups: boolean };
	corrId: string;
};

/** Random codes to try before the search through all codes of a number. */
const CODE_DRAWS_MAX = 3;
/**
 * A round without a decision means that another request took the number, or that one number of the
 * pool has no free code.
 */
const ROUNDS_MAX = 20_000;
const RANDOM_MAX = 2 ** 48 - 1;

// No group has such a name: the UTF-8 encoding replaces a lone surrogate by another character, and
// Postgres cannot store NUL.
const NO_NAME = /[\0\p{Surrogate}]/u;

/**
 * Reserves a number until the group's expiry, with an access code if the group uses codes (C1, C3
 * to C6). The database decides: a create is refused only if at one moment none of the group's
 * numbers was free. Inside a transaction (`Service.within`) the request commits with the rest of
 * it. Counts the result.
 */
export function createCallInRequest(
	service: Service,
	asked: NewCallInRequest,
): Promise<Result<CallInRequest, CallInRefusal>> {
	return notingHealth(service, async () => {
		const isAtOnce = asked.expirySeconds === 0;
		const input = isAtOnce ? { ...asked, expirySeconds: AT_ONCE_SECONDS } : asked;
		const made = await reserve(service, input);
		// A request that expires at once has expired when it is answered (C17).
		if (isAtOnce) await sleep(2 * AT_ONCE_SECONDS * 1000);
		countCreate(service, asked.groupName, made);
		return made;
	});
}

async function reserve(
	service: Service,
	asked: NewCallInRequest,
): Promise<Result<CallInRequest, CallInRefusal>> {
	if (NO_NAME.test(asked.groupName)) return err({ code: "no-such-group" });
	const withoutCodes: string[] = [];
	const codeWaits: number[] = [];
	let draws = 0;
	for (let round = 1; round <= ROUNDS_MAX; round += 1) {
		const input: ReservationInput = {
			requestId: newId(),
			groupNameKey: groupNameKey(asked.groupName),
			code: drawAccessCode(ACCESS_CODE_LENGTH_MAX, randomInt),
			codeQuarantineSeconds: CODE_QUARANTINE_SECONDS,
			withoutCodes,
			...asked,
		};
		let found = await (withoutCodes.length === 0
			? reserveInBatch(service, input)
			: reserveUnlocked(service.db, input));
		if (found.outcome === "undecided") found = await reserveWaiting(service.db, input);
		if (found.outcome === "code-taken") {
			draws += 1;
			if (draws < CODE_DRAWS_MAX) continue;
			const space = {
				number: found.number,
				length: found.codeLength,
				quarantineSeconds: CODE_QUARANTINE_SECONDS,
			};
			const inUse = await countCodesInUse(service.db, space);
			if (inUse.live >= accessCodeCount(space.length)) {
				withoutCodes.push(space.number);
				codeWaits.push(inUse.waitMs ?? 0);
				continue;
			}
			// A code in quarantine is used only if no other is left (C5).
			const isAllResting = inUse.liveOrResting >= accessCodeCount(space.length);
			found = await reserveWithAnyCode(
				service,
				input,
				isAllResting ? { ...space, quarantineSeconds: 0 } : space,
			);
		}
		if (found.outcome === "reserved") return ok(found.request);
		if (found.outcome === "no-such-group") {
			const { fromPhoneNumber, expirySeconds = null } = asked;
			if (fromPhoneNumber !== null && expirySeconds === null) return err({ code: "no-such-group" });
			const demands = await findGroupDemands(service.db, input);
			if (demands === null) return err({ code: "no-such-group" });
			if (demands.callerRequired && fromPhoneNumber === null)
				return err({ code: "caller-number-required" });
			if (expirySeconds !== null && expirySeconds > demands.expirySeconds)
				return err({ code: "expiry-too-long", maxSeconds: demands.expirySeconds });
			// The group or its setting changed meanwhile: look again.
		}
		if (found.outcome === "none-free") {
			if (withoutCodes.length === 0) return err({ code: "no-number-free", waitMs: found.waitMs });
			const waits = found.waitMs === null ? codeWaits : [...codeWaits, found.waitMs];
			return err({ code: "no-code-free", waitMs: waits.length === 0 ? null : Math.min(...waits) });
		}
	}
	throw new Error("No round decided whether a number is free.");
}

/**
 * Locks the number's row before the search for a free code, so nothing changes between search and
 * reservation. Undecided if other requests took the last codes meanwhile.
 */
function reserveWithAnyCode(
	service: Service,
	input: ReservationInput,
	space: CodeSpace,
): Promise<Reservation> {
	const work = async (tx: Db): Promise<Reservation> => {
		await lockNumber(tx, space.number);
		const code = await findFreeCode(tx, space, randomInt(RANDOM_MAX));
		if (code === null) return { outcome: "undecided" };
		return reserveLocked(
			tx,
			{ ...input, code, codeQuarantineSeconds: space.quarantineSeconds },
			space.number,
		);
	};
	return inTurn(service, space.number, () => service.db.transaction(work, BRIEF));
}
