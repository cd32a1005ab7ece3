import { z } from "zod";
import type { Db } from "../../../db/connection/database.ts";
import { listExistingFor } from "../../../db/groups/groups.ts";
import type { ApiKey } from "../../../db/keys/api-keys.ts";
import { listConnectionSecrets } from "../../../db/phone-systems/connection-secrets.ts";
import type { StoredConnection } from "../../../db/phone-systems/connections.ts";
import { listGroupDestinations } from "../../../db/phone-systems/group-destinations.ts";
import { WITHOUT_PLUS } from "../../domain/numbers/readings.ts";
import { type Destinations, losingUserData } from "../../domain/phone-systems/call-destination.ts";
import { connectionPath } from "../../domain/phone-systems/connection.ts";
import {
	CONNECTION_NAME_MAX,
	USER_DATA_KEYS_MAX,
} from "../../domain/phone-systems/parse-connection.ts";
import { getEnv } from "../../platform/env.server.ts";
import { texts } from "../../texts/texts.ts";
import { EXAMPLE_GROUP_ID } from "../provisioning/paths.ts";
import { EXAMPLE_CONNECTION_ID } from "./connection-paths.ts";

const time = (what: string) => z.iso.datetime().meta({ description: `${what}, in ISO 8601, UTC.` });
const who = (what: string) =>
	z.string().meta({ description: `${what}: a user's e-mail address, or an API key's name.` });

const destinationShape = {
	target: z
		.string()
		.optional()
		.meta({ description: "Where admitted calls go: a number in E.164, or a SIP address." }),
	secondTarget: z
		.string()
		.optional()
		.meta({ description: "Where admitted calls go if nobody answers at `target`." }),
	fallback: z
		.string()
		.optional()
		.meta({ description: "Where calls go that are not admitted, marked as not verified." }),
};

/** A connection in a list. */
const connectionShape = {
	id: z.guid().meta({ description: "The connection's ID, a UUID." }),
	name: z.string().meta({ description: "Its name.", minLength: 1, maxLength: CONNECTION_NAME_MAX }),
	kind: z.string().meta({
		description: "The kind of phone system. A later version of the product may have more kinds.",
		examples: ["sip-proxy"],
	}),
	path: z.string().meta({ description: "The path that the phone system calls. It is no secret." }),
	url: z.string().optional().meta({
		description: "The whole address to paste there. Left out if the service has no PUBLIC_URL.",
	}),
	paused: z.boolean().meta({ description: "Whether its calls are refused." }),
	limitedToGroups: z.boolean().meta({
		description: "Whether it serves only the groups in `groupIds`, and not all groups.",
	}),
	groupIds: z
		.array(z.guid())
		.optional()
		.meta({
			description:
				"The groups that it serves, in the order of their names. Left out if it serves all. " +
				"Empty if all of them were deleted: then it serves none.",
		}),
	numbersWithoutPlus: z.enum(WITHOUT_PLUS).meta({
		description:
			"What a dialed or calling number without plus is: `any` reading, or `international` only.",
	}),
	releasesOnAnswer: z.boolean().meta({
		description:
			"Whether a matched request is released when the agent answers, else when the call ends.",
	}),
	...destinationShape,
	userDataKeys: z.array(z.string()).max(USER_DATA_KEYS_MAX).meta({
		description: "The keys of the user data that travel with an admitted call as SIP headers.",
	}),
	language: z.string().meta({
		description: "The language in which callers are spoken to, such as `en` or `de`.",
	}),
	createdAt: time("When it was made"),
	createdBy: who("Who made it"),
	updatedAt: time("When it was last changed"),
	updatedBy: who("Who changed it last"),
	etag: z.string().meta({
		description:
			"Its version, the same as the header ETag when it is read alone: what every change needs " +
			"in `If-Match`.",
	}),
};
export const connectionData = z
	.object(connectionShape)
	.meta({ description: "A connection to a phone system.", id: "Connection" });

/** A single connection. Secrets are listed without their values. */
const wholeConnectionShape = {
	...connectionShape,
	destinations: z
		.array(
			z.object({
				groupId: z.guid().meta({ description: "The group's ID." }),
				groupName: z.string().meta({ description: "The group's name." }),
				...destinationShape,
				language: z.string().optional().meta({
					description: "The language of the group's callers, where it is not the connection's.",
				}),
			}),
		)
		.meta({
			description:
				"The groups with destinations of their own, which come before those of the connection.",
		}),
	secrets: z
		.array(
			z.object({
				slot: z.string().meta({
					description:
						"What the secret is, such as `auth-token` or `key`. Its value is never shown.",
				}),
				createdAt: time("When it was set"),
				validUntil: time("The end of an old secret; the present one has none").optional(),
			}),
		)
		.meta({ description: "The valid secrets, the present one first. Two while one is rotated." }),
	warnings: z.array(z.string().meta({ description: "A sentence." })).meta({
		description: "What cannot work as it is set. Empty if there is nothing.",
	}),
};
export const wholeConnectionData = z
	.object(wholeConnectionShape)
	.meta({ description: "A connection with its details.", id: "WholeConnection" });

