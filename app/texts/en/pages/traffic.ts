import { counted, figure } from "../../wording.ts";

/** A group's traffic. */
export const traffic = {
	heading: "Utilisation",
	liveNow: "Live requests now",
	numbersNow: "Numbers in use now",
	createdDay: "Created in the last day",
	refusedDay: "Refused in the last day",
	highest: ({ hour, day }: { hour: number; day: number }) =>
		`Highest: ${figure(hour)} in the last hour, ${figure(day)} in the last day`,
	refusedReasons: ({ noNumber, noCode }: { noNumber: number; noCode: number }) =>
		`No free number: ${figure(noNumber)}. No free code: ${figure(noCode)}.`,
	quiet: "This group had no requests in the last hour, and none was live.",

	chart: {
		requests: "Requests",
		liveRequests: "Live requests",
		created: "Created",
		refusedNoNumber: "Refused: no free number",
		refusedNoCode: "Refused: no free code",
		live: "Live",
		mostRequests: ({ most }: { most: number }) => `at most ${counted(most, "request")} in a minute`,
		mostLive: ({ most }: { most: number }) => `at most ${figure(most)} at once`,
		description: ({ title, most }: { title: string; most: string }) =>
			`${title} by minute in the last hour: ${most}.`,
		hourAgo: "an hour ago",
		now: "now",
	},

	table: {
		show: "Show the figures by minute",
		caption: ({ zone }: { zone: string }) =>
			`The last hour by minute, newest first. Times are in ${zone}. Minutes without a request ` +
			"are left out. New figures appear within seconds.",
		minute: "Minute",
		created: "Created",
		refusedNoNumber: "Refused: no free number",
		refusedNoCode: "Refused: no free code",
		mostLive: "Most live at once",
	},
};
