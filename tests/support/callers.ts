import { randomInt, randomUUID } from "node:crypto";
import type { Database } from "../../db/connection/database.ts";
import { fitsState, type KnownSetting, type Moment, newlyTold, type Told } from "./history.ts";
import type { ServerProcess } from "./server-process.ts";

type Group = { name: string; unique: KnownSetting };
type Answer = Moment & {
	status: number;
	code: number;
	data: Record<string, unknown> & { request?: { id: string } };
};

type Created = { id: string; toPhoneNumber: string; accessCode?: number; expirationTime: number };

/**
 * The contract's error codes by call (C2). A correct request, in time and with a key, gets no
 * others.
 */
const ERRORS: Record<string, readonly number[]> = {
	create: [42901, 42902, 50301, 50302],
	cancel: [50301, 50302],
	match: [50301, 50302],
	retrieve: [50301],
};
const OUTCOMES = new Set([
	"MATCHED",
	"AMBIGUOUS",
	"WRONG_CODE",
	"CODE_REQUIRED",
	"ANI_MISMATCH",
	"EXPIRED",
	"NOTHING_MATCHED",
	"LOCKED",
]);
/** A call with a lost answer may still take effect for this many milliseconds. */
const LATE_MS_MAX = 5000;
/** Pool of recent requests for the callers: small, so that several hit the same request at once. */
const RECENT = 60;
const TRIES_MAX = 40;
/** Wrong codes on a number that never guard it (C10). */
const GUESSES_MIN = 50;
const NOBODYS_NUMBER = "+18009999999";

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const written = (ani: string): string => (chance(50) ? ani : ani.replace("+1", ""));
const oneOf = <T>(list: readonly T[]): T => list[randomInt(list.length)] as T;
const chance = (percent: number): boolean => randomInt(100) < percent;

/**
 * A match call under way, or with a lost answer. It may match, and release, any live request of its
 * number.
 */
type OpenCall = { number: string; asked: number; until: number; release: boolean };

/** Clients of the API and phone systems. They call any running server and record its answers. */
export class Callers {
	readonly history: Told[] = [];
	readonly answers = new Map<string, number>();
	/** Answers that break the contract. */
	readonly wrong: string[] = [];
	readonly #byId = new Map<string, Told>();
	readonly #anis = new Map<string, string>();
	readonly #openCalls = new Set<OpenCall>();
	/** Guesses on each number that were asked, and numbers that are surely guarded (C10). */
	readonly #guesses = new Map<string, number>();
	readonly #guarded = new Set<string>();
	#offset = { earliest: Number.NEGATIVE_INFINITY, latest: Number.POSITIVE_INFINITY };

	constructor(
		readonly servers: readonly (ServerProcess | null)[],
		readonly groups: readonly Group[],
		readonly options: { key: string; expirySeconds: number },
	) {}

