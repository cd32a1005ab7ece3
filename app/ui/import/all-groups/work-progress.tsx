import type { ImportWork } from "../../../domain/import/all-groups/import-work.ts";
import { texts } from "../../../texts/texts.ts";
import { LiveNote } from "../../live-note.tsx";

const words = texts.pages.import.groups.work;

type Props = { work: Pick<ImportWork, "kind" | "done" | "total">; now: Date; zone: string };

/** How far long work on a file is (I10). The script looks again by itself; the link needs none. */
export function WorkProgress({ work, now, zone }: Props) {
	return (
		<section className="panel max-w-2xl p-4" aria-labelledby="work-heading" data-live="import-work">
			<h2 id="work-heading">{words.doing[work.kind]}</h2>
			<div className="mt-3" data-live-part="progress">
				<progress
					className="w-full"
					aria-label={words.label}
					value={work.total === null ? undefined : work.done}
					max={work.total ?? 1}
				/>
				<p className="figures mt-1">{words.done(work)}</p>
			</div>
			<p className="mt-3 text-muted text-sm">{words.hint[work.kind]}</p>
			<div className="mt-4 flex flex-wrap items-center gap-4">
				<a href="?" className="button">
					{words.look}
				</a>
				<LiveNote now={now} zone={zone} />
			</div>
		</section>
	);
}
