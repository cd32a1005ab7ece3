import { z } from "zod";
import { listConnectionsFor } from "../../../db/phone-systems/connections.ts";
import { groupNameKey } from "../../domain/groups/group.ts";
import { searchText } from "../../domain/text.ts";
import type { ApiAnswer, ApiCall, Endpoint } from "../contract/exchange.ts";
import { readQuery } from "../contract/query.ts";
import { pageFields } from "../provisioning/group-fields.ts";
import { CONNECTIONS } from "./connection-paths.ts";
import { connectionData, describeConnection, EXAMPLE_CONNECTION } from "./describe-connection.ts";

/** Filter of the list. */
const listQuery = z.object({
	q: z
		.string()
		.optional()
		.describe("Only connections with this in their name; upper and lower case are the same."),
	name: z
		.string()
		.optional()
		.describe("Only the connection with this name, whole; upper and lower case are the same."),
	...pageFields,
});

const listData = z.object({
	connections: z
		.array(connectionData)
		.meta({ description: "The page's connections, in the order of their names." }),
	page: z.int().min(1).meta({ description: "The page." }),
	pageSize: z.int().min(1).meta({ description: "How many a page has at most." }),
	total: z.int().min(0).meta({ description: "How many were found in all." }),
});

/** GET …/connections: the connections visible to the key. */
async function answerList({ service, apiKey, query }: ApiCall): Promise<ApiAnswer> {
	const asked = readQuery(listQuery, query);
	if (!asked.ok) return asked;
	const { q, name, page, pageSize } = asked.value;
	const { connections, total } = await listConnectionsFor(service.db, apiKey, {
		search: groupNameKey(searchText(q ?? "")),
		...(name === undefined ? {} : { nameKey: groupNameKey(searchText(name)) }),
		limit: pageSize,
		offset: (page - 1) * pageSize,
	});
	const data = { connections: connections.map(describeConnection), page, pageSize, total };
	return { ok: true, data: data satisfies z.infer<typeof listData> };
}

export const listConnectionsEndpoint: Endpoint = {
	method: "GET",
	path: CONNECTIONS,
	scopes: ["provision"],
	tag: "Phone systems",
	operationId: "listConnections",
	summary: "List connections",
	description:
		"Returns the connections to phone systems in the order of their names, one page at a time. A " +
		"key that is limited to groups sees only those that serve none but its own groups.",
	query: listQuery,
	gives: { schema: listData },
	failures: ["fields-wrong"],
	examples: [
		{
			name: "all",
			summary: "The first page",
			query: { pageSize: "50" },
			gives: { connections: [EXAMPLE_CONNECTION], page: 1, pageSize: 50, total: 1 },
		},
	],
	answer: answerList,
};
