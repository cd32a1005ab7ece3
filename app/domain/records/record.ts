import type { MatchOutcome } from "../match/outcome.ts";
import type { RequestState } from "../requests/request-state.ts";

/**
 * A request as lists and files have it (K1). Never its code (K3). `fromNumber` is null too where
 * the reader may not see it (R4).
 */
export type RequestRecord = {
	id: string;
	createdAt: Date;
	expiresAt: Date;
	endedAt: Date | null;
	matchedAt: Date | null;
	/** Whether `expiresAt` has passed, by the database's clock. */
	isPast: boolean;
	groupName: string;
	toNumber: string;
	fromNumber: string | null;
	/** Attempts that are certainly its own. */
	attempts: number;
};

/**
 * All of one request for its page (K3). What the reader may not see, and a code that does not admit
 * anybody any more, is null.
 */
export type RequestDetails = Omit<RequestRecord, "attempts"> & {
	isLive: boolean;
	groupId: string;
	/** Whether the group is there still. */
	hasGroup: boolean;
	hasAccessCode: boolean;
	accessCode: string | null;
	userData: string | null;
	hasUserData: boolean;
	callbackServiceId: string | null;
	apiKeyName: string | null;
	corrId: string;
};

/** A record of a request with its state, as pages show it. */
export type InState<Request> = Request & { state: RequestState };

/**
 * An attempt as lists, files and timelines have it (K5). `fromNumber` is null too where the reader
 * may not see it (R4).
 */
export type AttemptRecord = {
	id: string;
	at: Date;
	callId: string | null;
	fromNumber: string | null;
	toNumber: string | null;
	outcome: MatchOutcome;
	requestId: string | null;
	released: boolean;
	/** The key's, or the address of the user who made the call on the developer page. */
	apiKeyName: string | null;
	corrId: string;
};
