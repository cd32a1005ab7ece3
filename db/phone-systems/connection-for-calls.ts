import type { WithoutPlus } from "../../app/domain/numbers/readings.ts";
import type { Destinations } from "../../app/domain/phone-systems/call-destination.ts";
import { arrayLiteral } from "../connection/array-literal.ts";
import type { Db } from "../connection/database.ts";
import type { StoredSentences } from "../schema/phone-system-tables.ts";

/** What a call needs of a connection, before its secrets are decrypted. */
export type ConnectionForCalls = Destinations & {
	id: string;
	name: string;
	kind: string;
	isPaused: boolean;
	numbersWithoutPlus: WithoutPlus;
	releasesOnAnswer: boolean;
	userDataKeys: string[];
	limitedToGroups: boolean;
	language: string;
	ownSentences: StoredSentences;
	destinations: {
		groupId: string;
		target: string | null;
		secondTarget: string | null;
		fallback: string | null;
		language: string | null;
	}[];
	secrets: {
		id: string;
		slot: string;
		sealed: string | null;
		plain: string | null;
		validUntilMs: number | null;
	}[];
};

/**
 * Reads connections with everything that decides a call, in one statement: in the order of the IDs,
 * null for one that does not exist.
 */
export async function readConnectionsForCalls(
	db: Db,
	ids: readonly string[],
): Promise<(ConnectionForCalls | null)[]> {
	const rows = await db.query<{ connection: string }>(
		`select json_build_object(
			'id', c.id, 'name', c.name, 'kind', c.kind, 'isPaused', c.paused_at is not null,
			'numbersWithoutPlus', c.numbers_without_plus, 'releasesOnAnswer', c.releases_on_answer,
			'target', c.target, 'secondTarget', c.second_target, 'fallback', c.fallback,
			'userDataKeys', c.user_data_keys, 'limitedToGroups', k.limited_to_groups,
			'language', c.language, 'ownSentences', c.own_sentences,
			'destinations', (select coalesce(json_agg(json_build_object(
				'groupId', d.group_id, 'target', d.target, 'secondTarget', d.second_target,
				'fallback', d.fallback, 'language', d.language)), '[]')
				from connection_destinations d where d.connection_id = c.id),
			'secrets', (select coalesce(json_agg(json_build_object(
				'id', s.id, 'slot', s.slot, 'sealed', s.sealed, 'plain', s.plain,
				'validUntilMs', extract(epoch from s.valid_until) * 1000)
				order by s.created_at desc), '[]')
				from connection_secrets s where s.connection_id = c.id)
		)::text as connection
		from connections c join api_keys k on k.id = c.id where c.id = any($1::uuid[])`,
		[arrayLiteral(ids)],
	);
	const read = rows.map(({ connection }) => JSON.parse(connection) as ConnectionForCalls);
	const byId = new Map(read.map((connection) => [connection.id, connection]));
	return ids.map((id) => byId.get(id.toLowerCase()) ?? null);
}
