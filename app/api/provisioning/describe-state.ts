import { z } from "zod";
import {
	GIVEN_COUNTED_MAX,
	LATE_MINUTES,
	NUMBER_STATES,
	type NumberState,
} from "../../domain/groups/number-state.ts";
import { DRAINS, type PoolEntry } from "../../domain/groups/pool.ts";

/** The drain of an entry in the API: `none` rather than null, which means "not given" (C1). */
export const API_DRAINS = ["none", ...DRAINS] as const;
export const DRAIN_WORDS =
	"`none`; `keep`: it is not given any more; `remove`: the same, and it is removed once its " +
	"group's last live request on it has ended.";

const time = z.iso.datetime().optional();

/** The state of an entry's number (G15). */
export const stateShape = {
	drain: z.enum(API_DRAINS).meta({ description: `Whether the number is draining. ${DRAIN_WORDS}` }),
	state: z.enum(NUMBER_STATES).meta({
		description:
			"`in-use`: it has live requests. `late-callers`: its last request ended unmatched less " +
			`than ${LATE_MINUTES} minutes ago, so its caller may still call. \`free\`: neither.`,
	}),
	liveRequests: z.int().min(0).meta({ description: "Its live requests now." }),
	inUseUntil: time.meta({ description: "When the last of them ends, in ISO 8601, UTC." }),
	requestId: z.guid().optional().meta({
		description: "The ID of the one that ends last; only for keys with the scope `read`.",
	}),
	lateUntil: time.meta({ description: "Until when its caller counts as late." }),
	lastUsedAt: time.meta({ description: "When it was last given; absent if it never was." }),
	givenLastDay: z
		.int()
		.min(0)
		.meta({
			description:
				"How often it was given in the last 24 hours, counted up to " +
				`${GIVEN_COUNTED_MAX.toLocaleString("en-US")}: one more means "or more".`,
		}),
};

const iso = (at: Date | null | undefined) => at?.toISOString();

/** `showsRequests`: whether the key may see requests. */
export const describeState = (
	{ drain }: PoolEntry,
	state: NumberState | undefined,
	showsRequests: boolean,
) => ({
	drain: drain ?? ("none" as const),
	state: state?.state ?? ("free" as const),
	liveRequests: state?.liveRequests ?? 0,
	inUseUntil: iso(state?.inUseUntil),
	requestId: showsRequests ? (state?.requestId ?? undefined) : undefined,
	lateUntil: iso(state?.lateUntil),
	lastUsedAt: iso(state?.lastUsedAt),
	givenLastDay: state?.givenLastDay ?? 0,
});
