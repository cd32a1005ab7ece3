import type { Position } from "../domain/conversation/position.ts";

/**
 * What a message is by its own fields: a new call, or the status of one. Null where its platform
 * does not tell them apart.
 */
export type MessageKind = "new-call" | "status" | null;

/**
 * The position of a message at the address where it came, or at the other one where the two URLs
 * are swapped in the phone system. Its caller is served then too, and the page says what to do.
 */
export function placed(
	position: Position,
	kind: MessageKind,
): { position: Position; isMisplaced: boolean } {
	if (position.step === "start" && kind === "status")
		return { position: { step: "ended" }, isMisplaced: true };
	if (position.step === "ended" && kind === "new-call")
		return { position: { step: "start" }, isMisplaced: true };
	return { position, isMisplaced: false };
}
