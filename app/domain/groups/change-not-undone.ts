import { texts } from "../../texts/texts.ts";
import { type AllDraining, messageOf, type NumberNotAvailable } from "./errors.ts";
import type { ExclusiveClash } from "./pool.ts";

/** Why a change of many numbers cannot be undone. `numbers`: how many have changed since. */
export type ChangeNotUndone =
	| { code: "undo-too-late" }
	| { code: "undo-numbers-changed"; numbers: number }
	| { code: "undo-clash"; clash: ExclusiveClash }
	| { code: "pool-full"; limit: number; wouldBe: number }
	| AllDraining
	| NumberNotAvailable;

const words = texts.messages.groups.many;

/** Why a change cannot be undone, and what to do. */
export function messageOfChangeNotUndone(error: ChangeNotUndone): string {
	switch (error.code) {
		case "undo-too-late":
			return words.undoTooLate;
		case "undo-numbers-changed":
			return words.undoNumbersChanged(error);
		case "undo-clash":
			return words.undoRefused({ reason: messageOf(error.clash) });
		default:
			return words.undoRefused({ reason: messageOf(error) });
	}
}
