import { z } from "zod";
import { listConnectionCalls } from "../../../db/phone-systems/connection-calls.ts";
import { listConnectionRefusals } from "../../../db/phone-systems/connection-refusals.ts";
import { CALLS_KEPT, readNotedEvent } from "../../domain/phone-systems/noted-call.ts";
import { writeRefusals } from "../../operations/phone-systems/count-refusals.ts";
import { writeNotedCalls } from "../../operations/phone-systems/note-connection-call.ts";
import { fail } from "../contract/envelope.ts";
import type { ApiAnswer, ApiCall, Endpoint } from "../contract/exchange.ts";
import { findConnectionOf } from "./connection-failures.ts";
import { CONNECTION_CALLS, connectionParams, EXAMPLE_CONNECTION_ID } from "./connection-paths.ts";

const code = (what: string, examples: string[]) =>
	z.string().meta({
		description: `${what} A later version of the product may have more codes.`,
		examples,
	});
const digits = (of: string) =>
	z
		.string()
		.optional()
		.meta({ description: `The last digits of the ${of} number.` });

const callsData = z.object({
	calls: z
		.array(
			z.object({
				at: z.iso.datetime().meta({ description: "When it came, in ISO 8601, UTC." }),
				callId: z
					.string()
					.optional()
					.meta({ description: "The phone system's own ID of the call." }),
				event: code("What came.", ["start"]),
				fromDigits: digits("caller's"),
				toDigits: digits("dialed"),
				outcome: code("The outcome of match.", ["MATCHED"]).optional(),
				answer: code("What was answered.", ["connect"]).optional(),
				refusal: code("Why it was refused.", ["wrong-signature"]).optional(),
				status: z.int().meta({ description: "The HTTP status of the answer." }),
			}),
		)
		.max(CALLS_KEPT)
		.meta({ description: "The messages, the newest first." }),
	refused: z
		.array(
			z.object({
				refusal: code("Why they were refused.", ["wrong-signature"]),
				times: z.int().meta({ description: "How often." }),
				firstAt: z.iso.datetime().meta({ description: "The first time, in ISO 8601, UTC." }),
				lastAt: z.iso.datetime().meta({ description: "The last time, in ISO 8601, UTC." }),
				event: code("What the last one said to be.", ["start"]),
				status: z.int().meta({ description: "The HTTP status of the last answer." }),
				client: z.string().meta({ description: "The address that the last one came from." }),
			}),
		)
		.meta({
			description:
				"Messages without a valid signature or key, counted by reason, the latest first. " +
				"They are kept apart, so that a flood of them hides no call.",
		}),
});

/** GET …/calls: the last messages of the phone system, and what was answered (P1). */
async function answerCalls(call: ApiCall): Promise<ApiAnswer> {
	const connection = await findConnectionOf(call);
	if (!connection) return fail("connection-gone");
	const { service } = call;
	await Promise.all([writeNotedCalls(service), writeRefusals(service)]);
	const calls = await listConnectionCalls(service.db, connection.id);
	const refused = await listConnectionRefusals(service.db, connection.id);
	const data = {
		calls: calls.map(({ id: _id, at, status, event, ...noted }) => ({
			...{ at: at.toISOString(), event: readNotedEvent(event).code, status },
			callId: noted.callId ?? undefined,
			fromDigits: noted.fromDigits ?? undefined,
			toDigits: noted.toDigits ?? undefined,
			outcome: noted.outcome ?? undefined,
			answer: noted.answer ?? undefined,
			refusal: noted.refusal ?? undefined,
		})),
		refused: refused.map(({ firstAt, lastAt, ...counted }) => ({
			...counted,
			firstAt: firstAt.toISOString(),
			lastAt: lastAt.toISOString(),
		})),
	};
	return { ok: true, data: data satisfies z.infer<typeof callsData> };
}

export const listConnectionCallsEndpoint: Endpoint = {
	method: "GET",
	path: CONNECTION_CALLS,
	scopes: ["provision"],
	tag: "Phone systems",
	operationId: "listConnectionCalls",
	summary: "List the last calls of a connection",
	description:
		`Returns the last ${CALLS_KEPT} messages of the phone system, what was answered, and why one ` +
		"was refused. They have no whole numbers, and never the digits that were keyed in.",
	params: connectionParams,
	gives: { schema: callsData },
	failures: ["fields-wrong", "connection-gone"],
	examples: [
		{
			name: "calls",
			summary: "A call that was admitted, and messages with another key",
			params: { connectionId: EXAMPLE_CONNECTION_ID },
			gives: {
				calls: [
					{
						...{ at: "2026-11-22T21:44:03.512Z", event: "start", status: 200 },
						...{ callId: "a84b4c76e66710@pbx", fromDigits: "0132", toDigits: "5554" },
						...{ outcome: "MATCHED", answer: "decision" },
					},
				],
				refused: [
					{
						...{ refusal: "wrong-key", times: 3, event: "unreadable", status: 401 },
						...{ firstAt: "2026-11-22T21:40:12.480Z", lastAt: "2026-11-22T21:43:55.001Z" },
						client: "203.0.113.7",
					},
				],
			},
		},
	],
	isStrict: true,
	answer: answerCalls,
};
