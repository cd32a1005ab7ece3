import type { InState, RequestRecord } from "../../domain/records/record.ts";
import { texts } from "../../texts/texts.ts";
import { PANEL_HEAD } from "../layout.ts";
import { RequestTable } from "./request-table.tsx";

const words = texts.pages.record.attempt.meant;

type Props = {
	meant: { by: "ani" | "dnis"; path: string; requests: InState<RequestRecord>[] };
	showsPrivate: boolean;
	zone: string;
};

/** The requests that a call may have been meant for, the newest first. */
export function RequestsMeant({ meant: { by, path, requests }, showsPrivate, zone }: Props) {
	return (
		<section className="panel" aria-labelledby="meant">
			<div className={PANEL_HEAD}>
				<h2 id="meant">{by === "ani" ? words.ofAni : words.onDnis}</h2>
				{requests.length > 0 && (
					<a href={path} className="link text-sm">
						{words.all}
					</a>
				)}
			</div>
			{requests.length === 0 ? (
				<p className="px-4 py-2 text-muted">{words.none}</p>
			) : (
				<RequestTable {...{ requests, showsPrivate, zone }} without={by} />
			)}
		</section>
	);
}
