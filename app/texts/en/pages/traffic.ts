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
	spans: { hour: "Last hour", day: "Last day", week: "Last week" },
	quiet: {
		hour: "This group had no requests in the last hour, and none was live.",
		day: "This group had no requests in the last day, and none was live.",
		week: "This group had no requests in the last week, and none was live.",
	},

	chart: {
		requests: "Requests",
		liveRequests: "Live requests",
		created: "Created",
		refusedNoNumber: "Refused: no free number",
		refusedNoCode: "Refused: no free code",
		live: "Live",
		mostRequests: {
			hour: ({ most }: { most: number }) =>
				`last hour, at most ${counted(most, "request")} in a minute`,
			day: ({ most }: { most: number }) =>
				`last day, at most ${counted(most, "request")} in 15 minutes`,
			week: ({ most }: { most: number }) =>
				`last week, at most ${counted(most, "request")} in an hour`,
		},
		mostLive: ({ most }: { most: number }) => `at most ${figure(most)} at once`,
		description: ({ title, most }: { title: string; most: string }) => `${title}: ${most}.`,
		/** A step, for the pointer that rests on it. */
		step: (of: {
			time: string;
			created: number;
			refusedNoNumber: number;
			refusedNoCode: number;
			peakLive: number;
		}) => {
			const refused = of.refusedNoNumber + of.refusedNoCode;
			const told = refused === 0 ? "" : `, ${figure(refused)} refused`;
			const created = `${of.time}: ${figure(of.created)} created`;
			return `${created}${told}, ${figure(of.peakLive)} live at once`;
		},
	},

	table: {
		show: "Show the figures",
		spans: {
			hour: "The last hour by minute",
			day: "The last day by quarter of an hour",
			week: "The last week by hour",
		},
		caption: ({ span, zone }: { span: string; zone: string }) =>
			`${span}, newest first. Times are in ${zone}. Times without a request are left out. ` +
			"New figures appear within seconds.",
		time: "Time",
		created: "Created",
		refusedNoNumber: "Refused: no free number",
		refusedNoCode: "Refused: no free code",
		mostLive: "Most live at once",
	},
};
