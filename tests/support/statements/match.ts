import { ADMISSION_STATEMENTS, type Wants } from "../../../db/match/admission-statement.ts";
import { type Admission, admitCalls, findAdmitted } from "../../../db/match/admissions.ts";
import { type Attempt, insertAttempt } from "../../../db/match/attempts.ts";
import {
	countCodeGuards,
	deleteCodeGuard,
	listCodeGuards,
	readSpreadGuesses,
} from "../../../db/match/code-guards.ts";
import { readWrongCodes } from "../../../db/match/code-locks.ts";
import { type Look, readMatchCandidates } from "../../../db/match/match-candidates.ts";
import { LOOKS } from "../../../db/match/match-look.ts";
import { readNearRequests } from "../../../db/match/near-requests.ts";
import { recordWrongCode } from "../../../db/match/wrong-codes.ts";
import {
	CORR_ID,
	callerNumber,
	type HotStatement,
	idOf,
	KEY,
	poolNumber,
} from "./hot-statement.ts";

const PAIR = { fromNumber: callerNumber(1), toNumber: poolNumber(17) };
const CALLS = [
	"IDs that the attempts get",
	"IDs of the API keys",
	"whether each key is limited to groups",
	"access codes",
	"numbers of the callers (ANI)",
	"what each dialed number may mean, with commas, the likeliest first",
	"IDs of the requests that are decided already",
	"callIds",
	"IDs of those whom the records name",
	"correlation IDs",
	"whether to release each request",
	"keys that the answers are remembered by",
	"hashes of the calls to remember",
	"seconds for which each answer is remembered",
	"what the readings of each ANI are compared by, with commas; null where there is one",
	"the ANIs as they were given; null where they are the same",
	"what records call the dialed numbers outside all pools",
	"attestations of the ANIs; null where none was told",
	"whether each caller withholds the ANI, so that records do not have it",
];

/** A call with these wants. */
const wanting = ({ find, releases, remembers }: Wants): Admission => ({
	attemptId: idOf(900_001),
	search: {
		accessCode: find === "by-code" ? "100017" : null,
		fromNumber: PAIR.fromNumber,
		dialed: [PAIR.toNumber],
		apiKey: KEY,
	},
	requestId: find === "decided" ? idOf(17) : null,
	fromGiven: null,
	hidesCaller: false,
	meant: PAIR.toNumber,
	callId: "call-1",
	madeBy: KEY.id,
	corrId: CORR_ID,
	release: releases,
	remember: remembers ? { key: "call-1", requestHash: "hash", seconds: 600 } : null,
});

const FOUND_BY = {
	"by-code": ["live_codes_number_code_pk", "requests_pkey"],
	"without-code": ["requests_to_number", "requests_from_number"],
	decided: ["requests_pkey"],
};
const words = ({ find, releases, remembers }: Wants) =>
	[find, ...(releases ? ["releasing"] : []), ...(remembers ? ["remembered"] : [])].join(" ");

const ADMISSIONS: HotStatement[] = ADMISSION_STATEMENTS.map(({ wants }) => ({
	name: `admit ${words(wants)}`.replace(/\W/g, "_"),
	about: `Decides, admits and records calls: ${words(wants)}.`,
	parameters: CALLS,
	call: (db) => admitCalls(db, [wanting(wants)]),
	by: [...FOUND_BY[wants.find], "numbers_pkey", "code_guesses_from_number_to_number_pk"],
}));

const LOOKED_BY = {
	"on-number": ["requests_to_number", "requests_from_number", "live_codes_number_code_pk"],
	anywhere: ["requests_from_number", "requests_expires_at", "requests_without_code"],
};
const READ_WHOLE: Record<Look, Record<string, string>> = {
	"on-number": {},
	anywhere: { numbers: "no index is kept for a code on all numbers, which is rarely asked for" },
};
const LOOKING: HotStatement[] = (Object.keys(LOOKS) as Look[]).map((look) => ({
	name: `look_${look.replace("-", "_")}`,
	about: "What decides whose each of many calls is, and whether its pair is locked.",
	parameters: [CALLS[1], CALLS[2], CALLS[3], CALLS[4], CALLS[5], CALLS[14], CALLS[17]] as string[],
	call: (db) =>
		readMatchCandidates(db, look, [wanting({ find: "by-code", ...NOTHING_ELSE }).search]),
	by: LOOKED_BY[look],
	whole: READ_WHOLE[look],
}));
const NOTHING_ELSE = { releases: false, remembers: false };

const attempt: Attempt = {
	...{ id: idOf(900_001), at: null, callId: "call-1", ...PAIR },
	...{ requestId: idOf(17), apiKeyId: KEY.id, corrId: CORR_ID, fromGiven: null },
	attestation: null,
};
const ATTEMPT = [
	"ID that the attempt gets",
	"when the call came, in milliseconds since 1970; null is now",
	"callId",
	"number of the caller (ANI)",
	"dialed number",
	"ID of the request, where it is certain",
	"ID of the API key",
	"correlation ID",
	"the ANI as it was given; null where it is the same",
	"attestation of the ANI; null where none was told",
];

