import { ATTESTATIONS } from "../../domain/match/attestation.ts";
import { MATCH_OUTCOMES } from "../../domain/match/outcome.ts";
import {
	RECORD_FIELDS,
	type RecordField,
	type RecordView,
} from "../../domain/records/record-view.ts";
import type { TimelineEvent } from "../../domain/records/request-timeline.ts";
import { REQUEST_STATES } from "../../domain/requests/request-state.ts";
import { ago, idOf, LONG_NAME, LONG_WORD, numberOf } from "./fixtures.ts";

/** A view of a list of records: the typed values and their errors. */
export const viewOf = (
	typed: Partial<Record<RecordField, string>> = {},
	problems: RecordView["problems"] = {},
): RecordView => ({
	typed: {
		...(Object.fromEntries(RECORD_FIELDS.map((field) => [field, ""])) as RecordView["typed"]),
		...typed,
	},
	problems,
	place: null,
});

/** Nothing is left out of the search. */
export const NO_LIMITS = { lookedSince: null, isOfPools: false };

export const many = <T>(count: number, of: (index: number) => T): T[] =>
	Array.from({ length: count }, (_, index) => of(index));

const CALLER = "+14155550132";

/** Requests. The four states take turns. */
export const requestOf = (index: number) => ({
	id: idOf(index),
	state: REQUEST_STATES[index % REQUEST_STATES.length]!,
	createdAt: ago(index * 40),
	expiresAt: ago(index * 40 - 30),
	endedAt: index % 4 === 2 ? ago(index * 40 - 20) : null,
	isPast: index % 4 === 3,
	fromNumber: index % 3 === 2 ? null : CALLER,
	toNumber: numberOf(index),
	groupName: index === 1 ? LONG_NAME : "auto_insurance",
	matchedAt: index % 4 === 1 ? ago(index * 40 - 12) : null,
	attempts: index === 1 ? 1234 : index % 3,
});

/** The whole record of a request. */
export const wholeRequestOf = (index: number) => ({
	...requestOf(index),
	firstExpiresAt: index % 4 === 1 ? ago(index * 40 - 15) : null,
	extendedAt: index % 4 === 1 ? [ago(index * 40 - 10)] : [],
	isLive: index % 4 < 2,
	groupId: idOf(1),
	hasGroup: index % 4 !== 3,
	hasAccessCode: index % 4 !== 3,
	callerId: "attested" as const,
	accessCode: index % 4 === 0 ? "493817" : null,
	userData: null,
	hasUserData: false,
	callbackServiceId: index === 1 ? LONG_WORD : null,
	apiKeyName: index % 2 === 0 ? "Mobile app, production" : null,
	corrId: idOf(900 + index),
});

/** Calls of match. Their outcomes take turns. */
export const attemptOf = (index: number) => ({
	id: idOf(2000 + index),
	at: ago(index * 25),
	callId: index === 1 ? LONG_WORD : `call-${index}`,
	fromNumber: index % 4 === 3 ? null : CALLER,
	attestation: ATTESTATIONS[index] ?? null,
	toNumber: index % 5 === 4 ? null : numberOf(index),
	outcome: MATCH_OUTCOMES[index % MATCH_OUTCOMES.length]!,
	apiKeyName: index === 2 ? LONG_NAME : "Phone system",
	connectionId: index % 3 === 2 ? idOf(3000) : null,
	requestId: index % 2 === 0 ? idOf(index) : null,
	released: index === 0,
	corrId: idOf(index),
});

/** A timeline with every event of a request and an attempt of each outcome. */
export const TIMELINE: TimelineEvent[] = [
	{ kind: "created", at: ago(600) },
	{ kind: "extended", at: ago(500), until: ago(100) },
	{ kind: "extended", at: ago(400), until: null },
	...MATCH_OUTCOMES.map((_, index): TimelineEvent => {
		const attempt = attemptOf(index);
		return { kind: "attempt", at: attempt.at, attempt, isFirstOfCall: index === 2 };
	}),
	...(["answered", "unanswered", "ended"] as const).map((step) => ({
		...{ kind: "call-step" as const, at: ago(6), step },
		...{ attemptId: idOf(2000), callId: "call-0" },
	})),
	...(["matched", "released", "cancelled", "expired"] as const).map((kind) => ({
		kind,
		at: ago(5),
	})),
];
