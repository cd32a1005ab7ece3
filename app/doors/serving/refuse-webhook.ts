import type { CallRefusal } from "../../domain/phone-systems/noted-call.ts";
import { texts } from "../../texts/texts.ts";
import type { Door, DoorAnswer } from "../door.ts";

const words = texts.messages.doors;

const PLAIN = { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" };

/** An answer in one line of plain text, for whoever sets up the phone system. */
export const plainly = (
	status: number,
	text: string,
	headers: Record<string, string> = {},
): DoorAnswer => ({ status, headers: { ...PLAIN, ...headers }, body: `${text}\n` });

export const RETRY = { "retry-after": "1" };

/** The answer to a webhook that is not taken for a call. A stranger learns no reason from it. */
export function refuseWebhook(door: Door, refusal: CallRefusal): DoorAnswer {
	return door.refuse?.(refusal) ?? refusePlainly(door, refusal);
}

function refusePlainly({ methods, body }: Door, refusal: CallRefusal): DoorAnswer {
	switch (refusal) {
		case "wrong-method":
			return plainly(405, words.wrongMethod, { allow: methods.join(", ") });
		case "wrong-content-type":
			return plainly(415, words.wrongContentType[body]);
		case "too-large":
			return plainly(413, words.tooLarge);
		case "unreadable":
			return plainly(400, words.unreadable);
		case "no-key":
		case "wrong-key":
			return plainly(401, words.wrongKey);
		case "no-secret":
		case "secret-unreadable":
		case "no-public-url":
			return plainly(503, words.cannotCheck);
		case "paused":
		case "rate-limited":
		case "crowded-out":
		case "database-away":
			return plainly(503, words.away, RETRY);
		default:
			return plainly(403, words.wrongSignature);
	}
}
