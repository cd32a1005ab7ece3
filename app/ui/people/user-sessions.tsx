import { texts } from "../../texts/texts.ts";
import { SessionList, type ShownSession } from "./session-list.tsx";

const words = texts.pages.people.sessions;

/** Where another user is signed in. An Administrator can end each session alone (R7). */
export function UserSessions(props: { sessions: ShownSession[]; zone: string; now: Date }) {
	return (
		<section className="panel" aria-labelledby="user-sessions">
			<h2 id="user-sessions" className="border-line border-b px-4 py-2">
				{words.heading}
			</h2>
			{props.sessions.length === 0 ? (
				<p className="px-4 py-3 text-muted">{words.nowhere}</p>
			) : (
				<SessionList {...props} />
			)}
		</section>
	);
}
