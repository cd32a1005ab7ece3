import { openApiDocument } from "../../app/api/openapi/document.ts";
import { checkerOf } from "../support/json-schema.ts";
import type { ServerProcess } from "../support/server-process.ts";
import { sleep } from "./cluster.ts";
import { type Answer, type Call, isAcknowledged, type Life, type Operation } from "./operations.ts";
import type { Random } from "./random.ts";

/** A server process that receives calls, and its life. */
export type Served = { server: ServerProcess; life: Life };

/** A group that receives call-in requests. */
export type CalledGroup = {
	name: string;
	isUnique: boolean;
	hasCodes: boolean;
	numbers: readonly string[];
};

const PATH = "/engagement/v3/call-in/requests";
/** Client timeout for an answer. */
const PATIENCE_MS = 10_000;
/** Retry limit of a call that is retried until answered. */
const TRIES_MAX = 150;
/**
 * Pool of recent requests for interfering calls: small, so that several hit the same request at
 * once.
 */
const RECENT = 30;

type Known = { id: string; toPhoneNumber: string; accessCode?: number; expirationTime: number };

/** Clients of the API and phone systems. They call any live process and record each operation. */
export class Clients {
	readonly operations: Operation[] = [];
	readonly #recent: Known[] = [];
	#isStopped = false;

	constructor(
		/** The processes that serve now. */
		readonly serving: () => readonly Served[],
		readonly groups: readonly CalledGroup[],
		readonly key: string,
		readonly random: Random,
	) {}

	/** Runs `howMany` customers at once, each in a loop, until `stop`. */
	async work(howMany: number): Promise<void> {
		const workers = Array.from({ length: howMany }, async (_, index) => {
			// Each customer prefers one group, so that a full group does not delay all of them.
			const group = this.groups[index % this.groups.length] as CalledGroup;
			while (!this.#isStopped) {
				await this.#liveOnce(group);
				await sleep(20 + this.random.int(80));
			}
		});
		await Promise.all(workers);
	}

	/** Starts nothing more. Calls under way finish. */
	stop(): void {
		this.#isStopped = true;
	}

	/** Retrieves every request that any client has learned of. */
	async retrieveAll(): Promise<void> {
		const told = this.operations.filter((one) => one.call === "create" && isAcknowledged(one));
		const left = [...new Set(told.map(({ answer }) => String(answer?.data.id)))];
		const retrieve = async () => {
			for (let id = left.pop(); id !== undefined; id = left.pop())
				await this.#ask("retrieve", { id }, null);
		};
		await Promise.all(Array.from({ length: 8 }, retrieve));
	}

	/**
	 * A customer requests a number, then calls, gives up, or does neither. Another client may
	 * interfere.
	 */
	async #liveOnce(group: CalledGroup): Promise<void> {
		const body = { groupName: group.name, callbackServiceId: this.random.uuid() };
		const created = await this.#call("create", body, this.random.chance(60));
		if (!isAnswered(created)) return;
		const made = created.answer.data as Known;
		this.#recent.push(made);
		if (this.#recent.length > RECENT) this.#recent.shift();
		const fate = this.random.int(100);
		if (fate < 40) await this.#match(made, { release: true });
		else if (fate < 55) await this.#match(made, { release: false });
		else if (fate < 75) await this.#call("cancel", { id: made.id }, this.random.chance(60));
		else if (fate < 80) await this.#match(made, { release: false, wrongCode: true });
		if (this.random.chance(30)) await this.#ask("retrieve", { id: made.id }, null);
		if (this.random.chance(15)) await this.#meddle(this.random.oneOf(this.#recent));
	}

