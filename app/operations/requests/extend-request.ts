import { BRIEF, type Db } from "../../../db/connection/database.ts";
import { findCallInRequest, type KeyLimits } from "../../../db/requests/call-in-requests.ts";
import { extendLiveRequest } from "../../../db/requests/extensions.ts";
import { lockNumber } from "../../../db/requests/reservations.ts";
import type { StoredCallInRequest } from "../../domain/requests/call-in.ts";
import { type RequestState, requestState } from "../../domain/requests/request-state.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import type { Service } from "../../platform/service.ts";
import { notingHealth } from "./change-once.ts";
import type { NoSuchRequest } from "./retrieve-call-in-request.ts";

/** The request is no longer live: its number may be another caller's by now. */
export type RequestEnded = { code: "request-ended"; state: RequestState };
/** Its number is being drained: no request stays on it for longer than before (G15). */
export type NumberDraining = { code: "number-draining" };
type NotExtended = NoSuchRequest | RequestEnded | NumberDraining;

/**
 * Adds a live request's own expiry to its end once more, and returns the request (C16). Each call
 * adds it, but never beyond 1,800 seconds after the request was made. The number's row lock comes
 * first, as in every reservation, so that nobody else gets the number or the code meanwhile.
 */
export const extendCallInRequest = (
	service: Service,
	asked: { id: string; apiKey: KeyLimits },
): Promise<Result<StoredCallInRequest, NotExtended>> =>
	notingHealth(service, () => extend(service.db, asked));

const extend = (
	db: Db,
	{ id, apiKey }: { id: string; apiKey: KeyLimits },
): Promise<Result<StoredCallInRequest, NotExtended>> =>
	db.transaction(async (tx) => {
		const before = await findCallInRequest(tx, id, apiKey);
		if (before === null) return err({ code: "no-such-request" });
		if (before.isPast) return err(ended(before));
		await lockNumber(tx, before.toPhoneNumber);
		const what = await extendLiveRequest(tx, id);
		if (what === "draining") return err({ code: "number-draining" });
		const after = (await findCallInRequest(tx, id, apiKey)) ?? before;
		return what === "extended" ? ok(after) : err(ended(after));
	}, BRIEF);

const ended = (request: StoredCallInRequest): RequestEnded => ({
	code: "request-ended",
	state: requestState({ ...request, isPast: true }),
});
