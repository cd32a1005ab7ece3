import { ROLE_NAMES } from "../../domain/people/roles.ts";
import { counted } from "../../texts/wording.ts";
import { Fact, Facts } from "../fact.tsx";
import { Time } from "../time.tsx";
import { type ShownUser, UserStateWords } from "./user-list.tsx";

/** What is known of a user. */
export function UserFacts({ user, zone }: { user: ShownUser; zone: string }) {
	return (
		<section className="panel" aria-labelledby="facts">
			<h2 id="facts" className="border-line border-b px-4 py-2">
				User
			</h2>
			<Facts>
				<Fact name="Role">{ROLE_NAMES[user.role]}</Fact>
				<Fact name="State">
					<UserStateWords user={user} zone={zone} />
				</Fact>
				<Fact name="Signed in now">
					{user.sessions === 0 ? "Nowhere" : counted(user.sessions, "session")}
				</Fact>
				<Fact name="Last sign-in">
					{user.lastSignInAt ? <Time at={user.lastSignInAt} zone={zone} /> : "Never"}
				</Fact>
				<Fact name="Added">
					<Time at={user.createdAt} zone={zone} />
				</Fact>
				<Fact name="Audit log">
					<a href={`/settings/audit?${new URLSearchParams({ who: user.email })}`} className="link">
						What they did
					</a>
					{" · "}
					<a href={`/settings/audit?${new URLSearchParams({ object: user.id })}`} className="link">
						What was done to the user
					</a>
				</Fact>
			</Facts>
		</section>
	);
}
