import type { MissingConnections } from "../../operations/import/read-groups-review.ts";
import { texts } from "../../texts/texts.ts";

const words = texts.pages.import.groups.connections;

/** Asks what to do with connections of a file that this installation does not have (I7). */
export function MissingConnectionsPanel({ missing }: { missing: MissingConnections }) {
	const { unknown, leftOut } = missing;
	if (unknown.length === 0 && leftOut.length === 0) return null;
	return (
		<section aria-labelledby="missing-connections" className="panel mt-6 p-4">
			<h2 id="missing-connections">{words.heading}</h2>
			{unknown.length > 0 && (
				<form method="post" className="mt-2">
					<p className="max-w-prose [overflow-wrap:anywhere]">
						{words.unknown({ names: unknown })}
					</p>
					<button type="submit" name="intent" value="leave-connections-out" className="button mt-3">
						{words.leave}
					</button>
				</form>
			)}
			{leftOut.length > 0 && (
				<form method="post" className="mt-2">
					<p className="max-w-prose [overflow-wrap:anywhere]">
						{words.leftOutNames({ names: leftOut })}
					</p>
					<button type="submit" name="intent" value="take-connections-in" className="button mt-3">
						{words.take}
					</button>
				</form>
			)}
		</section>
	);
}
