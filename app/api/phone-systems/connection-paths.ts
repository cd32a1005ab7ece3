import { z } from "zod";
import { HEARD_LANGUAGES } from "../../domain/conversation/heard-language.ts";
import { groupParams } from "../provisioning/paths.ts";

/** Path of the connections to phone systems (P1). */
export const CONNECTIONS = "/engagement/v3/provisioning/connections";
export const CONNECTION = `${CONNECTIONS}/{connectionId}`;
export const CONNECTION_PAUSED = `${CONNECTION}/paused`;
export const CONNECTION_SECRETS = `${CONNECTION}/secrets`;
export const OLD_CONNECTION_SECRET = `${CONNECTION_SECRETS}/old`;
export const GROUP_DESTINATION = `${CONNECTION}/destinations/{groupId}`;
export const CONNECTION_SENTENCES = `${CONNECTION}/sentences/{language}`;
export const CONNECTION_CALLS = `${CONNECTION}/calls`;

/** Any text is accepted in a path: an invalid ID matches nothing. */
export const connectionParams = z.object({
	connectionId: z.string().meta({ description: "The connection's `id`, a UUID.", format: "uuid" }),
});
export const groupDestinationParams = connectionParams.extend(groupParams.shape);

export const sentencesParams = connectionParams.extend({
	language: z.string().meta({
		description: "The language, such as `en` or `de`.",
		enum: [...HEARD_LANGUAGES],
	}),
});

/** The connection ID of the examples. */
export const EXAMPLE_CONNECTION_ID = "0190c2a8-9b22-7d13-b6e2-1c2a7b5a3a9a";
