import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answerApi } from "../../app/api/answer.ts";
import { ERRORS } from "../../app/api/contract/error-codes.ts";
import { openApiDocument } from "../../app/api/openapi/document.ts";
import { SHELL } from "../../app/domain/audit/actor.ts";
import { createConnection } from "../../app/operations/phone-systems/create-connection.ts";
import { isUuid } from "../../db/groups/groups.ts";
import {
	STEPS as ALL_STEPS,
	headerSchema,
	type Prepared,
	type Step,
	Walk,
	type WalkCall,
} from "../support/api-walk.ts";
import { wholeBody } from "../support/api-ways.ts";
import { openTestDatabase, type TestDatabase } from "../support/databases.ts";
import { insertGroupWith, insertKey, someNumbers } from "../support/groups.ts";
import { checkerOf } from "../support/json-schema.ts";
import { type ServerProcess, startServer } from "../support/server-process.ts";
import { plansFor } from "../support/walk-plans.ts";

/** Rotating its own key would end the walk. Its own test does that. */
const STEPS = ALL_STEPS.filter(({ operation }) => operation.operationId !== "rotateMyKey");

const SEED = 20_261_129;
const CALLS_OF_EACH = 200;
const WALK_MS_MAX = 300_000;
/** One in this many calls goes to the server instead of the function. */
const OVER_HTTP = 12;

/**
 * Answers that this walk cannot produce: they need a missing or slow database, thousands of
 * requests, or invalid HTTP.
 */
const OUT_OF_REACH = [
	...[
		"unexpected",
		"database-unreachable",
		"still-under-way",
		"no-code-free",
		"pool-full",
		"file-too-large",
	],
	...["request-unreadable", "request-too-slow", "path-too-long", "headers-too-large"],
	"expectation-unknown",
];
/**
 * Answers that depend on the current data, so that a walk does not meet each of them for every
 * operation. Their own tests produce each one.
 */
const BY_CHANCE = [
	...[
		"no-number-free",
		"idempotency-key-reused",
		"entry-gone",
		"name-taken",
		"connection-name-taken",
		"installation-not-ready",
		"changed-meanwhile",
		"if-match-wrong",
		"rows-wrong",
		"columns-unclear",
	],
	...[
		"number-in-pool",
		"number-exclusive-elsewhere",
		"number-not-exclusive",
		"number-shared-elsewhere",
		"number-live",
	],
	"number-not-available",
	...["lock-gone", "key-network-wrong", "key-secret-old", "test-key-refused"],
	...["pool-last-number", "pool-all-draining", "import-empty", "undo-impossible"],
	"number-draining",
];
const MAY_BE_MISSED = new Set([...OUT_OF_REACH, ...BY_CHANCE]);
const NEVER_MET = new Set([
	// The walk's limited key has no connection, and seldom sends all that a new one needs.
	...["createConnection", "changeConnection"].map((id) => `${id} ${ERRORS["key-limited"].code}`),
	// No caller is locked for certain.
	"liftLock 0",
	// Any scope is enough.
	`readMyKey ${ERRORS["scope-missing"].code}`,
	// A body without fields has none to send twice.
	...["undoPoolImport", "undoGroupsImport", "undoPoolChange"].map(
		(id) => `${id} ${ERRORS["json-flawed"].code}`,
	),
	// Hardly any list of numbers by chance is a pool's. Other tests change and undo many.
	...["changePool 0", "undoPoolChange 0"],
	// Hardly any text by chance is a list of columns. Other tests export.
	"exportPool 0",
	// The walk seldom sends this call with its limited key.
	`listAuditEntries ${ERRORS["key-limited"].code}`,
	// It knows no version of a pool, which comes first, and sends no body of 512 KiB.
	...(["idempotency-key-wrong", "body-too-large"] as const).map(
		(name) => `changePool ${ERRORS[name].code}`,
	),
	// A request is cancelled before the walk would extend it.
	"extendCallInRequest 0",
	// Their connection is always one that is there.
	...["readSentences", "setSentences"].map((id) => `${id} ${ERRORS["connection-gone"].code}`),
	// Hardly any file of all groups by chance can be applied. Other tests undo such an import.
	"undoGroupsImport 0",
]);
/** Connections at the beginning: some calls delete one. */
const CONNECTIONS = 60;
/** Fields with rules beyond JSON Schema. */
const CHECKED_FURTHER =
	/^(fromPhoneNumber|userData|name|number|description|target|secondTarget|fallback|sentences\.\w+|secret|groupIds|toPhoneNumber|requestId|cursor|what|expirySeconds|at least one)$/;