const WRONG_CODE = [
	...ATTEMPT,
	"number of the caller, '' for none",
	"dialed number, '' for none",
	"how many wrong codes lock the pair",
	"whether a guard refuses the code",
	"how many wrong codes to count: 1, or 0 for a right code that a guard refuses",
	"whether the ANI is no live candidate's",
	"ID of the API key",
	"whether the key is limited to groups",
	"whether the caller withholds the ANI, so that no page shows it",
];
const counted = (toNumber: string | null) => ({
	pair: { ...PAIR, toNumber, hidesCaller: false },
	...{ isLockedByGuard: false, isGuess: true, isStranger: true, apiKey: KEY },
});

/** Statements of match, and of the simulated call. */
export const MATCHES: readonly HotStatement[] = [
	...ADMISSIONS,
	...LOOKING,
	{
		name: "find_admitted",
		about: "The request that a remembered call was admitted to.",
		parameters: ["ID of the request"],
		call: (db) => findAdmitted(db, idOf(17)),
		by: ["requests_pkey"],
	},
	{
		name: "insert_attempt",
		about: "Records a call that nothing else follows from.",
		parameters: [...ATTEMPT, "outcome"],
		call: (db) => insertAttempt(db, attempt, "NOTHING_MATCHED"),
		by: ["requests_pkey"],
	},
	{
		name: "record_wrong_code",
		about:
			"Counts a wrong code for its pair, unless the pair is locked, and for its number, and " +
			"records the call.",
		parameters: WRONG_CODE,
		call: (db) => recordWrongCode(db, attempt, counted(PAIR.toNumber)),
		by: ["live_codes_number_code_pk", "attempts_to_number", "requests_to_number"],
	},
	{
		name: "record_wrong_code_anywhere",
		about: "The same without a dialed number: the wrong code counts for each visible group.",
		parameters: WRONG_CODE,
		call: (db) => recordWrongCode(db, attempt, counted(null)),
		by: ["requests_pkey", "requests_expires_at", "attempts_to_number"],
		whole: { numbers: "the holders of all live requests at once, which is rarely asked for" },
	},
	{
		name: "read_wrong_codes",
		about: "How many wrong codes of a pair count, and until when it is locked.",
		parameters: ["number of the caller, '' for none", "dialed number, '' for none", "time, in ms"],
		call: (db, now) => readWrongCodes(db, PAIR, now),
		by: ["code_guesses_from_number_to_number_pk"],
	},
	{
		name: "list_code_guards",
		about: "Guarded numbers and groups, for people.",
		parameters: ["how many", "a number that they are about; null for all"],
		call: (db) => listCodeGuards(db, 200),
		by: ["pool_entries_number", "groups_pkey"],
		whole: { code_guards: "for people alone, and no more than had wrong codes lately" },
	},
	{
		name: "count_code_guards",
		about: "How many numbers and groups are guarded, for the metrics.",
		parameters: [],
		call: (db) => countCodeGuards(db),
		by: [],
		whole: { code_guards: "at most every ten seconds, and no more than had wrong codes lately" },
	},
	{
		name: "delete_code_guard",
		about: "Lifts a guard.",
		parameters: ["number or group", "the number, or the group's ID"],
		call: (db) => deleteCodeGuard(db, { kind: "number", target: PAIR.toNumber }),
		by: ["code_guards_kind_target_pk"],
		whole: { groups: "one group's name, where a person lifts its guard" },
	},
	{
		name: "read_spread_guesses",
		about: "How many wrong codes of all callers count on a number, and their limit.",
		parameters: ["dialed number", "time, in ms"],
		call: (db, now) => readSpreadGuesses(db, PAIR.toNumber, now),
		by: ["code_guards_kind_target_pk", "live_codes_number_code_pk"],
	},
	{
		name: "near_requests",
		about: "Requests that have something in common with a call, for the simulated call.",
		parameters: [
			"ID of the API key",
			"whether the key is limited to groups",
			"access code",
			"number of the caller",
			"dialed number",
			"time of the call, in milliseconds since 1970",
			"ID of the request that the call is about",
			"what the readings of the ANI are compared by, with commas; null where there is one",
		],
		call: (db, now) =>
			readNearRequests(
				db,
				{ accessCode: "100017", ...PAIR },
				{ apiKey: KEY, now, decidedOn: idOf(17) },
			),
		by: ["requests_to_number", "requests_from_number", "requests_pkey", "attempts_request"],
		whole: { live_codes: "for people alone, and no more than are live or rest" },
	},
];