/** The answer that shows a secret once, if the service has made it. */
export const wholeConnectionWithSecret = z.object({
	...wholeConnectionShape,
	secret: z
		.string()
		.optional()
		.meta({
			description:
				"The secret that the service made, for a kind without one from its platform. This answer " +
				"alone shows it.",
		}),
});

/** The version of a connection. Every change compares it (G11). */
export const connectionEtag = ({ version }: Pick<StoredConnection, "version">): string =>
	`"c${version}"`;

const describeDestinations = ({ target, secondTarget, fallback }: Destinations) => ({
	target: target ?? undefined,
	secondTarget: secondTarget ?? undefined,
	fallback: fallback ?? undefined,
});

export function describeConnection(connection: StoredConnection): z.infer<typeof connectionData> {
	const { id, name, kind, groupIds } = connection;
	const path = connectionPath(id);
	const { PUBLIC_URL } = getEnv();
	return {
		...{ id, name, kind, path },
		url: PUBLIC_URL === undefined ? undefined : PUBLIC_URL + path,
		paused: connection.pausedAt !== null,
		limitedToGroups: groupIds !== null,
		groupIds: groupIds === null ? undefined : [...groupIds],
		numbersWithoutPlus: connection.numbersWithoutPlus,
		releasesOnAnswer: connection.releasesOnAnswer,
		...describeDestinations(connection),
		userDataKeys: [...connection.userDataKeys],
		language: connection.language,
		createdAt: connection.createdAt.toISOString(),
		createdBy: connection.createdBy,
		updatedAt: connection.updatedAt.toISOString(),
		updatedBy: connection.updatedBy,
		etag: connectionEtag(connection),
	};
}

/** A connection with its details, as far as the key may see the groups in them (C11). */
export async function describeWholeConnection(
	db: Db,
	apiKey: ApiKey,
	connection: StoredConnection,
): Promise<z.infer<typeof wholeConnectionData>> {
	const destinations = await listGroupDestinations(db, connection.id);
	const ids = destinations.map(({ groupId }) => groupId);
	const seen = await listExistingFor(db, apiKey, ids);
	const losing = losingUserData(connection);
	return {
		...describeConnection(connection),
		destinations: destinations
			.filter(({ groupId }) => seen.has(groupId))
			.map(({ groupId, groupName, language, ...own }) => ({
				...{ groupId, groupName, ...describeDestinations(own) },
				language: language ?? undefined,
			})),
		secrets: (await listConnectionSecrets(db, connection.id)).map((secret) => ({
			slot: secret.slot,
			createdAt: secret.createdAt.toISOString(),
			validUntil: secret.validUntil?.toISOString(),
		})),
		warnings:
			losing.length === 0
				? []
				: [texts.messages.phoneSystems.noData({ numbers: losing.join(", ") })],
	};
}

export const EXAMPLE_CONNECTION: z.infer<typeof connectionData> = {
	id: EXAMPLE_CONNECTION_ID,
	name: "Kamailio, Frankfurt",
	kind: "sip-proxy",
	path: connectionPath(EXAMPLE_CONNECTION_ID),
	url: `https://calls.example.com${connectionPath(EXAMPLE_CONNECTION_ID)}`,
	paused: false,
	limitedToGroups: true,
	groupIds: [EXAMPLE_GROUP_ID],
	numbersWithoutPlus: "any",
	releasesOnAnswer: true,
	target: "sip:agents@pbx.example.com",
	userDataKeys: ["policy"],
	language: "en",
	createdAt: "2026-11-22T21:43:29.123Z",
	createdBy: "Deployment",
	updatedAt: "2026-11-22T21:43:29.123Z",
	updatedBy: "Deployment",
	etag: '"c1"',
};

export const EXAMPLE_WHOLE_CONNECTION: z.infer<typeof wholeConnectionData> = {
	...EXAMPLE_CONNECTION,
	destinations: [],
	secrets: [{ slot: "key", createdAt: "2026-11-22T21:43:29.123Z" }],
	warnings: [],
};
