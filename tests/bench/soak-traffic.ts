import { randomInt } from "node:crypto";
import { openApiDocument } from "../../app/api/openapi/document.ts";
import { DEMONSTRATION } from "../../app/domain/demonstration/demonstration.ts";
import { STEPS } from "../support/api-walk.ts";
import { Browserless } from "../support/browserless.ts";
import { checkerOf } from "../support/json-schema.ts";

export const KEY = "a-key-for-the-soak";
export const ADMINISTRATOR = { email: "ada@example.com", password: "correct horse battery staple" };

const PROVISIONING = "/engagement/v3/provisioning/groups";
const CALL_IN = "/engagement/v3/call-in/requests";
const PAGES = [
	"/tools/click-to-call-in",
	"/tools/click-to-call-in/new",
	"/",
	"/call-in",
	"/call-in/attempts",
	"/call-in/locks",
	"/developer",
];
/** Statuses that a correct request may get while the service is up (C2). */
const SERVED = new Set([200, 201, 429]);

export type State = "Matched" | "Cancelled" | "left alone";
type Data = Record<string, unknown> & {
	id: string;
	toPhoneNumber: string;
	accessCode?: number;
	admitted?: boolean;
	state?: string;
};
type Answer = { status: number; etag: string | null; data: Data };

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const oneOf = <T>(list: readonly T[]): T => list[randomInt(list.length)] as T;

/**
 * Clients, phone systems, people and automation, each at its own pace, and the answers they got.
 */
export class Traffic {
	/** Every acknowledged request, with its acknowledged end. */
	readonly told = new Map<string, State>();
	/** Acknowledged changes, by the audit log's action. */
	readonly changes = new Map<string, number>();
	readonly answers = new Map<string, number>();
	readonly wrong: string[] = [];
	matchCalls = 0;

	constructor(
		readonly origins: readonly string[],
		readonly groups: readonly { id: string; name: string }[],
	) {}

	/** Runs all the traffic until `isOver`. */
	async flow(isOver: () => boolean): Promise<void> {
		const until = async (work: () => Promise<void>, pauseMs: number) => {
			while (!isOver()) {
				await work().catch((error) => this.note("failed", String(error.cause ?? error)));
				await sleep(randomInt(2 * pauseMs));
			}
		};
		await Promise.all([
			...Array.from({ length: 6 }, () => until(() => this.callIn(), 150)),
			...Array.from({ length: 2 }, () => until(() => this.visit(), 300)),
			until(() => this.readGroups(), 500),
			until(() => this.changeSettings(), 3000),
			until(() => this.replacePool(), 10_000),
		]);
	}

	/** A customer: requests a number, then calls, gives up, or does neither. */
	private async callIn(): Promise<void> {
		const group = oneOf(DEMONSTRATION);
		const fromPhoneNumber = `+1415555${randomInt(1000, 10_000)}`;
		const made = await this.api("POST", `${CALL_IN}/create`, {
			groupName: group.name,
			fromPhoneNumber,
			userData: { page: "claim" },
		});
		if (made.status !== 200) return;
		const { id, toPhoneNumber, accessCode } = made.data;
		this.told.set(id, "left alone");
		await this.api("POST", `${CALL_IN}/retrieve`, { id });
		await sleep(randomInt(500));
		const fate = randomInt(10);
		if (fate < 6) {
			const call = await this.match({
				toPhoneNumber,
				fromPhoneNumber,
				...(accessCode !== undefined && { accessCode }),
				release: fate < 4,
			});
			if (call.data.admitted !== true)
				this.note("match", `the right call was not admitted: ${JSON.stringify(call.data)}`);
			this.told.set(id, "Matched");
		} else if (fate < 8) {
			await this.api("POST", `${CALL_IN}/cancel`, { id });
			this.told.set(id, "Cancelled");
		} else await this.match({ toPhoneNumber: "+12125550100", accessCode: "0000" });
	}

	private match(body: object): Promise<Answer> {
		this.matchCalls += 1;
		return this.api("POST", `${CALL_IN}/match`, body);
	}

