import { describe, expect, test } from "vitest";
import { answerApi } from "../../app/api/answer.ts";
import {
	messageFor,
	reasonOf,
	sentenceFor,
	UNAVAILABILITIES,
	type Unavailability,
} from "../../app/domain/unavailability.ts";
import { noteUnavailable, unavailabilityOf } from "../../app/http/server/unavailable.server.ts";
import { createService } from "../../app/platform/service.ts";
import type { Database } from "../../db/connection/database.ts";
import { unavailability } from "../../db/connection/unavailability.ts";

type Facts = { code: string; message?: string; severity?: string; syscall?: string };
const failed = ({ message = "as the server says it", ...facts }: Facts) =>
	// Drizzle's wrapper: the driver's error is the cause, and the wrapper's message repeats the
	// statement.
	new Error("Failed query: … no more connections allowed", {
		cause: Object.assign(new Error(message), facts),
	});

const CASES: [Unavailability, Facts[]][] = [
	[
		"away",
		[
			...[
				"SILENCE",
				"CONNECT_TIMEOUT",
				"CONNECTION_CLOSED",
				"CONNECTION_ENDED",
				"CONNECTION_DESTROYED",
			].map((code) => ({ code })),
			...[
				"ECONNREFUSED",
				"ECONNRESET",
				"EHOSTUNREACH",
				"ENOTFOUND",
				"EAI_AGAIN",
				"EPIPE",
				"ETIMEDOUT",
			].map((code) => ({ code })),
			...["08000", "08001", "08003", "08004", "08006", "57P01", "57P02", "57P03"].map((code) => ({
				code,
			})),
			{ code: "CERT_HAS_EXPIRED" },
			{ code: "ERR_TLS_CERT_ALTNAME_INVALID" },
			{ code: "ENOENT", syscall: "connect" },
			{ code: "EMFILE", syscall: "connect" },
			{ code: "08P01", message: "pgbouncer cannot connect to server" },
			{
				code: "08P01",
				message: "server login has been failing, try again later (server_login_retry)",
			},
			{ code: "08P01", message: "server conn crashed?" },
			{
				code: "55000",
				severity: "FATAL",
				message: 'database "call_in" is not currently accepting connections',
			},
		],
	],
	["read-only", [{ code: "25006" }]],
	[
		"no-space",
		[{ code: "53100" }, { code: "53400", message: "temporary file size exceeds temp_file_limit" }],
	],
	["out-of-memory", [{ code: "53200" }]],
	[
		"too-many-connections",
		[
			{ code: "53300" },
			{ code: "08P01", message: "no more connections allowed (max_client_conn)" },
		],
	],
	[
		"refused",
		[
			{ code: "28P01" },
			{ code: "28000" },
			{ code: "3D000" },
			{ code: "42501" },
			{ code: "57P04" },
			{ code: "SASL_SIGNATURE_MISMATCH" },
		],
	],
	[
		"too-slow",
		[
			...["57014", "55P03", "25P03", "25P04", "57P05"].map((code) => ({ code })),
			{ code: "08P01", message: "query_wait_timeout" },
		],
	],
	["given-up", [{ code: "40001" }, { code: "40P01" }, { code: "25P02" }]],
	[
		"failing",
		[
			{ code: "53000" },
			{ code: "58000" },
			{ code: "58030" },
			{ code: "58P01" },
			{ code: "XX000" },
			{ code: "XX001" },
			{ code: "XX002" },
			{ code: "EMBEDDED_DEAD" },
		],
	],
];

/**
 * Unforeseen errors: an invalid statement, or a constraint violation that a check should have
 * prevented.
 */
const DEFECTS = [
	"42601",
	"42P01",
	"42703",
	"22P02",
	"22001",
	"23505",
	"23503",
	"P0001",
	"26000",
	"UNDEFINED_VALUE",
	"ERR_INVALID_URL",
];

describe("what keeps the database from serving (C2)", () => {
	test.each(CASES)("is known as %s", (why, facts) => {
		for (const one of facts) expect([one, unavailability(failed(one))]).toEqual([one, why]);
	});

	test("a defect of ours is none of it, whatever is said of it", () => {
		for (const code of DEFECTS)
			expect([code, unavailability(failed({ code }))]).toEqual([code, null]);
		for (const none of [new Error("no"), "a text", null, undefined])
			expect(unavailability(none)).toBeNull();
		expect(unavailability(failed({ code: "ENOENT", syscall: "open" }))).toBeNull();
	});

	/** A database on which every statement fails with this error. */
	const database = (error: Error) =>
		({ query: async () => Promise.reject(error) }) as unknown as Database;
	const call = (error: Error) =>
		answerApi(
			{
				method: "POST",
				path: "/engagement/v3/call-in/requests/create",
				headers: { "x-api-key": "k" },
				readBody: async () => new Uint8Array(),
			},
			createService(database(error)),
		);

	test.each(CASES)(
		"%s is 503 with Retry-After and 50301 in the API, and one sentence on a page",
		async (why, facts) => {
			process.env.LOG_LEVEL = "silent";
			for (const one of facts) {
				const { status, headers, body } = await call(failed(one));
				expect([one, status, headers["retry-after"]]).toEqual([one, 503, "1"]);
				expect(JSON.parse(body).status).toMatchObject({ code: 50301, message: messageFor(why) });
				const request = new Request("http://localhost/");
				noteUnavailable(request, failed(one));
				expect(unavailabilityOf(request)).toBe(sentenceFor(why));
			}
		},
	);

	test("a defect of ours is 500, with a code of its own and no Retry-After", async () => {
		for (const code of DEFECTS) {
			const { status, headers, body } = await call(failed({ code }));
			expect([code, status, headers["retry-after"], JSON.parse(body).status.code]).toEqual([
				code,
				500,
				undefined,
				50001,
			]);
			const request = new Request("http://localhost/");
			noteUnavailable(request, failed({ code }));
			expect(unavailabilityOf(request)).toBeUndefined();
		}
	});

	test("a file that the server cannot write for want of room is 503 on a page, and said to be the server's", () => {
		for (const [code, syscall] of [
			["ENOSPC", "write"],
			["ENOSPC", "mkdtemp"],
			["EMFILE", "open"],
			["EAGAIN", "spawn node"],
		]) {
			const request = new Request("http://localhost/");
			noteUnavailable(request, Object.assign(new Error("no"), { code, syscall }));
			expect(unavailabilityOf(request)).toMatch(
				/^This server has run out of disk space, memory or file handles/,
			);
		}
	});

	test("each has words of its own", () => {
		expect(new Set(UNAVAILABILITIES.map(reasonOf)).size).toBe(UNAVAILABILITIES.length);
	});
});
