import { texts } from "../../texts/texts.ts";
import { figure } from "../../texts/wording.ts";
import { PANEL_HEAD } from "../layout.ts";
import { Cell, RecordTable } from "../record-table.tsx";
import { Time } from "../time.tsx";
import { eventInWords } from "./connection-calls.tsx";
import { refusalInWords } from "./refusal-in-words.ts";

const { refusals: words, calls } = texts.pages.phoneSystems.connection;

/** Refused messages of one reason. Its codes may be of a newer version. */
export type ShownRefusals = {
	refusal: string;
	times: number;
	firstAt: Date;
	lastAt: Date;
	client: string;
	event: string;
	status: number;
};

/** Messages that proved nothing, by reason: how often, since when, and the last one (P5). */
export function ConnectionRefusals({
	refusals,
	kind,
	zone,
}: {
	refusals: ShownRefusals[];
	kind: string;
	zone: string;
}) {
	if (refusals.length === 0) return null;
	const columns = [words.reason, words.times, words.first, words.last];
	return (
		<section aria-labelledby="refusals-heading" className="panel">
			<h2 id="refusals-heading" className={PANEL_HEAD}>
				{words.heading}
			</h2>
			<p className="px-4 py-2 text-muted text-sm">{words.hint}</p>
			<RecordTable label={words.table} columns={columns}>
				{refusals.map((one) => (
					<tr key={one.refusal} className="align-top">
						<Cell of={null} className="min-w-48 whitespace-normal text-danger">
							{refusalInWords(one.refusal, kind)}
						</Cell>
						<Cell of={words.times}>{figure(one.times)}</Cell>
						<Cell of={words.first}>
							<Time at={one.firstAt} zone={zone} />
						</Cell>
						<Cell of={words.last}>
							<Time at={one.lastAt} zone={zone} />
							<span className="block text-muted">
								{eventInWords(one.event)} · {calls.status(one)}
							</span>
							<span className="block font-mono text-muted">{one.client}</span>
						</Cell>
					</tr>
				))}
			</RecordTable>
		</section>
	);
}