	/** A person signs in, looks around, and leaves. */
	private async visit(): Promise<void> {
		const browser = await new Browserless(oneOf(this.origins)).signIn(ADMINISTRATOR);
		this.count(this.changes, "sign-in.succeed");
		for (let page = 0; page < 15; page += 1) {
			const path =
				randomInt(3) === 0 ? `/tools/click-to-call-in/${oneOf(this.groups).id}` : oneOf(PAGES);
			const { status } = await browser.open(path);
			this.count(this.answers, `page ${status}`);
			if (status !== 200) this.note(path, `status ${status}`);
			await sleep(randomInt(400));
		}
		await browser.press("Sign out");
		this.count(this.changes, "sign-out.succeed");
	}

	private async readGroups(): Promise<void> {
		const { id } = oneOf(this.groups);
		await this.api("GET", PROVISIONING);
		await this.api("GET", `${PROVISIONING}/${id}`);
		await this.api("GET", `${PROVISIONING}/${id}/entries`);
	}

	private async changeSettings(): Promise<void> {
		const path = `${PROVISIONING}/${oneOf(this.groups).id}/settings`;
		const { etag, data } = await this.api("GET", path);
		const changed = await this.api(
			"PATCH",
			path,
			{ expirySeconds: Number(data.expirySeconds) + 1 },
			{ "if-match": etag ?? "" },
		);
		if (changed.status === 200) this.count(this.changes, "settings.change");
	}

	/** The same numbers with other descriptions, every one of the largest pool. */
	private async replacePool(): Promise<void> {
		const group = DEMONSTRATION[1]!;
		const id = this.groups.find(({ name }) => name === group.name)?.id ?? "";
		const file = group.entries
			.map(({ number }) => `${number},desk ${randomInt(1_000_000)}`)
			.join("\n");
		const done = await this.api("POST", `${PROVISIONING}/${id}/import?mode=add`, file, {
			"content-type": "text/csv",
		});
		if (done.status === 200) this.count(this.changes, "pool.import");
	}

	/** A call. Its answer is checked against /openapi.json. */
	private async api(
		method: string,
		path: string,
		body?: object | string,
		headers: Record<string, string> = {},
	): Promise<Answer> {
		const response = await fetch(oneOf(this.origins) + path, {
			method,
			headers: {
				"x-api-key": KEY,
				...(body !== undefined && { "content-type": "application/json" }),
				...headers,
			},
			...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
		});
		const { operation } = stepAt(method, path.split("?", 1)[0] as string);
		const told = (await response.json()) as { data?: Data };
		this.count(this.answers, `${operation.operationId} ${response.status}`);
		const schema = operation.responses[response.status]?.content["application/json"]?.schema;
		const unfit =
			schema === undefined
				? ["no such answer is documented"]
				: checkerFor(`${operation.operationId} ${response.status}`, schema)(told);
		if (!SERVED.has(response.status)) unfit.push(JSON.stringify(told));
		for (const what of unfit) this.note(`${operation.operationId} ${response.status}`, what);
		return {
			status: response.status,
			etag: response.headers.get("etag"),
			data: told.data ?? ({} as Data),
		};
	}

	private note(where: string, what: string): void {
		this.wrong.push(`${where}: ${what}`);
	}

	private count(counts: Map<string, number>, what: string): void {
		counts.set(what, (counts.get(what) ?? 0) + 1);
	}
}

function stepAt(method: string, path: string): (typeof STEPS)[number] {
	const step = STEPS.find(
		(one) =>
			one.method === method && new RegExp(`^${one.path.replace(/\{\w+\}/g, "[^/]+")}$`).test(path),
	);
	if (step === undefined)
		throw new Error(
			`${method} ${path} is not among ${Object.keys(openApiDocument().paths).length} documented paths.`,
		);
	return step;
}

const checkers = new Map<string, ReturnType<typeof checkerOf>>();
function checkerFor(
	name: string,
	schema: Parameters<typeof checkerOf>[0],
): ReturnType<typeof checkerOf> {
	const known = checkers.get(name) ?? checkerOf(schema);
	checkers.set(name, known);
	return known;
}
