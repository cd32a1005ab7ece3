import { texts } from "../../texts/texts.ts";
import { Sentence } from "../sentence.tsx";
import { Time } from "../time.tsx";

const words = texts.pages.people.account.sessions;

/** A session as pages show it, by its public name. */
export type ShownSession = {
	id: string;
	client: string | null;
	createdAt: Date;
	lastSeenAt: Date;
	isThis: boolean;
};

/** A user's sessions, each with a button that ends it. The current session has none. */
export function SessionList({
	sessions,
	zone,
	now,
}: {
	sessions: ShownSession[];
	zone: string;
	now: Date;
}) {
	return (
		<ul className="figures divide-y divide-line">
			{sessions.map((session) => (
				<li
					key={session.id}
					className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-2.5"
				>
					<div className="min-w-0 flex-1 basis-56">
						<p id={`session-${session.id}`} className="[overflow-wrap:anywhere]">
							{session.client ?? words.unknownAddress}
							{session.isThis && <span className="text-muted"> {words.thisBrowser}</span>}
						</p>
						<p className="text-muted text-sm">
							<Sentence
								of={words.times({
									signedIn: <Time at={session.createdAt} zone={zone} />,
									lastUsed: <Time at={session.lastSeenAt} zone={zone} now={now} />,
								})}
							/>
						</p>
					</div>
					{!session.isThis && (
						<form method="post">
							<input type="hidden" name="session" value={session.id} />
							<button
								type="submit"
								name="intent"
								value="end-session"
								className="button"
								aria-describedby={`session-${session.id}`}
							>
								{words.signOutThere}
							</button>
						</form>
					)}
				</li>
			))}
		</ul>
	);
}
