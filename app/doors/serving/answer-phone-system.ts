import { unavailability } from "../../../db/connection/unavailability.ts";
import type { ApiRequest, CallFacts } from "../../api/contract/exchange.ts";
import { readPosition } from "../../domain/conversation/position.ts";
import type { CountryCode } from "../../domain/numbers/numbering-plan.ts";
import type { Connection } from "../../domain/phone-systems/connection.ts";
import type { CallRefusal } from "../../domain/phone-systems/noted-call.ts";
import {
	countRefused,
	noteValid,
	type Sender,
	takeCheckTurn,
} from "../../operations/phone-systems/check-turns.ts";
import { countRefusal } from "../../operations/phone-systems/count-refusals.ts";
import {
	findConnection,
	lastKnownConnection,
} from "../../operations/phone-systems/find-connection.ts";
import { CORRELATION_HEADER, correlationId } from "../../platform/correlation-id.server.ts";
import { getService } from "../../platform/database.server.ts";
import { getEnv } from "../../platform/env.server.ts";
import { logInfo } from "../../platform/log.server.ts";
import type { Service } from "../../platform/service.ts";
import { texts } from "../../texts/texts.ts";
import type { Door, DoorAnswer } from "../door.ts";
import { queryOf, type Webhook } from "../webhook.ts";
import { answerCall } from "./answer-call.ts";
import { refusalByHead, signerOf } from "./check-webhook.ts";
import { DOORS, doorOfHeaders } from "./doors.ts";
import { plainly, refuseWebhook } from "./refuse-webhook.ts";
import { sayAway } from "./say-away.ts";
import { readWebhook } from "./take-webhook.ts";
import { type Exchange, logFailure, ROUTE } from "./webhook-exchange.ts";

const words = texts.messages.doors;
const PREFIX = "/phone-systems/";

/** Whether a path is that of a connection to a phone system. */
export const isPhoneSystemPath = (path: string): boolean => path.startsWith(PREFIX);

/**
 * Answers any request under /phone-systems/, from the resource route or directly from the server.
 * Never throws. A request without a valid signature learns nothing, and changes nothing.
 */
export async function answerPhoneSystem(
	request: ApiRequest,
	given?: Service,
	facts: CallFacts = { route: ROUTE },
): Promise<DoorAnswer> {
	const corrId = correlationId(request.headers[CORRELATION_HEADER]);
	facts.route = ROUTE;
	const answered = await answer(request, corrId, given, facts).catch((error): DoorAnswer => {
		logFailure(error, { request, corrId });
		return sayAway(doorOfHeaders(request.headers));
	});
	answered.headers[CORRELATION_HEADER] = corrId;
	return answered;
}

async function answer(
	request: ApiRequest,
	corrId: string,
	given: Service | undefined,
	facts: CallFacts,
): Promise<DoorAnswer> {
	const service = given ?? (await getService());
	const exchange = { service, request, corrId, facts };
	const id = request.path.split("?", 1)[0]!.slice(PREFIX.length);
	const { connection, isStale } = await connectionOf(exchange, id);
	const door = connection === null ? undefined : DOORS[connection.kind];
	if (connection === null || door === undefined) return plainly(404, words.unknown);
	const { PUBLIC_URL: publicUrl, DEFAULT_COUNTRY } = getEnv();
	const sender = { connectionId: connection.id, address: addressOf(request) };
	const webhook = await authentic(exchange, connection, door, sender, publicUrl);
	if (webhook === "too-slow") return plainly(408, words.tooSlow);
	if (typeof webhook === "string") return refuse(exchange, connection, door, sender, webhook);
	noteValid(service, sender);
	facts.keyId = connection.id;
	facts.connection?.becomeKnown();
	const country = DEFAULT_COUNTRY as CountryCode;
	return answerCall(exchange, { connection, door, webhook, isStale, publicUrl, country });
}

/**
 * The webhook if it is authentic (P5). What costs least is checked first: its head, then its size,
 * and its signature in turn with others (O7).
 */
async function authentic(
	{ service, request }: Exchange,
	connection: Connection,
	door: Door,
	sender: Sender,
	publicUrl: string | undefined,
): Promise<Webhook | CallRefusal | "too-slow"> {
	const now = Date.now();
	const byHead = refusalByHead(door, request);
	if (byHead === "wrong-method" || byHead === "wrong-content-type") return byHead;
	const signer = signerOf(connection, publicUrl, now);
	if (typeof signer === "string") return signer;
	if (byHead !== null) return byHead;
	const webhook = await readWebhook(request, door);
	if (typeof webhook === "string") return webhook;
	if (!(await takeCheckTurn(service, sender))) return "crowded-out";
	return door.check(webhook, signer, now) ?? webhook;
}

/**
 * The connection with this ID. While the database is away, the last known one: its caller then
 * hears a sentence (P6).
 */
async function connectionOf(
	exchange: Exchange,
	id: string,
): Promise<{ connection: Connection | null; isStale: boolean }> {
	const { service } = exchange;
	try {
		return { connection: await findConnection(service, id), isStale: false };
	} catch (error) {
		const connection = lastKnownConnection(service, id);
		if (connection === null || unavailability(error) === null) throw error;
		logFailure(error, exchange);
		return { connection, isStale: true };
	}
}

/**
 * Counts a refusal on the connection's page and in the metrics, and logs it without its content. Of
 * a client that sends many, the line of the request alone is logged.
 */
function refuse(
	{ service, request, corrId }: Exchange,
	connection: Connection,
	door: Door,
	sender: Sender,
	refusal: CallRefusal,
): DoorAnswer {
	const answered = refuseWebhook(door, refusal);
	countRefusal(service, connection, {
		...{ refusal, status: answered.status, client: sender.address },
		event: readPosition(queryOf(request.path)).step,
	});
	if (countRefused(service, sender))
		logInfo({ connectionId: connection.id, refusal, corrId }, "Refused a phone system");
	return answered;
}

/** server.ts sets this header, and deletes any that the client sent. */
const addressOf = ({ headers }: ApiRequest): string => headers["x-client-address"] ?? "unknown";
