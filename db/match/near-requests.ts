import type { CallerIdSetting, GuardSetting } from "../../app/domain/groups/group-settings.ts";
import type { MatchCriteria } from "../../app/domain/match/candidate.ts";
import type { NearRequest } from "../../app/domain/match/near-misses.ts";
import { CODE_QUARANTINE_SECONDS } from "../../app/domain/requests/access-code.ts";
import type { Db } from "../connection/database.ts";
import { type KeyLimits, visibleTo } from "../requests/call-in-requests.ts";
import { keysOf } from "./match-conditions.ts";

/** Seconds after its expiry in which a caller may still mean a request. */
const NEAR_SECONDS = 3600;
/** At most this many of each kind: on the number, with the code, with the ANI. */
const NEAR_MAX = 20;

/** The requests that a call may have meant, and the number of live requests on its number. */
export type NearReading = {
	requests: NearRequest[];
	liveHere: { withCode: number; withoutCode: number };
};

type Row = {
	live_with_code: number;
	live_without_code: number;
	id: string | null;
	group_id: string;
	group_name: string;
	to_number: string;
	from_number: string | null;
	from_given: string | null;
	from_readings: string | null;
	has_access_code: boolean;
	access_code: string | null;
	created_ms: number;
	expires_ms: number;
	ended_ms: number | null;
	was_matched: boolean;
	guard: GuardSetting;
	was_released: boolean;
	is_visible: boolean;
	holds_number: boolean;
	caller_id: CallerIdSetting;
};

const AT = "to_timestamp($6::float8 / 1000)";
const KEYS = keysOf("$8::text", "$4::text");
const LATELY = `r.expires_at > ${AT} - interval '${NEAR_SECONDS} seconds'`;
const HOLDS_NUMBER = `(not r.unique_dnis or exists (
		select 1 from numbers h where h.number = r.to_number and h.holder_id = r.id))`;
const OPEN_FIRST = `(r.ended_at is null and r.expires_at > ${AT}) desc`;

const NEAR = `
with here as materialized (
	select r.id, r.has_access_code, r.access_code, r.from_number, r.created_at, r.expires_at,
		r.ended_at, ${HOLDS_NUMBER} as holds from requests r
	where r.to_number = $5::text and ${LATELY}
),
alike as (
	(select id from here r order by (access_code = $3::text) desc nulls last,
		(from_number = $4::text) desc nulls last, ${OPEN_FIRST},
		created_at desc limit ${NEAR_MAX})
	union
	(select r.id from numbers n join live_codes l on l.number = n.number and l.code = $3::text
		join requests r on r.id = l.request_id
		where $3::text is not null
			and n.busy_until > ${AT} - interval '${CODE_QUARANTINE_SECONDS} seconds' and ${LATELY}
		order by ${OPEN_FIRST}, r.created_at desc limit ${NEAR_MAX})
	union
	(select r.id from requests r where r.from_number = any(${KEYS})
		and r.created_at > ${AT} - interval '2 hours' and ${LATELY}
		order by ${OPEN_FIRST}, r.created_at desc limit ${NEAR_MAX})
	union
	(select r.id from requests r where r.id = $7::uuid)
),
counted as (
	select count(*) filter (where has_access_code)::float8 as live_with_code, count(*) filter
		(where not has_access_code)::float8 as live_without_code
	from here where ended_at is null and expires_at > ${AT} and holds
)
select c.*, r.id, r.group_id, r.guard, r.group_name, r.to_number, r.from_number, r.from_given,
	array_to_string(r.from_readings, ',') as from_readings, r.has_access_code, r.access_code,
		r.matched_at is not null as was_matched,
	(extract(epoch from r.created_at) * 1000)::float8 as created_ms,
	(extract(epoch from r.expires_at) * 1000)::float8 as expires_ms,
	(extract(epoch from r.ended_at) * 1000)::float8 as ended_ms, ${visibleTo("$1", "$2")}
		as is_visible, ${HOLDS_NUMBER} as holds_number, r.caller_id,
	exists (select 1 from attempts a where a.request_id = r.id and a.released) as was_released
from counted c left join (alike join requests r using (id)) on true`;

/**
 * The requests that share something with a call at `now` (milliseconds, the database's clock), live
 * or not, of any group. For people who investigate a failed call; the answer to a call never comes
 * from here. `decidedOn` is the call's request, which is always among them.
 */
export async function readNearRequests(
	db: Db,
	{ accessCode, fromNumber, fromReadings, toNumber }: MatchCriteria,
	{ apiKey, now, decidedOn }: { apiKey: KeyLimits; now: number; decidedOn: string | null },
): Promise<NearReading> {
	const rows = await db.query<Row>(NEAR, [
		apiKey.id,
		apiKey.limitedToGroups,
		accessCode,
		fromNumber,
		toNumber,
		now,
		decidedOn,
		fromReadings?.join(",") ?? null,
	]);
	const [first] = rows as [Row];
	return {
		requests: rows.flatMap((row) => (row.id === null ? [] : [toNearRequest(row, row.id)])),
		liveHere: { withCode: first.live_with_code, withoutCode: first.live_without_code },
	};
}

const toNearRequest = (row: Row, id: string): NearRequest => ({
	id,
	groupId: row.group_id,
	groupName: row.group_name,
	toNumber: row.to_number,
	fromNumber: row.from_number,
	fromGiven: row.from_given,
	fromReadings: row.from_readings?.split(",") ?? null,
	hasAccessCode: row.has_access_code,
	accessCode: row.access_code,
	createdAt: row.created_ms,
	expiresAt: row.expires_ms,
	endedAt: row.ended_ms,
	wasMatched: row.was_matched,
	guard: row.guard,
	wasReleased: row.was_released,
	isVisible: row.is_visible,
	holdsNumber: row.holds_number,
	callerId: row.caller_id,
});
