import type { Told } from "../support/history.ts";
import { type History, isAcknowledged, type Operation, type StoredRequest } from "./operations.ts";

/** Both the clients' and the database's times are truncated to whole milliseconds. */
export const CUT_MS = 2;
/** An unanswered call takes effect within this time or not at all. */
const LATE_MS_MAX = 30_000;

/** Upper bound of a client's wait for an answer plus the late effect. */
const EARLIER_MS_MAX = 60_000;

type Created = {
	toPhoneNumber: string;
	accessCode?: number;
	expirationTime: number;
	groupName: string;
};

/** A history, indexed for look-up. */
export class Book {
	readonly rows: ReadonlyMap<string, StoredRequest>;
	/** Acknowledged creates by the request's ID: the first answer of each. */
	readonly creates = new Map<string, Operation>();
	/** The tries of each call. */
	readonly tries = new Map<string, Operation[]>();
	/** Creates by their mark, cancels by the request's ID, match calls by the number. */
	readonly marked = new Map<string, Operation[]>();
	readonly cancels = new Map<string, Operation[]>();
	readonly matches = new Map<string, Operation[]>();
	readonly #ordered = new Map<string, readonly Operation[]>();

	constructor(readonly history: History) {
		this.rows = new Map(history.requests.map((row) => [row.id, row]));
		for (const operation of history.operations) {
			add(this.tries, nameOf(operation), operation);
			if (operation.call === "cancel") add(this.cancels, String(operation.body.id), operation);
			if (operation.call === "match")
				add(this.matches, String(operation.body.toPhoneNumber), operation);
			if (operation.call === "create") this.#noteCreate(operation);
		}
	}

	#noteCreate(operation: Operation): void {
		add(this.marked, String(operation.body.callbackServiceId), operation);
		if (!isAcknowledged(operation)) return;
		const id = String(operation.answer?.data.id);
		if ((this.creates.get(id)?.answered ?? Number.POSITIVE_INFINITY) > operation.answered)
			this.creates.set(id, operation);
	}

	/** When the first try of its call was sent. */
	firstSent(operation: Operation): number {
		return Math.min(...(this.tries.get(nameOf(operation)) ?? [operation]).map(({ sent }) => sent));
	}

	numberOf(id: string): string | null {
		return (
			this.rows.get(id)?.number ??
			(this.creates.get(id)?.answer?.data.toPhoneNumber as string | undefined) ??
			null
		);
	}

	/**
	 * Match calls that may have met this request while it was live: on its number, with its code or
	 * without a code.
	 */
	meeting({
		number,
		code,
		from,
		expires,
	}: Pick<Told, "number" | "code" | "from" | "expires">): Operation[] {
		const calls = this.#inOrder(number);
		// A number may have thousands of calls. Only those near the request's time matter.
		const first = firstSince(calls, from - EARLIER_MS_MAX);
		const after = firstSince(calls, expires);
		return calls.slice(first, after).filter(({ body, sent, answered, answer }) => {
			const until = answer?.status === 200 ? answered : answered + LATE_MS_MAX;
			const brings =
				body.accessCode === undefined || code === null || Number(body.accessCode) === code;
			return brings && sent < expires && until + CUT_MS >= from;
		});
	}

	/** Match calls to a number by the time they were sent. */
	#inOrder(number: string): readonly Operation[] {
		const known = this.#ordered.get(number);
		if (known !== undefined) return known;
		const ordered = [...(this.matches.get(number) ?? [])].sort((a, b) => a.sent - b.sent);
		this.#ordered.set(number, ordered);
		return ordered;
	}

	/** Calls that may have ended this request. */
	ending(request: Pick<Told, "id" | "number" | "code" | "from" | "expires">): Operation[] {
		return [
			...(this.cancels.get(request.id) ?? []),
			...this.meeting(request).filter(({ body }) => body.release === true),
		];
	}

	/**
	 * Clients' calls and answers about each request up to a moment: calls sent before `until`,
	 * answers received by `knownBy`.
	 */
	tell(id: string, { knownBy, until }: { knownBy: number; until: number } = ALWAYS): Told {
		const { toPhoneNumber, accessCode, expirationTime, groupName } = this.creates.get(id)!.answer!
			.data as Created;
		const request = {
			id,
			number: toPhoneNumber,
			code: accessCode ?? null,
			// The database's time where the row still exists, else the latest possible time.
			from: this.rows.get(id)?.created ?? this.creates.get(id)!.answered,
			expires: Number(expirationTime),
			isUnique: this.history.groups.get(groupName)?.isUnique ?? false,
		};
		const asked = this.ending(request).filter(({ sent }) => sent <= until);
		const meeting = this.meeting(request).filter(({ sent }) => sent <= until);
		const acknowledged = asked.filter(
			(one) => isAcknowledged(one) && (one.call === "cancel" || admittedTo(one) === id),
		);
		return {
			...request,
			endAsks: asked.length,
			endAsked: least(asked.map(({ sent }) => sent)),
			endKnown: least(acknowledged.map(({ answered }) => answered)),
			releases: new Set(acknowledged.filter(({ call }) => call === "match").map(nameOf)).size,
			mayBeMatched: meeting.length > 0,
			isMatched: meeting.some((one) => admittedTo(one) === id && one.answered <= knownBy),
			isCancelled: acknowledged.some(
				({ answer, answered }) => answer?.data.state === "Cancelled" && answered <= knownBy,
			),
		};
	}
}

/** The index of the first operation sent at or after this time. */
function firstSince(calls: readonly Operation[], time: number): number {
	let [low, high] = [0, calls.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if (calls[middle]!.sent < time) low = middle + 1;
		else high = middle;
	}
	return low;
}

const ALWAYS = { knownBy: Number.POSITIVE_INFINITY, until: Number.POSITIVE_INFINITY };

export const least = (times: readonly number[]): number =>
	times.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);

/** The call of which an operation is one try. */
export const nameOf = ({ once, corrId }: Operation): string => once ?? corrId;

/** The ID of the request that a match call was admitted to. */
export const admittedTo = ({ answer }: Operation): string | null =>
	answer?.data.outcome === "MATCHED"
		? String((answer.data.request as { id?: unknown } | undefined)?.id)
		: null;

export function add<Key, One>(map: Map<Key, One[]>, key: Key, one: One): void {
	const others = map.get(key);
	if (others) others.push(one);
	else map.set(key, [one]);
}
