// Postman's converter and its runner.
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(import.meta.url);

/**
 * Operations whose requests need what an earlier one made, or what would end the run. The collection
 * has them; the run leaves them out.
 */
const NEEDS_MORE =
	/^(retrieveCallInRequest|cancelCallInRequest|extendCallInRequest|deleteGroup|changeGroupSettings|.*PoolEntry|liftLock|undo.*|.*Connection|.*ConnectionSecret|.*GroupDestination|listConnectionCalls|importGroups|importPool|rotateMyKey|changePool|(read|set)Sentences)$/;

/** The collection that Postman's converter makes of a description; throws where it refuses it. */
export async function convert(described) {
	const converted = await new Promise((resolve, reject) =>
		require("openapi-to-postmanv2").convert(
			{ type: "json", data: structuredClone(described) },
			{ requestParametersResolution: "Example", enableOptionalParameters: false },
			(error, result) => (error ? reject(error) : resolve(result)),
		),
	);
	if (converted.result !== true) throw new Error(converted.reason);
	return converted.output[0].data;
}

/**
 * The collection as it is committed, with the answers that are no errors. The converter draws new
 * IDs each time: without them, and with the description's fingerprint, equal descriptions give
 * equal files.
 */
export async function committedCollection(described, fingerprint) {
	const withoutIds = (value) => {
		if (Array.isArray(value)) return value.map(withoutIds);
		if (typeof value !== "object" || value === null) return value;
		const { id, _postman_id, uid, ...rest } = value;
		const kept =
			typeof id === "string" && UUID.test(id) && "name" in value
				? rest
				: { ...rest, ...(id !== undefined && { id }) };
		return Object.fromEntries(Object.entries(kept).map(([key, inner]) => [key, withoutIds(inner)]));
	};
	const collection = withoutIds(await convert(described));
	keepSuccesses(collection);
	collection.info.version = fingerprint;
	return `${JSON.stringify(collection, null, "\t")}\n`;
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** Runs the collection's requests through Prism. */
export async function runPostman({ described, origin, proxy, key, work, say }) {
	const collection = await convert(described).catch((error) =>
		say("Postman's converter", false, error.message),
	);
	if (!collection) return;
	say("Postman's converter", true);
	writeFileSync(path.join(work, "postman.json"), JSON.stringify(collection, null, "\t"));
	const headers = { "x-api-key": key };
	const groups = await fetch(`${origin}/engagement/v3/provisioning/groups`, { headers });
	const [group] = (await groups.json()).data.groups;
	const byName = new Map(
		Object.values(described.paths).flatMap((methods) =>
			Object.values(methods).map((operation) => [operation.summary, operation.operationId]),
		),
	);
	keepItems(collection, ({ name }) => !NEEDS_MORE.test(byName.get(name) ?? "none"));
	const summary = await new Promise((resolve, reject) =>
		require("newman").run(
			{
				collection: withTests(collection, group.id),
				envVar: [
					{ key: "baseUrl", value: proxy },
					{ key: "apiKey", value: key },
				],
				reporters: [],
			},
			(error, result) => (error ? reject(error) : resolve(result)),
		),
	);
	const { stats, failures } = summary.run;
	const wrong = failures.map(({ source, error }) => `${source?.name}: ${error.message}`);
	say(
		`newman through Prism, ${stats.requests.total} requests`,
		wrong.length === 0,
		wrong.join("\n"),
	);
}

/** The examples of all errors would be nine tenths of the file. */
function keepSuccesses(folder) {
	for (const item of folder.item) {
		if (item.item) keepSuccesses(item);
		else item.response = item.response.filter(({ code }) => code < 300);
	}
}

function keepItems(folder, isKept) {
	folder.item = folder.item.filter((item) => {
		if (item.item) keepItems(item, isKept);
		return item.item ? item.item.length > 0 : isKept(item);
	});
}

/** Each answer must be a success that Prism finds nothing wrong with. */
const TEST = [
	'pm.test("is a success", () => pm.response.to.be.success);',
	'pm.test("fits the description", () =>',
	'	pm.expect(pm.response.headers.get("sl-violations")).to.be.undefined);',
];

function withTests(collection, groupId) {
	const visit = (folder) => {
		for (const item of folder.item) {
			if (item.item) visit(item);
			else {
				for (const variable of item.request.url.variable ?? [])
					if (variable.key === "groupId") variable.value = groupId;
				item.event = [{ listen: "test", script: { type: "text/javascript", exec: TEST } }];
			}
		}
	};
	visit(collection);
	return collection;
}
