import { type AdmittedRequest, findAdmitted } from "../../../db/match/admissions.ts";
import type { MatchedCall } from "../../../db/match/call-steps.ts";
import {
	destinationsFor,
	type ReadDestinations,
} from "../../domain/phone-systems/call-destination.ts";
import type { Connection } from "../../domain/phone-systems/connection.ts";
import type { Service } from "../../platform/service.ts";
import { findCall, noteStep } from "../match/release-call.ts";

/** An admitted call that goes on to its second destination. */
export type Forwarded = { request: AdmittedRequest; places: ReadDestinations };

/**
 * The second destination of a call whose first agent did not answer (P3). Null if the call was not
 * admitted, has no second destination, has been answered, or is over. The request stays as it is,
 * and the records show where the call went. Told twice, it answers the same (P6).
 */
export async function forwardCall(
	service: Service,
	connection: Connection,
	callId: string | null,
): Promise<Forwarded | null> {
	if (callId === null || !hasSecond(connection)) return null;
	const matched = await findCall(service, callId, connection.apiKey.id);
	if (matched === null || isPast(matched)) return null;
	const request = await findAdmitted(service.db, matched.requestId);
	if (request === null) return null;
	const places = destinationsFor(connection, request.groupId);
	if (places.second === null) return null;
	await noteStep(service, matched, { step: "forwarded", release: false });
	return { request, places };
}

/** Messages can come in another order than they were sent, but the first answer stays (P6). */
const isPast = ({ steps }: MatchedCall): boolean =>
	!steps.includes("forwarded") && (steps.includes("answered") || steps.includes("ended"));

/** Most connections have none. Then an unanswered call costs no look at its request. */
const hasSecond = ({ secondTarget, groupDestinations }: Connection): boolean =>
	secondTarget !== null || [...groupDestinations.values()].some((own) => own.secondTarget !== null);
