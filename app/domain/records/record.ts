import type { CallerIdSetting } from "../groups/group-settings.ts";
import type { Attestation } from "../match/attestation.ts";
import type { MatchOutcome } from "../match/outcome.ts";
import type { RequestState } from "../requests/request-state.ts";

/**
 * A request in lists and files (K1). Never its code (K3). `fromNumber` is also null if the reader
 * may not see it (R4).
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
	/** Attempts that certainly belong to it. */
	attempts: number;
};

/**
 * All data of one request for its page (K3). Null are the fields that the reader may not see, and a
 * code that no longer admits a call.
 */
export type RequestDetails = Omit<RequestRecord, "attempts"> & {
	/** The expiry at its creation; null if it was never extended (C16). */
	firstExpiresAt: Date | null;
	/** Its extensions, oldest first; none of an earlier version's. */
	extendedAt: Date[];
	isLive: boolean;
	groupId: string;
	/** Whether the group still exists. */
	hasGroup: boolean;
	hasAccessCode: boolean;
	/** The group's setting when it was made (G7). */
	callerId: CallerIdSetting;
	accessCode: string | null;
	userData: string | null;
	hasUserData: boolean;
	callbackServiceId: string | null;
	apiKeyName: string | null;
	corrId: string;
};

/** A record of a request with its state, for pages. */
export type InState<Request> = Request & { state: RequestState };

/**
 * An attempt in lists, files and timelines (K5). `fromNumber` is also null if the reader may not
 * see it (R4).
 */
export type AttemptRecord = {
	id: string;
	at: Date;
	callId: string | null;
	fromNumber: string | null;
	attestation: Attestation | null;
	toNumber: string | null;
	outcome: MatchOutcome;
	requestId: string | null;
	released: boolean;
	/**
	 * The name of the API key or of the connection, or the address of the user who made the call on
	 * the developer page.
	 */
	apiKeyName: string | null;
	/** The connection to a phone system, if it came through one that still exists (P1). */
	connectionId: string | null;
	corrId: string;
};

/** A later step of a matched call, as its phone system told it (P6). */
export type CallStepRecord = {
	attemptId: string;
	step:
		| ("answered" | "unanswered" | "ended")
		| ("forwarded" | "second-answered" | "second-unanswered");
	at: Date;
};