	/** Another client's action on a request, perhaps at the same time as the customer's. */
	async #meddle(known: Known): Promise<void> {
		if (this.random.chance(50)) await this.#match(known, { release: this.random.chance(50) });
		else await this.#call("cancel", { id: known.id }, this.random.chance(50));
	}

	async #match(
		known: Known,
		{ release, wrongCode = false }: { release: boolean; wrongCode?: boolean },
	): Promise<void> {
		const { toPhoneNumber, accessCode } = known;
		const code = accessCode === undefined ? {} : { accessCode: wrongCode ? "1" : accessCode };
		// A separate caller, so that wrong or expired codes lock no customer out.
		const caller =
			accessCode !== undefined
				? { fromPhoneNumber: `+1415${2_000_000 + this.random.int(8_000_000)}` }
				: {};
		await this.#call(
			"match",
			{ toPhoneNumber, ...code, ...caller, release },
			this.random.chance(70),
		);
	}

	/**
	 * One call. Retried until answered where an Idempotency-Key or `callId` makes that safe, else
	 * tried once. Returns the last try.
	 */
	async #call(
		call: "create" | "cancel" | "match",
		body: Record<string, unknown>,
		isRepeatable: boolean,
	): Promise<Operation> {
		const once = isRepeatable ? this.random.uuid() : null;
		const sent = call === "match" && once !== null ? { ...body, callId: once } : body;
		for (let attempt = 1; ; attempt += 1) {
			const tried = await this.#ask(call, sent, once);
			const isOver = tried.answer !== null && tried.answer.status !== 503;
			// A client's back-off, but shorter: the measurement is when service returns.
			if (!isOver) await sleep(50 + this.random.int(150));
			if (isOver || once === null || attempt >= TRIES_MAX) return tried;
		}
	}

	async #ask(call: Call, body: Record<string, unknown>, once: string | null): Promise<Operation> {
		let serving = this.serving();
		while (serving.length === 0) {
			await sleep(20);
			serving = this.serving();
		}
		const { server, life } = this.random.oneOf(serving);
		const operation: Operation = {
			call,
			body,
			once,
			corrId: this.random.uuid(),
			life,
			sent: Date.now(),
			answered: 0,
			answer: null,
		};
		operation.answer = await fetch(`${server.origin}${PATH}/${call}`, {
			method: "POST",
			headers: {
				"x-api-key": this.key,
				"content-type": "application/json",
				"x-correlation-id": operation.corrId,
				...(once !== null && call !== "match" ? { "idempotency-key": once } : {}),
			},
			body: JSON.stringify(body),
			signal: AbortSignal.timeout(PATIENCE_MS),
		})
			.then((response) => read(call, response))
			.catch((error) => {
				operation.failure = String(error.cause?.code ?? error.cause ?? error);
				return null;
			});
		operation.answered = Date.now();
		this.operations.push(operation);
		return operation;
	}
}

const isAnswered = (operation: Operation): operation is Operation & { answer: Answer } =>
	isAcknowledged(operation);

const checkers = new Map<string, (value: unknown) => string[]>();

async function read(call: Call, response: Response): Promise<Answer> {
	const text = await response.text();
	const { status } = response;
	const base = { status, retryAfter: response.headers.get("retry-after") };
	let told: { status?: { code?: number }; data?: Record<string, unknown> };
	try {
		told = JSON.parse(text);
	} catch {
		return { ...base, code: -1, data: {}, unfit: [`no JSON: ${text.slice(0, 200)}`] };
	}
	return {
		...base,
		code: told.status?.code ?? -1,
		data: told.data ?? {},
		unfit: checkerFor(call, status)(told),
	};
}

/** A validator by the schema in /openapi.json for an answer with this status. */
function checkerFor(call: Call, status: number): (value: unknown) => string[] {
	const name = `${call} ${status}`;
	const known = checkers.get(name);
	if (known !== undefined) return known;
	const schema =
		openApiDocument().paths[`/call-in/requests/${call}`]?.post?.responses[status]?.content[
			"application/json"
		]?.schema;
	const checker = schema === undefined ? () => ["no such answer is documented"] : checkerOf(schema);
	checkers.set(name, checker);
	return checker;
}
