import { BRIEF, type Db } from "../../../db/connection/database.ts";
import {
	endCallInRequest,
	findCallInRequest,
	type KeyLimits,
} from "../../../db/requests/call-in-requests.ts";
import { lockNumber } from "../../../db/requests/reservations.ts";
import type { StoredCallInRequest } from "../../domain/requests/call-in.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import type { Service } from "../../platform/service.ts";
import { notingHealth } from "./change-once.ts";
import type { NoSuchRequest } from "./retrieve-call-in-request.ts";

/**
 * Ends a live request, frees its number at once, and returns the request. An ended request stays
 * unchanged (C8). The number's row lock comes first, as in every reservation, so that its counts
 * stay true until the write.
 */
export const cancelCallInRequest = (
	service: Service,
	asked: { id: string; apiKey: KeyLimits },
): Promise<Result<StoredCallInRequest, NoSuchRequest>> =>
	notingHealth(service, () => cancel(service.db, asked));

const cancel = (
	db: Db,
	{ id, apiKey }: { id: string; apiKey: KeyLimits },
): Promise<Result<StoredCallInRequest, NoSuchRequest>> =>
	db.transaction(async (tx) => {
		const before = await findCallInRequest(tx, id, apiKey);
		if (before === null) return err({ code: "no-such-request" });
		if (before.isPast) return ok(before);
		await lockNumber(tx, before.toPhoneNumber);
		await endCallInRequest(tx, id);
		return ok((await findCallInRequest(tx, id, apiKey)) ?? before);
	}, BRIEF);
