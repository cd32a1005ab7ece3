import { OUTCOME_WORDS } from "../../domain/match/outcome.ts";
import {
	type BarMark,
	MARK_KINDS,
	type MarkKind,
	type RequestBar,
} from "../../domain/records/request-bar.ts";
import type { TimelineEvent } from "../../domain/records/request-timeline.ts";
import { texts } from "../../texts/texts.ts";
import { formatTime, Time } from "../time.tsx";

const words = texts.pages.record.bar;
const timeline = texts.pages.record.timeline;

const TOP = 14;
const HEIGHT = 16;
const MIDDLE = TOP + HEIGHT / 2;

/** The shapes differ too, for readers who cannot tell the colours apart. */
const SHAPES: Record<MarkKind, { path: string; className: string }> = {
	matched: { path: "M-6 0a6 6 0 1 0 12 0a6 6 0 1 0 -12 0z", className: "bar-mark fill-good" },
	refused: { path: "M-5 -5L5 5M5 -5L-5 5", className: "bar-cross" },
	step: { path: "M0 -6L6 5H-6z", className: "bar-mark fill-accent" },
	extended: { path: "M-6 -7L6 0L-6 7z", className: "bar-mark fill-warn" },
	ended: { path: "M-1.5 -12h3v24h-3z", className: "bar-mark fill-ink" },
};

/**
 * A request's life, drawn on the server without inline styles: its time, and its attempts and steps
 * as marks. The list beside it says the same in words.
 */
export function RequestBarChart({ bar, zone }: { bar: RequestBar; zone: string }) {
	const { from, to, firstEnd, end, expiry, now, marks } = bar;
	const attempts = marks.filter(({ kind }) => kind === "matched" || kind === "refused").length;
	const kinds = MARK_KINDS.filter((kind) => marks.some((mark) => mark.kind === kind));
	return (
		<figure className="border-line border-b px-6 py-3 print:hidden">
			<svg
				role="img"
				aria-label={words.description({ attempts })}
				className="request-bar"
				width="100%"
				height={TOP * 2 + HEIGHT}
			>
				<rect {...BOX} width={percent(expiry)} className="bar-rest" />
				<rect {...BOX} width={percent(end)} className="bar-extended" />
				<rect {...BOX} width={percent(firstEnd)} className="bar-live" />
				{now !== null && (
					<line
						x1={percent(now)}
						x2={percent(now)}
						y1={TOP - 6}
						y2={TOP + HEIGHT + 6}
						className="bar-now"
					>
						<title>{words.now}</title>
					</line>
				)}
				{[...marks].sort(endsFirst).map((mark) => (
					<Mark key={keyOf(mark)} mark={mark} zone={zone} />
				))}
			</svg>
			<figcaption className="figures text-muted text-xs">
				<span className="flex justify-between gap-4">
					<Time at={from} zone={zone} />
					<Time at={to} zone={zone} beside={from} />
				</span>
				<span className="mt-1 flex flex-wrap gap-x-4">
					{kinds.map((kind) => (
						<span key={kind} className="flex items-center gap-1.5">
							<svg viewBox="-8 -12 16 24" aria-hidden="true" className="h-4 w-3 flex-none">
								<path d={SHAPES[kind].path} className={SHAPES[kind].className} />
							</svg>
							{words.kinds[kind]}
						</span>
					))}
				</span>
			</figcaption>
		</figure>
	);
}

/** Drawn first, so that an end does not cover the call that led to it. */
const endsFirst = (a: BarMark, b: BarMark) =>
	Number(b.kind === "ended") - Number(a.kind === "ended");
const BOX = { x: 0, y: TOP, height: HEIGHT, rx: 3 };
const percent = (place: number): string => `${place}%`;
const keyOf = ({ kind, place, event }: BarMark): string =>
	`${kind} ${place} ${event.kind === "attempt" ? event.attempt.id : event.at.getTime()} ${
		event.kind === "call-step" ? event.step : ""
	}`;

/** An inner picture is moved by per cent: a path cannot be. */
function Mark({ mark: { kind, place, event }, zone }: { mark: BarMark; zone: string }) {
	const { path, className } = SHAPES[kind];
	return (
		<svg x={percent(place)} y={MIDDLE} overflow="visible" role="presentation">
			<path d={path} className={className}>
				<title>{words.at({ what: inWords(event), time: formatTime(event.at, zone) })}</title>
			</path>
		</svg>
	);
}

function inWords(event: TimelineEvent): string {
	if (event.kind === "attempt") return OUTCOME_WORDS[event.attempt.outcome];
	return event.kind === "call-step" ? timeline.callSteps[event.step] : timeline[event.kind];
}
