import { ROLE_NAMES } from "../../domain/people/roles.ts";
import { texts } from "../../texts/texts.ts";
import { Fact, Facts } from "../fact.tsx";
import { Time } from "../time.tsx";
import { type ShownUser, UserStateWords } from "./user-list.tsx";

const words = texts.pages.people.facts;

export function UserFacts({ user, zone, now }: { user: ShownUser; zone: string; now: Date }) {
	return (
		<section className="panel" aria-labelledby="facts">
			<h2 id="facts" className="border-line border-b px-4 py-2">
				{words.heading}
			</h2>
			<Facts>
				<Fact name={words.role}>{ROLE_NAMES[user.role]}</Fact>
				<Fact name={words.state}>
					<UserStateWords user={user} zone={zone} />
				</Fact>
				<Fact name={words.lastSignIn}>
					{user.lastSignInAt ? <Time at={user.lastSignInAt} zone={zone} now={now} /> : words.never}
				</Fact>
				<Fact name={words.added}>
					<Time at={user.createdAt} zone={zone} />
				</Fact>
				<Fact name={words.auditLog}>
					<a href={`/settings/audit?${new URLSearchParams({ who: user.email })}`} className="link">
						{words.byUser}
					</a>
					{" · "}
					<a href={`/settings/audit?${new URLSearchParams({ object: user.id })}`} className="link">
						{words.toUser}
					</a>
				</Fact>
			</Facts>
		</section>
	);
}
