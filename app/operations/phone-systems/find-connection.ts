import { isUuid } from "../../../db/groups/groups.ts";
import {
	type ConnectionForCalls,
	readConnectionsForCalls,
} from "../../../db/phone-systems/connection-for-calls.ts";
import { parseHeardLanguage } from "../../domain/conversation/heard-language.ts";
import type { Connection, ConnectionSecret } from "../../domain/phone-systems/connection.ts";
import { factsOfKind, parseKind } from "../../domain/phone-systems/connection-kinds.ts";
import { type SecretsKeys, unseal } from "../../platform/sealed-value.ts";
import type { Service } from "../../platform/service.ts";
import { inBatches } from "../in-batches.ts";
import { placeOfSecret } from "./seal-connection-secret.ts";

/** A change of a connection holds in every process within 5 seconds, like that of a key (C11). */
const TRUSTED_MS = 4000;
const TRUSTED_MAX = 1000;

/**
 * One statement at a time reads all connections that are asked for meanwhile: with unknown IDs,
 * strangers cannot occupy the database's connections (O7).
 */
const readWithOthers = inBatches(
	({ connectionLooks }) => connectionLooks,
	({ db }, ids) => readConnectionsForCalls(db, ids),
	() => ({ batchMax: 100, underWayMax: 1, furtherMin: 1 }),
);

/**
 * The connection with this ID, with its secrets, for a call. Null if there is none, or if its kind
 * is of a newer version. A paused one is returned. Cached for 4 seconds: a cached one is returned
 * without a promise. `now`: milliseconds of a monotonic clock.
 */
export function findConnection(
	service: Service,
	id: string,
	now = performance.now(),
): Connection | Promise<Connection | null> {
	const { trustedConnections } = service.state;
	const before = trustedConnections.get(id.toLowerCase());
	if (before && now < before.until) return before.connection;
	return lookUp(service, id, now);
}

async function lookUp(service: Service, id: string, now: number): Promise<Connection | null> {
	const { trustedConnections, secrets } = service.state;
	if (!isUuid(id)) return null;
	const row = await readWithOthers(service, id);
	const connection = row && connectionOf(row, secrets);
	if (connection === null) {
		trustedConnections.delete(id.toLowerCase());
		return null;
	}
	if (trustedConnections.size >= TRUSTED_MAX) trustedConnections.clear();
	// Counted from before the look-up: the connection may change while the answer is on its way.
	trustedConnections.set(connection.id, { connection, until: now + TRUSTED_MS });
	return connection;
}

/**
 * The connection as this process last saw it, however long ago; null if it never did. For callers
 * while the database is away: it can check a signature, and decides nothing.
 */
export const lastKnownConnection = ({ state }: Service, id: string): Connection | null =>
	state.trustedConnections.get(id.toLowerCase())?.connection ?? null;

/** Makes this process see a change of a connection at once. */
export const forgetConnection = ({ state }: Service, id: string): void => {
	state.trustedConnections.delete(id.toLowerCase());
};

function connectionOf(
	{ destinations, limitedToGroups, language, ...row }: ConnectionForCalls,
	keys: SecretsKeys | null,
): Connection | null {
	const kind = parseKind(row.kind);
	if (kind === undefined) return null;
	return {
		...row,
		kind,
		language: parseHeardLanguage(language),
		groupLanguages: new Map(
			destinations.flatMap(({ groupId, language: own }) =>
				own === null ? [] : [[groupId, parseHeardLanguage(own)]],
			),
		),
		groupDestinations: new Map(
			destinations.map(({ groupId, language: _own, ...parts }) => [groupId, parts]),
		),
		secrets: row.secrets.flatMap((secret) => {
			const { slot, keeping } = factsOfKind(kind).secret;
			if (secret.slot !== slot) return [];
			const value = readSecret(secret, keys);
			return [{ slot, keeping, value, validUntil: secret.validUntilMs } satisfies ConnectionSecret];
		}),
		apiKey: { id: row.id, limitedToGroups },
	};
}

function readSecret(
	{ id, sealed, plain }: ConnectionForCalls["secrets"][number],
	keys: SecretsKeys | null,
): string | null {
	if (sealed === null) return plain;
	const opened = unseal(keys, placeOfSecret(id), sealed);
	return opened.ok ? opened.value : null;
}
