import { inSnapshot } from "../../../db/connection/database.ts";
import { type AdmittedRequest, findAdmitted } from "../../../db/match/admissions.ts";
import { questionOf } from "../../domain/conversation/next-step.ts";
import type { CountryCode } from "../../domain/numbers/numbering-plan.ts";
import type { Connection } from "../../domain/phone-systems/connection.ts";
import type { Service } from "../../platform/service.ts";
import { LOCKED_ANSWER, lookAtCall } from "../match/decide-call.ts";
import {
	NOT_ASKED,
	placesOf,
	readTold,
	type TakenCall,
	type ToldCall,
	takenAs,
} from "./take-call.ts";

/**
 * The step that `takeCall` would decide now, in a read-only snapshot (P4): nothing is recorded,
 * counted or released. `admitted`: the request of the played call, once it has been admitted.
 */
export function previewCall(
	service: Service,
	connection: Connection,
	told: ToldCall,
	country: CountryCode,
	admitted: AdmittedRequest | null = null,
): Promise<TakenCall> {
	const inbound = readTold(connection, told, country);
	const taken = takenAs(connection, told, inbound);
	return inSnapshot(service.db, async (at) => {
		const within = service.within(at);
		const isAsked = questionOf(told.event).ask === "match";
		if (!isAsked) {
			const found = { ...NOT_ASKED, request: admitted };
			return taken(found, await placesOf(within, connection, found, inbound));
		}
		const { decision } = await lookAtCall(at, { ...inbound, apiKey: connection.apiKey });
		const { outcome, codeLength, request } = decision ?? LOCKED_ANSWER;
		const isMatched = outcome === "MATCHED" && request !== null;
		const found = {
			...{ outcome, codeLength },
			request: isMatched ? await findAdmitted(at, request.id) : null,
		};
		return taken(found, await placesOf(within, connection, found, inbound));
	});
}
