import type { CallRefusal } from "../domain/phone-systems/noted-call.ts";
import { texts } from "../texts/texts.ts";
import type { DoorAnswer } from "./door.ts";

/** The answer to wrong credentials: 401 with a challenge. Null for every other refusal. */
export const refuseBasic = (
	refusal: CallRefusal,
	challenge: Record<string, string>,
): DoorAnswer | null =>
	refusal === "no-key" || refusal === "wrong-key"
		? {
				status: 401,
				headers: {
					...challenge,
					"content-type": "text/plain; charset=utf-8",
					"cache-control": "no-store",
				},
				body: `${texts.messages.doors.wrongKey}\n`,
			}
		: null;
