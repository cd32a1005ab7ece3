import { unavailability } from "../../../db/connection/unavailability.ts";
import type { AdmittedRequest } from "../../../db/match/admissions.ts";
import type { HeardLanguage } from "../../domain/conversation/heard-language.ts";
import {
	type Answer,
	type CallEvent,
	nextStep,
	questionOf,
	type Step,
	speakingOn,
} from "../../domain/conversation/next-step.ts";
import type { Attestation } from "../../domain/match/attestation.ts";
import { readInboundCall } from "../../domain/match/inbound-call.ts";
import type { CountryCode } from "../../domain/numbers/numbering-plan.ts";
import {
	destinationsFor,
	type ReadDestinations,
} from "../../domain/phone-systems/call-destination.ts";
import type { Connection } from "../../domain/phone-systems/connection.ts";
import type { Service } from "../../platform/service.ts";
import { matchCall } from "../match/match-call.ts";
import { findDestinations } from "./find-destinations.ts";
import { forwardCall } from "./forward-call.ts";
import { noteCallStep } from "./note-call-step.ts";

/** What a phone system told of a call, in any dialect. */
export type ToldCall = {
	callId: string | null;
	toPhoneNumber: string;
	fromPhoneNumber: string;
	attestation: Attestation | null;
	event: CallEvent;
	hidesCaller?: boolean;
};

/**
 * The next step of a call, and what decided it. `request` is that of an admitted call. `failure` is
 * an error because of which match could not be asked: the caller hears a sentence (P6).
 */
export type TakenCall = Answer & {
	step: Step;
	/** The language in which the caller is spoken to. */
	language: HeardLanguage;
	request: AdmittedRequest | null;
	fromNumber: string | null;
	toNumber: string | null;
	failure: unknown;
};

type Inbound = ReturnType<typeof readInboundCall>;
type Found = Answer & { request: AdmittedRequest | null };

const AWAY: Found = { outcome: "SERVICE_AWAY", codeLength: null, request: null };
/** The answer where the event needs no match. */
export const NOT_ASKED: Found = { outcome: "NOT_ASKED", codeLength: null, request: null };
const NOTHING: Found = { outcome: "NOTHING_MATCHED", codeLength: null, request: null };

/**
 * Takes a webhook of a phone system, already authentic: asks match or notes the call's step, and
 * decides the next step (P2). Never throws.
 */
export async function takeCall(
	service: Service,
	connection: Connection,
	told: ToldCall,
	{ corrId, country }: { corrId: string; country: CountryCode },
): Promise<TakenCall> {
	const question = questionOf(told.event);
	const inbound = readTold(connection, told, country);
	const taken = takenAs(connection, told, inbound);
	try {
		if (question.ask === "match") {
			const found = await ask(service, connection, inbound, corrId);
			return taken(found, await placesOf(service, connection, found, inbound));
		}
		if (question.ask === "second") {
			const forwarded = await forwardCall(service, connection, told.callId);
			if (forwarded !== null) {
				const { request, places } = forwarded;
				return taken({ ...NOT_ASKED, request }, places);
			}
		}
		if (question.ask === "second" || question.ask === "release")
			await noteCallStep(service, connection, told);
		const places =
			told.event.position.step === "code"
				? await placesOf(service, connection, NOT_ASKED, inbound)
				: destinationsFor(connection, null);
		return taken(NOT_ASKED, places);
	} catch (failure) {
		return taken(AWAY, destinationsFor(connection, null), failure);
	}
}

/** The same on a paused connection, which decides nothing: match is not asked. */
export async function pausedCall(
	service: Service,
	connection: Connection,
	told: ToldCall,
	country: CountryCode,
): Promise<TakenCall> {
	const inbound = readTold(connection, told, country);
	try {
		const places = await placesOf(service, connection, AWAY, inbound);
		return takenAs(connection, told, inbound)(unasked(told), places);
	} catch {
		return awayCall(connection, told, country);
	}
}

/** The same where match cannot be asked, because the database is away. */
export const awayCall = (
	connection: Connection,
	told: ToldCall,
	country: CountryCode,
): TakenCall => {
	const taken = takenAs(connection, told, readTold(connection, told, country));
	return taken(unasked(told), destinationsFor(connection, null));
};

const unasked = ({ event }: ToldCall): Found =>
	questionOf(event).ask === "match" ? AWAY : NOT_ASKED;

/** The criteria of match, in the connection's way of writing numbers (N2). */
export function readTold(
	{ numbersWithoutPlus: withoutPlus }: Connection,
	told: ToldCall,
	country: CountryCode,
): Inbound {
	const question = questionOf(told.event);
	const accessCode = question.ask === "match" ? question.accessCode : null;
	return readInboundCall({ accessCode, ...told }, { country, withoutPlus });
}

/** Decides the next step of a call from what was found. */
export const takenAs =
	(
		connection: Pick<Connection, "language">,
		{ event }: ToldCall,
		{ fromGiven, fromNumber, dialed }: Inbound,
	) =>
	(found: Found, places: ReadDestinations, failure: unknown = null): TakenCall => {
		// Nobody is sent on whose call was not admitted.
		const to = found.request === null ? { ...places, second: null } : places;
		const step = nextStep(event, found, to);
		const soFar = "language" in event.position ? event.position.language : undefined;
		const language = (found.request === null ? soFar : undefined) ?? places.language;
		return {
			step: language === connection.language ? step : speakingOn(step, language),
			language,
			fromNumber: fromGiven ?? fromNumber,
			toNumber: dialed?.[0] ?? null,
			failure,
			...found,
		};
	};

/** Whether a failure is the database's, and no defect. */
export const isDatabaseAway = (failure: unknown): boolean => unavailability(failure) !== null;

async function ask(
	service: Service,
	{ apiKey }: Connection,
	inbound: Inbound,
	corrId: string,
): Promise<Found> {
	const { dialed, fromNumber, accessCode } = inbound;
	if (dialed === null && fromNumber === null && accessCode === null) return NOTHING;
	const call = { apiKey, corrId, release: false, ...inbound };
	const asked = performance.now();
	const matched = await service.database.watchCall(matchCall(service, call), asked);
	return matched.ok ? matched.value : AWAY;
}

/** Where a call goes, admitted or not. */
export const placesOf = (
	service: Service,
	connection: Connection,
	{ request }: Found,
	{ dialed }: Inbound,
): Promise<ReadDestinations> =>
	findDestinations(service, connection, {
		groupId: request?.groupId ?? null,
		dialed: dialed ?? [],
	});
