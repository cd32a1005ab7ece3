/**
 * A server process from its start to its end. Times are milliseconds since 1970, of the one clock
 * of this machine.
 */
export type Life = {
	/** Such as "first" for the first of the two. */
	name: string;
	/** When it was killed, or seen to have ended by itself; null while it lives. */
	killed: number | null;
};

/** What came back: the envelope's code, and the data where it is a success. */
export type Answer = {
	status: number;
	code: number;
	retryAfter: string | null;
	data: Record<string, unknown>;
	/** How it differs from what /openapi.json has for this status. */
	unfit: string[];
};

export const CALLS = ["create", "retrieve", "match", "cancel"] as const;
export type Call = (typeof CALLS)[number];

/** One request of a client and its answer. */
export type Operation = {
	call: Call;
	body: Record<string, unknown>;
	/**
	 * The Idempotency-Key, or the `callId`: operations with the same one are tries of one call.
	 * Without one, a call is tried once.
	 */
	once: string | null;
	/** Its `x-correlation-id`. */
	corrId: string;
	/** Who was asked. */
	life: Life;
	sent: number;
	answered: number;
	/** Null: none came. */
	answer: Answer | null;
	/** Why none came. */
	failure?: string;
};

/** A request as the database has it at the end. Times as in an operation. */
export type StoredRequest = {
	id: string;
	created: number;
	expires: number;
	ended: number | null;
	matched: number | null;
	group: string;
	isUnique: boolean;
	number: string;
	code: string | null;
	/** The create that it is of: each call has its own `callbackServiceId`. */
	mark: string | null;
};

/** An attempt as the database has it at the end. */
export type StoredAttempt = { corrId: string; outcome: string; requestId: string | null };

/** All that is known of a run. */
export type History = {
	operations: readonly Operation[];
	requests: readonly StoredRequest[];
	attempts: readonly StoredAttempt[];
	/** Groups by name, and whether they have unique DNIS. */
	groups: ReadonlyMap<string, { isUnique: boolean; numbers: ReadonlySet<string> }>;
};

export const isAcknowledged = (operation: Operation): boolean => operation.answer?.status === 200;
