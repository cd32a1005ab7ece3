import type { DestinationError } from "../../conversation/destination.ts";
import type { RuleError } from "../../groups/errors.ts";

/** What is wrong with a connection of a group. */
type ConnectionProblemKind =
	| { code: "connection-name-missing" }
	| { code: "connection-doubled"; firstIndex: number }
	| { code: "connections-too-many"; connections: number; limit: number }
	| { code: "connection-destination"; error: DestinationError }
	| { code: "connection-language" };

/** What is wrong with a group itself. */
export type GroupProblemKind =
	| { code: "group-field-missing" }
	| {
			code: "group-field-type";
			expected: "an object" | "text" | "true or false" | "a whole number" | "a list";
	  }
	| { code: "group-too-many-numbers"; numbers: number; limit: number }
	| { code: "group-without-numbers" }
	| { code: "group-rule"; error: RuleError }
	| ConnectionProblemKind;
/** A group's problem with its place: `path` is within the group, `value` is the file's. */
export type GroupProblem = { path: string; value: string } & GroupProblemKind;
