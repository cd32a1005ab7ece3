import type { Db } from "../../../db/connection/database.ts";
import { listSeenBy } from "../../../db/groups/groups.ts";
import type { ApiKey } from "../../../db/keys/api-keys.ts";
import {
	type ConflictError,
	type GoneError,
	type GroupError,
	type GroupRef,
	messageOf,
	type PoolError,
} from "../../domain/groups/errors.ts";
import { texts } from "../../texts/texts.ts";
import { fail } from "../contract/envelope.ts";
import { failStale } from "./if-match.ts";

const words = texts.messages.api;

/** Redacts group references for a key: the groups that it may not see become one without a name. */
export type Names = (groups: GroupRef[]) => GroupRef[];

/** The group names visible to a key (C11). No query for a key without limits. */
export async function namesFor(
	db: Db,
	apiKey: ApiKey,
	groups: readonly GroupRef[],
): Promise<Names> {
	if (!apiKey.limitedToGroups || groups.length === 0) return (all) => all;
	const seen = await listSeenBy(
		db,
		apiKey,
		groups.map(({ id }) => id),
	);
	return (all) => {
		const own = all.filter(({ id }) => seen.has(id));
		return own.length === all.length ? all : [...own, { id: "", name: words.unseenGroup }];
	};
}

/** An operation's refusal, in the page's words (C12). */
export async function failRule(
	{ db, apiKey }: { db: Db; apiKey: ApiKey },
	error: PoolError | GroupError | GoneError | ConflictError<unknown>,
): Promise<ReturnType<typeof fail>> {
	switch (error.code) {
		case "changed-meanwhile":
			return failStale(error);
		case "group-delete-changed":
			return failStale();
		case "group-gone":
		case "entry-gone":
			return fail(error.code);
		case "number-exclusive-elsewhere":
		case "number-not-exclusive":
		case "number-shared-elsewhere": {
			const names = await namesFor(db, apiKey, error.groups);
			return fail(error.code, { message: messageOf({ ...error, groups: names(error.groups) }) });
		}
		case "number-live": {
			const confirm = words.details.acceptLiveRequests(error);
			const { code, liveRequests } = error;
			return fail(code, {
				message: messageOf(error),
				detail: confirm,
				errors: [
					{
						...{ field: "acceptedLiveRequests", code, message: confirm },
						suggestion: String(liveRequests),
					},
				],
			});
		}
		default:
			return fail(error.code, { message: messageOf(error) });
	}
}
