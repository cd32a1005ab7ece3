import { parseKind, signsAddress } from "../../domain/phone-systems/connection-kinds.ts";
import { texts } from "../../texts/texts.ts";

const { refusals, refusalsOfKinds } = texts.messages.phoneSystems;

/** A code in words; a code of a newer version stays a code. */
export const inWords = (known: Record<string, string>, code: string | null): string =>
	code === null ? "" : Object.hasOwn(known, code) ? (known[code] as string) : code;

/** Why a message was refused, in words that fit the kind of its phone system. */
export function refusalInWords(refusal: string, kind: string): string {
	const known = parseKind(kind);
	const isSigned = known !== undefined && signsAddress(known);
	return inWords({ ...refusals, ...(isSigned ? refusalsOfKinds.signedAddress : {}) }, refusal);
}
