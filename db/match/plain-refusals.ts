import { LIVE } from "../requests/call-in-requests.ts";
import { hasCallerId, JUST_EXPIRED, LONG_AGO, mayBe } from "./match-conditions.ts";

/** Like `visibleTo`, but reads the groups of a limited key once a call. */
export const VISIBLE = "(j.groups is null or r.group_id = any(j.groups))";

/** The caller's own request on the dialed number has expired unmatched: the call is late (C9). */
export const OWN_EXPIRED = `exists (
		select from requests r where r.from_number = j.ani and r.created_at > ${LONG_AGO}
			and r.to_number = j.dnis
		and r.matched_at is null and ${JUST_EXPIRED} and ${VISIBLE}
	)`;
/** Whether a request without a code may be the caller's, with the Caller ID that it asks for. */
export const FITS = `(${hasCallerId("j", "ani")}
	and (j.ani is null or r.from_number is null or ${mayBe("j.keys")}))`;

/**
 * Refusals that follow from the requests on the dialed number: no request there, now or lately;
 * only requests with codes; only requests of other callers. `decideMatch` refuses the same calls.
 */
export const REFUSED = `
refused as materialized (
	select j.*, v.* from judged j cross join lateral (
		select case when here = 0 then 'NOTHING_MATCHED' when open = 0 then 'CODE_REQUIRED'
			else 'ANI_MISMATCH' end as outcome,
			here > 0 as fits_to, case own when 1 then own_id end as id,
			case own when 1 then own_group end as group_id,
			case when here > 0 then own > 0 else exists (
				select from requests r where r.from_number = j.ani and r.created_at > ${LONG_AGO}
					and ${LIVE} and ${VISIBLE}
			) end as fits_from,
			case when here > 0 and open = 0 and shortest = longest then shortest end as code_length
		from (
			select count(*) as here, count(*) filter (where not r.has_access_code) as open,
				count(*) filter (where not r.has_access_code and ${FITS}) as fitting,
					count(*) filter (where r.from_number = j.ani) as own,
				bool_or(r.from_number = j.ani and not r.has_access_code) as is_own_open,
				(array_agg(r.id) filter (where r.from_number = j.ani))[1] as own_id,
				(array_agg(r.group_id) filter (where r.from_number = j.ani))[1] as own_group,
				min(char_length(r.access_code)) as shortest, max(char_length(r.access_code)) as longest
			from requests r where r.to_number = j.dnis and ${LIVE} and ${VISIBLE}
		) h
		where j.dialed is not null and case
			when here = 0 then not exists (select from requests r where r.to_number = j.dnis
				and ${JUST_EXPIRED} and ${VISIBLE})
			when open = 0 then true
			else fitting = 0 and (is_own_open or (own = 0 and not ${OWN_EXPIRED}))
		end
	) v
	where j.place not in (select place from chosen)
),`;
