import type { WayToFind } from "../../../db/match/admission-statement.ts";
import { type Admission, admitCalls, wayToFind } from "../../../db/match/admissions.ts";
import {
	type Look,
	type MatchSearch,
	readMatchCandidates,
} from "../../../db/match/match-candidates.ts";
import type { Service } from "../../platform/service.ts";
import { inBatches } from "../in-batches.ts";

const admitInBatches = (way: WayToFind) =>
	inBatches(
		({ admissions }) => admissions[way],
		({ db }, admissions) => admitCalls(db, admissions),
	);
const admitters = {
	"by-code": admitInBatches("by-code"),
	"without-code": admitInBatches("without-code"),
	decided: admitInBatches("decided"),
};
/** Decides a call in one statement with the calls that arrive meanwhile. */
export const admitWithOthers = (service: Service, admission: Admission) =>
	admitters[wayToFind(admission)](service, admission);
const lookInBatches = (look: Look) =>
	inBatches(
		({ looks }) => looks[look],
		({ db }, searches) => readMatchCandidates(db, look, searches),
	);
const lookers = {
	"on-number": lookInBatches("on-number"),
	anywhere: lookInBatches("anywhere"),
};
/** Where to look for a call's candidates. */
export const lookFor = ({ dialed }: MatchSearch): Look =>
	dialed === null ? "anywhere" : "on-number";

/** Reads a call's candidates in one statement with the calls that arrive meanwhile. */
export const lookWithOthers = (service: Service, search: MatchSearch) =>
	lookers[lookFor(search)](service, search);
