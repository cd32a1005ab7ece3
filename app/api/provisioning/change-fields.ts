import { z } from "zod";
import { DRAINS, POOL_SIZE_MAX } from "../../domain/groups/pool.ts";
import { POOL_ACTIONS } from "../../domain/groups/pool-change.ts";
import { texts } from "../../texts/texts.ts";
import { DRAIN_WORDS } from "./describe-state.ts";
import { stateField } from "./entries.ts";
import { descriptionField } from "./group-fields.ts";

const words = texts.messages.api.fields;

/** The body of a change of many numbers (G16). */
export const changeBody = z.object({
	action: z
		.enum(POOL_ACTIONS, words.mustBeOneOf({ values: POOL_ACTIONS }))
		.meta({ description: "What to do with all of the numbers." }),
	drain: z
		.enum(DRAINS, words.mustBeOneOf({ values: DRAINS }))
		.nullish()
		.meta({ description: `For \`drain\`, \`keep\` by default: ${DRAIN_WORDS}` }),
	description: descriptionField
		.nullish()
		.meta({ description: "For `describe`: the description of all of them." }),
	numbers: z
		.array(z.string(words.mustBeString).meta({ description: "E.164 with `+`." }))
		.min(1)
		.max(POOL_SIZE_MAX)
		.nullish()
		.meta({ description: "The numbers, as the list has them." }),
	found: z
		.object({
			q: z.string(words.mustBeString).nullish().meta({ description: "As `q` of the list." }),
			state: stateField.nullable(),
			count: z.int().min(0).meta({
				description: "How many numbers it finds, as `total` of the list. If not, nothing is done.",
			}),
		})
		.nullish()
		.meta({ description: "In place of `numbers`: all that a search of the list finds." }),
});

/** What such a change does. */
export const changedData = z.object({
	applied: z.boolean().meta({ description: "Whether it was done; false for a dry run." }),
	changeId: z.guid().optional().meta({
		description: "The ID for the undo. Absent for a dry run, or if nothing had to change.",
	}),
	changed: z.int().min(0).meta({ description: "How many numbers it changes." }),
	unchanged: z.int().min(0).meta({ description: "How many are already as asked." }),
	liveRequests: z
		.int()
		.min(0)
		.meta({ description: "Live requests on drained or deleted numbers. They stay valid." }),
	poolSize: z.int().min(0).meta({ description: "How many numbers the pool has then." }),
	draining: z.int().min(0).meta({ description: "How many of them are draining then." }),
});
