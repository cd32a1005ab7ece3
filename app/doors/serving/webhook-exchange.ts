import { unavailability } from "../../../db/connection/unavailability.ts";
import type { ApiRequest, CallFacts } from "../../api/contract/exchange.ts";
import { lineFor } from "../../domain/unavailability.ts";
import { logError } from "../../platform/log.server.ts";
import type { Service } from "../../platform/service.ts";

/** The pattern of the paths of connections, for the log and the metrics. */
export const ROUTE = "/phone-systems/{id}";

/** A request of a phone system on its way, with what is known of it. */
export type Exchange = {
	service: Service;
	request: ApiRequest;
	corrId: string;
	facts: CallFacts;
};

/** Logs an error once, without anything that the phone system sent. */
export function logFailure(
	error: unknown,
	{ request, corrId }: Pick<Exchange, "request" | "corrId">,
): void {
	const why = unavailability(error);
	const facts = { method: request.method, route: ROUTE, corrId };
	logError(error, facts, why === null ? undefined : lineFor(why));
}
