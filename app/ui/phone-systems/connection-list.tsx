import { kindName } from "../../domain/phone-systems/connection-kinds.ts";
import { type ConnectionLife, troubleOf } from "../../domain/phone-systems/connection-trouble.ts";
import { texts } from "../../texts/texts.ts";
import { Sentence } from "../sentence.tsx";
import { Time } from "../time.tsx";

const words = texts.pages.phoneSystems;

/** A connection in the list. `groups` null means all groups. */
export type ListedConnection = ConnectionLife & {
	id: string;
	name: string;
	kind: string;
	groups: string[] | null;
};

export const groupsInWords = (groups: string[] | null): string => {
	if (groups === null) return words.allGroups;
	return groups.length === 0 ? words.noGroupLeft : groups.join(", ");
};

/** All connections with their kind, groups and last call (P1). */
export function ConnectionList({
	connections,
	zone,
}: {
	connections: ListedConnection[];
	zone: string;
}) {
	return (
		<section aria-label={words.list} className="panel">
			{connections.length === 0 ? (
				<div className="px-4 py-12 text-center">
					<h2>{words.none}</h2>
					<p className="mx-auto mt-1 max-w-prose text-muted">{words.noneHint}</p>
				</div>
			) : (
				<ul className="divide-y divide-line">
					{connections.map((connection) => (
						<ConnectionRow key={connection.id} connection={connection} zone={zone} />
					))}
				</ul>
			)}
		</section>
	);
}

function ConnectionRow({ connection, zone }: { connection: ListedConnection; zone: string }) {
	const { id, name, kind, groups, pausedAt, lastCall, refusals } = connection;
	const areLatest = troubleOf({ ...connection, pausedAt: null }) === "unsigned";
	return (
		<li className={ROW}>
			<div className="min-w-0">
				<p className="font-medium">
					<a href={`/settings/phone-systems/${id}`} className="link">
						{name}
					</a>
					{pausedAt && <span className="tag ml-2 font-normal">{words.paused}</span>}
				</p>
				<p className="text-sm">
					{kindName(kind)} · {groupsInWords(groups)}
				</p>
			</div>
			<p className={`text-sm ${lastCall?.refused ? "text-danger" : "text-muted"}`}>
				{lastCall === null ? (
					words.neverCalled
				) : (
					<Sentence
						of={(lastCall.refused ? words.lastRefused : words.lastCall)({
							time: <Time at={lastCall.at} zone={zone} />,
						})}
					/>
				)}
			</p>
			{refusals && (
				<p className={`text-sm ${areLatest ? "text-danger" : "text-muted"}`}>
					<Sentence
						of={words.refusals({
							count: refusals.times,
							time: <Time at={refusals.lastAt} zone={zone} />,
						})}
					/>
				</p>
			)}
		</li>
	);
}

const ROW = [
	"figures flex flex-wrap items-baseline justify-between gap-x-6 px-4 py-2.5",
	"[overflow-wrap:anywhere]",
].join(" ");