/** How a message names a field, after other words or after another field. */
const NAMED_FIELD =
	/(?:: |; )(?!it has|This is)(at least one|[\w.]+)(?=:| (?:is|must|has|or|names|of (?:generateAccessCode|name))\b)/g;

type Answer = { status: number; headers: Record<string, string>; body: string };

describe("every documented operation, called with right, wrong and random input (C13)", () => {
	let database: TestDatabase;
	let server: ServerProcess;
	const walk = new Walk();
	const seen = new Map<string, number>();

	beforeAll(async () => {
		database = await openTestDatabase("server");
		server = await startServer({ url: database.url, env: { LOG_LEVEL: "error" } });
		const open = await insertGroupWith(database, "open", someNumbers(40));
		await insertGroupWith(database, "unique", someNumbers(10, 40), {
			uniqueDnis: true,
			generateAccessCode: false,
			expirySeconds: 10,
		});
		await insertGroupWith(database, "vouched", someNumbers(20, 60), {
			generateAccessCode: false,
			callerId: "equal",
		});
		await insertGroupWith(database, "full", someNumbers(1, 50), {
			uniqueDnis: true,
			expirySeconds: 1800,
		});
		await database.query(
			"update numbers set busy_until = now() + interval '1 hour' where number = $1",
			someNumbers(1, 50),
		);
		for (let n = 0; n < CONNECTIONS; n += 1)
			await createConnection(
				database.service,
				{
					...{ requestId: randomUUID(), kind: "sip-proxy", secret: null, name: `proxy ${n}` },
					...{ groupIds: null, numbersWithoutPlus: "any", releasesOnAnswer: true },
					...{ target: null, secondTarget: null, fallback: null, userDataKeys: [] },
				},
				{ hasPublicUrl: false },
				SHELL,
			);
		await insertKey(database, {
			secret: "all-scopes-key",
			scopes: ["create", "match", "provision", "read"],
		});
		for (const scope of ["create", "match", "provision"])
			await insertKey(database, { secret: `${scope}-key`, scopes: [scope] });
		await insertKey(database, {
			secret: "limited-key",
			scopes: ["create", "match", "provision", "read"],
			groupIds: [open],
		});
		const { id } = await insertKey(database, {
			secret: "one-a-minute-key",
			scopes: ["create", "match", "provision", "read"],
		});
		await database.query("update api_keys set requests_per_minute = 1 where id = $1", [id]);
	});
	afterAll(async () => {
		await server?.stop();
		await database.drop();
	});

	const plainly = ({ body, ...request }: WalkCall): Promise<Answer> =>
		answerApi({ ...request, readBody: wholeBody(body ?? new Uint8Array()) }, database.service);
	const byHttp = async ({ path, body, ...request }: WalkCall): Promise<Answer> => {
		const response = await fetch(server.origin + path, {
			...request,
			...(body && { body: body as BodyInit }),
		});
		return {
			status: response.status,
			headers: Object.fromEntries(response.headers),
			body: await response.text(),
		};
	};
	const isSendable = ({ headers }: WalkCall) =>
		Object.values(headers).every((value) => /^[\x20-\x7e]*$/.test(value));

	test(
		`${CALLS_OF_EACH * STEPS.length} calls get answers that fit the description, and none is the server's fault`,
		async () => {
			const plans = STEPS.map((step, index) =>
				plansFor(step.operation, CALLS_OF_EACH, SEED + index),
			);
			for (let round = 0; round < CALLS_OF_EACH; round += 1) {
				for (const [index, step] of STEPS.entries()) {
					const prepared = walk.prepare(step, plans[index]![round]!);
					const overHttp = (round + index) % OVER_HTTP === 0 && isSendable(prepared.call);
					const answer = await (overHttp ? byHttp : plainly)(prepared.call);
					const wrong = whatIsWrong(step, prepared, answer);
					if (wrong.length > 0)
						throw new Error(
							`Call ${round} of ${step.operation.operationId}: ${wrong.join("; ")}\n${show(prepared, answer)}`,
						);
				}
			}
		},
		WALK_MS_MAX,
	);

	test("each operation has succeeded, and failed in every way that it can here", () => {
		const missing = STEPS.flatMap(({ operation: { operationId, responses } }) =>
			Object.values(responses)
				.flatMap(({ content }) => Object.keys(content["application/json"]?.examples ?? {}))
				.filter((name) => name in ERRORS && !MAY_BE_MISSED.has(name))
				.map((name) => `${operationId} ${ERRORS[name as keyof typeof ERRORS].code}`)
				.concat(`${operationId} 0`)
				.filter((outcome) => !seen.has(outcome) && !NEVER_MET.has(outcome)),
		);
		expect(missing).toEqual([]);
	});

	function whatIsWrong(
		{ operation }: Step,
		{ call, kind, json }: Prepared,
		{ status, headers, body }: Answer,
	): string[] {
		const documented = operation.responses[status];
		if (documented === undefined) return [`status ${status} is not documented`];
		if (status >= 500) return [`status ${status}`];
		const type = headers["content-type"]?.split(";", 1)[0] ?? "";
		const content = documented.content[type];
		if (content === undefined) return [`${type} is not documented`];
		const value: unknown = type === "application/json" ? JSON.parse(body) : body;
		const wrong = checked(`${operation.operationId} ${status} ${type}`, content.schema)(value);
		for (const name of Object.keys(documented.headers)) {
			const { required } = openApiDocument().components.headers[name]!;
			const given = headers[name.toLowerCase()];
			if (
				given === undefined
					? required
					: checked(name, headerSchema(name.toLowerCase())!)(given).length > 0
			)
				wrong.push(`header ${name}: ${given}`);
		}
		for (const name of Object.keys(headers)) {
			if (
				headerSchema(name) &&
				!Object.keys(documented.headers).some((known) => known.toLowerCase() === name)
			)
				wrong.push(`header ${name} is not documented`);
		}
		const sentId = call.headers["x-correlation-id"]?.trim() ?? "";
		if (isUuid(sentId) && headers["x-correlation-id"] !== sentId.toLowerCase())
			wrong.push("another correlation ID");
		// Files have no envelope.
		const isFile = headers["content-disposition"]?.startsWith("attachment") ?? false;
		const { code, message, corrId } = isFile
			? { code: 0 }
			: (value as { status: Record<string, string | number> }).status;
		if (
			!isFile &&
			headers["idempotent-replayed"] === undefined &&
			corrId !== headers["x-correlation-id"]
		)
			wrong.push("another corrId");
		const codes = Object.values(content.examples).map(
			(example) => (example.value as { status?: { code?: number } }).status?.code,
		);
		if (status >= 400 && !codes.includes(Number(code)))
			wrong.push(`code ${code} is not documented`);
		seen.set(
			`${operation.operationId} ${code}`,
			(seen.get(`${operation.operationId} ${code}`) ?? 0) + 1,
		);
		if (status < 300) walk.learn(call, headers, (value as { data?: unknown }).data);

		const asked = operation.requestBody?.content["application/json"]?.schema;
		if (asked && json !== undefined && kind !== "again") {
			const isRight = checked(`${operation.operationId} body`, asked)(json).length === 0;
			// A dry run tells what is wrong with a file, and an existing group is skipped unread.
			const isJudged = !/dryRun=true|existing=skip/.test(call.path);
			if (!isRight && status < 300 && isJudged) wrong.push("a body that does not fit was accepted");
			const named = [...String(message).matchAll(NAMED_FIELD)].map(([, name]) => name);
			if (
				isRight &&
				kind === "right" &&
				code === ERRORS["fields-wrong"].code &&
				!named.every((name) => CHECKED_FURTHER.test(name ?? ""))
			)
				wrong.push("a body that fits was refused");
		}
		return wrong;
	}
});

const checkers = new Map<string, ReturnType<typeof checkerOf>>();
function checked(
	name: string,
	schema: Parameters<typeof checkerOf>[0],
): ReturnType<typeof checkerOf> {
	const known = checkers.get(name) ?? checkerOf(schema);
	checkers.set(name, known);
	return known;
}

const show = ({ call, kind }: Prepared, { status, headers, body }: Answer): string =>
	[
		`${kind}: ${call.method} ${call.path} ${JSON.stringify(call.headers)}`,
		new TextDecoder().decode(call.body).slice(0, 2000),
		`${status} ${JSON.stringify(headers)}`,
		body.slice(0, 2000),
	].join("\n");
