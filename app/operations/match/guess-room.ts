import { isAway } from "../../../db/connection/errors.ts";
import { SPREAD_GUESSES_MIN } from "../../domain/match/guarding.ts";
import { GUESS_WINDOW_SECONDS } from "../../domain/match/guessing.ts";
import type { GuessRoom, Service } from "../../platform/service.ts";
import { LIMITS } from "../in-batches.ts";

/**
 * As many as the batches under way can take, so that the calls of a busy number need not wait.
 * Fewer than the wrong codes that a number stands.
 */
const SIZE_MAX = Math.min(LIMITS.batchMax * LIMITS.underWayMax, SPREAD_GUESSES_MIN);
/** A number near its limit must still serve its other callers. */
const SIZE_MIN = 4;
/** More rooms than this are looked through for those that nobody needs any more. */
const ROOMS_MAX = 1000;

/**
 * Judges a code on a number after earlier ones, if as many are under way there as may be wrong
 * before the number is guarded (C10). In parallel, codes would be tried before the wrong ones
 * before them are counted. Inside a transaction `work` runs at once, as in `inTurn`.
 */
export async function withinGuessRoom<T>(
	{ state: { guessRooms }, isWithin }: Service,
	number: string,
	work: () => Promise<T>,
): Promise<T> {
	if (isWithin) return work();
	const room = guessRooms.get(number) ?? addRoom(guessRooms, number);
	if (room.inside < room.size) room.inside += 1;
	else await new Promise<void>((enter, fail) => room.waiting.push({ enter, fail }));
	try {
		return await work();
	} catch (error) {
		// The others would wait as long again for the same error (C2).
		if (isAway(error)) for (const { fail } of room.waiting.splice(0)) fail(error);
		throw error;
	} finally {
		room.inside -= 1;
		letIn(room);
		if (room.inside === 0 && room.size === SIZE_MAX) guessRooms.delete(number);
	}
}

/** The wrong codes that are left until a number is guarded; null while it is guarded. */
export function noteGuessesLeft(
	{ state: { guessRooms } }: Service,
	number: string,
	left: number | null,
): void {
	const size = Math.min(SIZE_MAX, Math.max(SIZE_MIN, left ?? SIZE_MAX));
	const room =
		guessRooms.get(number) ?? (size < SIZE_MAX ? addRoom(guessRooms, number) : undefined);
	if (room === undefined) return;
	room.size = size;
	room.until = performance.now() + GUESS_WINDOW_SECONDS * 1000;
	letIn(room);
}

function letIn(room: GuessRoom): void {
	while (room.inside < room.size && room.waiting.length > 0) {
		room.inside += 1;
		room.waiting.shift()?.enter();
	}
}

function addRoom(rooms: Map<string, GuessRoom>, number: string): GuessRoom {
	const now = performance.now();
	if (rooms.size >= ROOMS_MAX)
		for (const [key, { inside, until }] of rooms)
			if (inside === 0 && until < now) rooms.delete(key);
	const room = { size: SIZE_MAX, inside: 0, waiting: [], until: now };
	rooms.set(number, room);
	return room;
}
