import { ROLE_NAMES, type Role } from "../../domain/people/roles.ts";
import { userState } from "../../domain/people/user.ts";
import { texts } from "../../texts/texts.ts";
import { Sentence } from "../sentence.tsx";
import { Time } from "../time.tsx";

const words = texts.pages.people;

/** A user in the list. */
export type ShownUser = {
	id: string;
	email: string;
	role: Role;
	createdAt: Date;
	disabledAt: Date | null;
	hasPassword: boolean;
	linkUntil: Date | null;
	sessions: number;
	lastSignInAt: Date | null;
};

/** All users. Each links to its page. */
export function UserList({
	users,
	selfId,
	zone,
	now,
}: {
	users: ShownUser[];
	selfId: string;
	zone: string;
	now: Date;
}) {
	return (
		<section className="panel" aria-label={words.list}>
			<ul className="divide-y divide-line">
				{users.map((user) => (
					<li
						key={user.id}
						className="figures grid grid-cols-[minmax(0,1fr)] gap-x-4 px-4 py-2.5 sm:grid-cols-2"
					>
						<div>
							<p className="[overflow-wrap:anywhere]">
								<a href={`/settings/users/${user.id}`} className="link font-medium">
									{user.email}
								</a>
								{user.id === selfId && <span className="text-muted"> {words.you}</span>}
							</p>
							<p className="text-sm">{ROLE_NAMES[user.role]}</p>
						</div>
						<div className="text-sm sm:text-right">
							<p>
								<UserStateWords user={user} zone={zone} />
							</p>
							<p className="text-muted">
								{user.lastSignInAt ? (
									<Sentence
										of={words.lastSignInAt({
											time: <Time at={user.lastSignInAt} zone={zone} now={now} />,
										})}
									/>
								) : (
									words.neverSignedIn
								)}
							</p>
						</div>
					</li>
				))}
			</ul>
		</section>
	);
}

/** Whether a user can sign in, and if not, why. */
export function UserStateWords({ user, zone }: { user: ShownUser; zone: string }) {
	switch (userState(user)) {
		case "active":
			return <>{words.state.active}</>;
		case "disabled":
			return <span className="text-danger">{words.state.disabled}</span>;
		case "waiting": {
			// A user who has signed in before had a password: an Administrator has reset it.
			const isNew = user.lastSignInAt === null;
			if (user.linkUntil === null)
				return (
					<span className="text-warn">
						{isNew ? words.state.invitedLapsed : words.state.resetLapsed}
					</span>
				);
			const day = <Time at={user.linkUntil} zone={zone} isDay />;
			return <Sentence of={(isNew ? words.state.invited : words.state.reset)({ day })} />;
		}
	}
}
