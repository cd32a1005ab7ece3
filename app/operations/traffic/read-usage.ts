import type { Db } from "../../../db/connection/database.ts";
import { findDensestCodes } from "../../../db/requests/live-codes.ts";
import {
	type GroupDay,
	type InUse,
	listTraffic,
	readDay,
	readInUse,
} from "../../../db/traffic/group-minutes.ts";
import type { Group } from "../../domain/groups/group.ts";
import type { GroupSettings } from "../../domain/groups/group-settings.ts";
import { SPREAD_GUESSES_MIN } from "../../domain/match/guarding.ts";
import type { Span, TrafficStep } from "../../domain/traffic/span.ts";
import {
	adviseOnTraffic,
	CODES_PER_LIVE_CODE,
	codeLengthNeeded,
	isTooDense,
	type TrafficAdvice,
} from "../../domain/traffic/traffic.ts";
import type { DenseCodes, ShortCodes } from "../../domain/traffic/traffic-messages.ts";

/**
 * A group's usage: now, peak, and by the steps of a span; the advice on its traffic; and its number
 * with codes too dense and its codes too short against guessing (C10), if any.
 */
export type Usage = {
	now: InUse;
	day: GroupDay;
	span: Span;
	steps: TrafficStep[];
	advice: TrafficAdvice | null;
	denseCodes: DenseCodes | null;
	shortCodes: ShortCodes | null;
};

const MINUTES_AN_HOUR = 60;

/**
 * The cost depends on the group's minutes of the day and on the database's live requests and codes,
 * not on the size of the pool.
 */
export async function readUsage(db: Db, group: Group, span: Span): Promise<Usage> {
	const [now, day, steps, densest] = await Promise.all([
		readInUse(db, group.id),
		readDay(db, group.id),
		listTraffic(db, group.id, span),
		findDensestCodes(db, group.id, CODES_PER_LIVE_CODE * SPREAD_GUESSES_MIN),
	]);
	const refused = day.refusedNoNumber + day.refusedNoCode;
	const traffic = {
		busiestHourRate: day.askedInBusiestHour / MINUTES_AN_HOUR,
		busiestRefusedMinuteRate: day.askedInBusiestRefusedMinute,
		asked: day.created + refused,
		refused,
	};
	const highest = (before: InUse): InUse => ({
		live: Math.max(before.live, now.live),
		numbers: Math.max(before.numbers, now.numbers),
	});
	// Numbers that are draining serve nobody (G15).
	const given = group.poolSize - group.drainingSize;
	const advice = adviseOnTraffic(traffic, group.settings, given);
	return {
		now,
		// The minutes may not include the current live requests yet.
		day: {
			...day,
			highestOfHour: highest(day.highestOfHour),
			highestOfDay: highest(day.highestOfDay),
		},
		span,
		steps,
		advice,
		denseCodes: densest !== null && isTooDense(densest.live, densest.length) ? densest : null,
		shortCodes: findShortCodes(group.settings, densest, advice),
	};
}

/** Judges the group's codes by the live codes on a number: now, and in its busiest time. */
function findShortCodes(
	{ generateAccessCode, accessCodeLength: length }: GroupSettings,
	densest: DenseCodes | null,
	advice: TrafficAdvice | null,
): ShortCodes | null {
	const livePerNumber = advice?.kind === "code-length" ? advice.livePerNumber : 1;
	const live = Math.max(1, livePerNumber, densest?.length === length ? densest.live : 0);
	const needed = codeLengthNeeded(live);
	return generateAccessCode && needed > length ? { live, length, needed } : null;
}
