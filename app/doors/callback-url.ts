import { type Position, writePosition } from "../domain/conversation/position.ts";

/** Where a phone system calls back for a position. `url` has no query. */
export function callbackUrl(url: string, position: Position): string {
	const query = writePosition(position);
	return query === "" ? url : `${url}?${query}`;
}