	/** Learns bounds on the database's clock, as tightly as measurable from here. */
	async readClock(database: Database): Promise<void> {
		for (let look = 0; look < 20; look += 1) {
			const before = Date.now();
			const [row] = await database.query<{ ms: number }>(
				"select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms",
				[],
			);
			const { earliest, latest } = this.#offset;
			this.#offset = {
				earliest: Math.max(earliest, row!.ms - Date.now() - 1),
				latest: Math.min(latest, row!.ms - before + 1),
			};
		}
	}

	/** Random calls, one after the other. */
	async callUntil(isOver: () => boolean): Promise<void> {
		while (!isOver()) {
			const known =
				this.history.length > 0
					? this.history[Math.max(0, this.history.length - 1 - randomInt(RECENT))]
					: undefined;
			const dice = randomInt(100);
			if (known === undefined || dice < 38) await this.#create();
			else if (dice < 46) await this.#cancel(known);
			else if (dice < 48) await this.#callNobody();
			else if (dice < 85) await this.#match(this.#besieged() ?? known, true);
			else await this.#match(known);
		}
	}

	/** A call without a known answer that may have met a request while the request was live. */
	#metBy(known: Told, { releasing }: { releasing: boolean }): OpenCall | undefined {
		return [...this.#openCalls]
			.filter((call) => call.number === known.number && (call.release || !releasing))
			.find((call) => call.asked < known.expires && known.from < call.until);
	}

	#fits(known: Told, state: unknown, at: Moment): boolean {
		const mayBeMatched =
			known.mayBeMatched || this.#metBy(known, { releasing: false }) !== undefined;
		return fitsState({ ...known, mayBeMatched }, state, at);
	}

	/** Retrieves every request that any client has learned of, retrying as long as it takes. */
	async retrieveAll(): Promise<void> {
		for (const known of this.history) {
			const call = this.#metBy(known, { releasing: true });
			if (call !== undefined) this.#askForEnd(known, call.asked);
		}
		const left = [...this.history];
		const retrieve = async (): Promise<void> => {
			for (let known = left.pop(); known; known = left.pop()) {
				const told = await this.#askOften("retrieve", { id: known.id });
				const { id, toPhoneNumber, expirationTime, accessCode = null, state } = told?.data ?? {};
				const isTheSame =
					id === known.id &&
					toPhoneNumber === known.number &&
					expirationTime === known.expires &&
					accessCode === known.code;
				if (told === null || !isTheSame || !this.#fits(known, state, told))
					this.#wrong("retrieve", told, known);
			}
		};
		await Promise.all(Array.from({ length: 10 }, retrieve));
	}

	async #create(): Promise<void> {
		const group = oneOf(this.groups);
		const since = performance.now();
		// A retry of the same call, until an answer arrives, reserves no second number.
		const again: Record<string, string> = chance(20) ? { "idempotency-key": randomUUID() } : {};
		// Without the plus, the ANI is read as the same subscriber's. It may also be a number in
		// Norway.
		const ani = chance(40) ? `+14795${String(randomInt(1_000_000)).padStart(6, "0")}` : null;
		const body = { groupName: group.name, ...(ani !== null && { fromPhoneNumber: written(ani) }) };
		const answer =
			"idempotency-key" in again
				? await this.#askOften("create", body, again)
				: await this.#ask("create", body);
		if (answer?.status !== 200) return;
		const { id, toPhoneNumber, accessCode, expirationTime } = answer.data as Created;
		const told = newlyTold({
			id,
			number: toPhoneNumber,
			code: accessCode ?? null,
			from: expirationTime - this.options.expirySeconds * 1000,
			expires: expirationTime,
			isUnique: group.unique.wasSurely(true, since, performance.now()),
		});
		if (this.#byId.has(told.id)) this.wrong.push(`given twice: ${told.id}`);
		this.#byId.set(told.id, told);
		if (ani !== null) this.#anis.set(told.id, ani);
		this.history.push(told);
	}

	async #cancel(known: Told): Promise<void> {
		const before = { ...known, endAsks: known.endAsks + 1 };
		this.#askForEnd(known);
		const answer = await this.#ask(
			"cancel",
			{ id: known.id },
			chance(30) ? { "idempotency-key": randomUUID() } : {},
		);
		if (answer?.status !== 200) return;
		// Other callers may have asked for its match meanwhile.
		const { state } = answer.data;
		if (
			state === "Active" ||
			!this.#fits({ ...before, mayBeMatched: known.mayBeMatched }, state, answer)
		)
			this.#wrong("cancel", answer, before);
		known.endKnown = Math.min(known.endKnown, answer.answered);
		if (state === "Cancelled") known.isCancelled = true;
	}

	/**
	 * Right codes, wrong codes, numbers alone; with and without `callId` and `release`. A call that
	 * surely belongs to a request is admitted to it (C9).
	 */
	async #match(known: Told, isSiege = false): Promise<void> {
		const isGuess = known.code !== null && chance(isSiege ? 80 : 20);
		const release = !isGuess && chance(25);
		const ani = this.#anis.get(known.id);
		const criteria = {
			toPhoneNumber: known.number,
			...(known.code === null
				? {}
				: { accessCode: isGuess ? this.#otherCode(known, isSiege) : known.code }),
			...(ani !== undefined && chance(50) ? { fromPhoneNumber: written(ani) } : {}),
			...(isGuess ? { fromPhoneNumber: `+1415${2_000_000 + randomInt(8_000_000)}` } : {}),
		};
		const endKnown = known.endKnown;
		if (isGuess) this.#guesses.set(known.number, (this.#guesses.get(known.number) ?? 0) + 1);
		const isGuardedBefore = this.#guarded.has(known.number);
		if (!isGuess) known.mayBeMatched = true;
		if (release) this.#askForEnd(known);
		const open = {
			number: known.number,
			asked: Date.now() + this.#offset.earliest,
			until: Number.POSITIVE_INFINITY,
			release,
		};
		this.#openCalls.add(open);
		const answer = await this.#ask("match", {
			...criteria,
			release,
			...(chance(50) ? { callId: randomUUID() } : {}),
		});
		if (answer?.status !== 200) {
			open.until = Date.now() + this.#offset.latest + LATE_MS_MAX;
			return;
		}
		this.#openCalls.delete(open);
		const { outcome, admitted, request } = answer.data;
		const isSurelyLive =
			known.endAsks === (release ? 1 : 0) &&
			answer.answered < known.expires &&
			this.#metBy(known, { releasing: true }) === undefined;
		const belongs = isSurelyLive && (known.code !== null || known.isUnique);
		const isTheirs = outcome === "MATCHED" && request?.id === known.id;
		// No guard of this run ends before the run.
		if (outcome === "LOCKED") this.#guarded.add(known.number);
		const isStranger = ani !== undefined && !("fromPhoneNumber" in criteria);
		const guesses = this.#guesses.get(known.number) ?? 0;
		const mayBeLocked =
			known.code !== null &&
			guesses > GUESSES_MIN &&
			(isGuess || isStranger || (ani === undefined && guesses > 10 * GUESSES_MIN));
		const isLocked = outcome === "LOCKED" && mayBeLocked;
		const mustBeLocked = isGuardedBefore && known.code !== null && isStranger && !isGuess;
		const isRight =
			OUTCOMES.has(String(outcome)) &&
			admitted === (outcome === "MATCHED") &&
			admitted === (request !== undefined) &&
			(outcome !== "LOCKED" || mayBeLocked) &&
			!(mustBeLocked && isTheirs) &&
			(!belongs || isLocked || (isGuess ? outcome === "WRONG_CODE" : isTheirs)) &&
			!(isTheirs && endKnown <= answer.asked);
		if (!isRight) this.#wrong(`match ${JSON.stringify(criteria)}`, answer, known);
		const matched = outcome === "MATCHED" ? this.#byId.get(request?.id ?? "") : undefined;
		if (matched === undefined) return;
		// An acknowledged cancel means that no call was admitted (C8).
		if (matched.isCancelled) this.#wrong("match of a cancelled one", answer, matched);
		matched.isMatched = true;
		matched.mayBeMatched = true;
		if (!release) return;
		// Without a code, and where numbers are shared, the match may be of another request.
		if (matched !== known) this.#askForEnd(matched, answer.asked);
		matched.releases += 1;
		matched.endKnown = Math.min(matched.endKnown, answer.answered);
	}

	/** A recent request with a code on the number where codes are guessed most: the lowest one. */
	#besieged(): Told | undefined {
		const recent = this.history.slice(-RECENT).filter(({ code }) => code !== null);
		return recent.sort((one, other) => one.number.localeCompare(other.number))[0];
	}

	/** A wrong code: an impossible one, or a guess of the right length. */
	#otherCode({ number, code }: Told, isSiege: boolean): string {
		if (!isSiege && chance(50)) return "1";
		const used = new Set(
			this.history.filter((one) => one.number === number).map(({ code }) => code),
		);
		let guess = Number(code);
		while (used.has(guess)) guess = guess % 10 === 9 ? guess - 9 : guess + 1;
		return String(guess);
	}

	/** A call to a number outside every pool. */
	async #callNobody(): Promise<void> {
		const answer = await this.#ask("match", { toPhoneNumber: NOBODYS_NUMBER });
		if (answer?.status === 200 && answer.data.outcome !== "NOTHING_MATCHED")
			this.wrong.push(`match of nobody: ${JSON.stringify(answer)}`);
	}

	#askForEnd(known: Told, asked = Date.now() + this.#offset.earliest): void {
		known.endAsks += 1;
		known.endAsked = Math.min(known.endAsked, asked);
	}

	#wrong(call: string, answer: Answer | null, known: Told): void {
		this.wrong.push(`${call}: ${JSON.stringify(answer)} of ${JSON.stringify(known)}`);
	}

	async #askOften(
		call: string,
		body: object,
		headers: Record<string, string> = {},
	): Promise<Answer | null> {
		for (let attempt = 1; attempt <= TRIES_MAX; attempt += 1) {
			const answer = await this.#ask(call, body, headers);
			if (answer !== null && answer.status !== 503) return answer;
			await sleep(100);
		}
		return null;
	}

	/** One call. Null without an answer: the server was killed, and the effect is unknown. */
	async #ask(
		call: string,
		body: object,
		headers: Record<string, string> = {},
	): Promise<Answer | null> {
		const server = oneOf(this.servers);
		if (server === null) {
			await sleep(20);
			return null;
		}
		const asked = Date.now() + this.#offset.earliest;
		const response = await fetch(`${server.origin}/engagement/v3/call-in/requests/${call}`, {
			method: "POST",
			headers: { "x-api-key": this.options.key, "content-type": "application/json", ...headers },
			body: JSON.stringify(body),
		})
			.then(async (got) => ({
				status: got.status,
				retryAfter: Number(got.headers.get("retry-after")),
				envelope: await got.json(),
			}))
			.catch(() => null);
		if (response === null) return null;
		const { status, retryAfter, envelope } = response;
		const code = envelope.status?.code;
		const name = `${call} ${code === 0 ? (envelope.data?.outcome ?? status) : code}`;
		this.answers.set(name, (this.answers.get(name) ?? 0) + 1);
		const isKnown =
			status === 200
				? code === 0
				: (ERRORS[call]?.includes(code) ?? false) &&
					Math.floor(code / 100) === status &&
					retryAfter >= 1;
		if (!isKnown)
			this.wrong.push(`${call} ${JSON.stringify(body)} answered ${JSON.stringify(response)}`);
		// A client's back-off, but shorter.
		if (status !== 200) await sleep(20);
		return {
			status,
			code,
			data: envelope.data ?? {},
			asked,
			answered: Date.now() + this.#offset.latest,
		};
	}
}
