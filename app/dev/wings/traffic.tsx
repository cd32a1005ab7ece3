import type { Usage } from "../../operations/traffic/read-usage.ts";
import { texts } from "../../texts/texts.ts";
import { TrafficChart } from "../../ui/traffic/traffic-chart.tsx";
import { TrafficHistory } from "../../ui/traffic/traffic-history.tsx";
import { UsagePanel } from "../../ui/traffic/usage-panel.tsx";
import { show, type Wing } from "../kit/example.tsx";
import { ago, idOf, NOW, ZONE } from "../kit/fixtures.ts";

const HOUR = Array.from({ length: 60 }, (_, minute) => minute);
const wave = (height: number) =>
	HOUR.map((minute) => Math.round(height * (1 + Math.sin(minute / 7))));
const nothing = HOUR.map(() => 0);

const chart = (created: number[], noNumber: number[], noCode: number[]) => (
	<TrafficChart
		title="Requests"
		most={(most) => `at most ${most.toLocaleString("en-US")} in a minute`}
		steps={HOUR.map((minute) => (created[minute] ? `09:${minute}: some` : null))}
		marked={noNumber.map((refused) => refused > 0)}
		times={["08:27", "08:42", "08:57", "09:12", "09:26"]}
		series={[
			{ name: "Created", values: created, fill: "fill-accent" },
			{ name: texts.pages.traffic.chart.refusedNoNumber, values: noNumber, fill: "fill-danger" },
			{ name: texts.pages.traffic.chart.refusedNoCode, values: noCode, fill: "fill-warn" },
		]}
	/>
);

const stepsOf = (height: number): Usage["steps"] =>
	wave(height).map((created, index) => ({
		ago: index,
		beganMs: ago(index * 60 + ((NOW.getTime() / 1000) % 60)).getTime(),
		created,
		refusedNoNumber: index % 9 === 0 ? 3 : 0,
		refusedNoCode: index % 20 === 0 ? 1 : 0,
		peakLive: Math.round(created / 2),
	}));

const NONE = { live: 0, numbers: 0 };
const IN_USE = { live: 123_456, numbers: 10_000 };
const usageOf = (more: Partial<Usage>, inUse = IN_USE): Usage => ({
	now: inUse,
	day: {
		created: inUse.live * 10,
		refusedNoNumber: inUse.live && 4321,
		refusedNoCode: inUse.live && 1,
		highestOfHour: inUse,
		highestOfDay: inUse,
		askedInBusiestRefusedMinute: 1200,
		askedInBusiestHour: 40_000,
	},
	...{ span: "hour", steps: [] },
	advice: null,
	denseCodes: null,
	shortCodes: null,
	...more,
});
const RATE = { busiest: "hour", rate: 1200, expirySeconds: 300, poolSize: 3 } as const;
const VIEW = { q: "", state: null, sort: "number", page: 1 } as const;
const panel = (usage: Usage) => (
	<UsagePanel groupId={idOf(1)} usage={usage} view={VIEW} zone={ZONE} />
);
const history = (span: Usage["span"], steps: Usage["steps"]) => (
	<TrafficHistory {...{ span, steps }} zone={ZONE} spanHref={() => "#"} csvHref="#" />
);

/** A group's traffic. */
export const traffic: Wing = {
	path: "traffic",
	title: "Utilisation",
	components: [
		show(TrafficHistory, {
			"a quiet week": history("week", []),
			"a day": history("day", stepsOf(20)),
		}),
		show(TrafficChart, {
			empty: chart(nothing, nothing, nothing),
			"one series": chart(wave(12), nothing, nothing),
			"three series": chart(wave(500), wave(80), wave(3)),
			"one minute above all": chart(
				HOUR.map((minute) => (minute === 30 ? 10_000 : 1)),
				nothing,
				nothing,
			),
		}),
		show(UsagePanel, {
			"nothing yet": panel(usageOf({}, NONE)),
			"enough numbers": panel(
				usageOf({
					steps: stepsOf(20),
					advice: { ...RATE, kind: "numbers", needed: 3, isEnough: true },
				}),
			),
			"too few numbers": panel(
				usageOf({
					steps: stepsOf(900),
					advice: { ...RATE, kind: "numbers", needed: 6100, isEnough: false },
				}),
			),
			"more than a pool may have": panel(
				usageOf({ advice: { ...RATE, kind: "numbers", needed: null, isEnough: false } }),
			),
			"codes too short": panel(
				usageOf({
					advice: {
						...RATE,
						...{ kind: "code-length", livePerNumber: 2000, length: 4 },
						...{ needed: 7, isEnough: false },
					},
				}),
			),
		}),
	],
};
