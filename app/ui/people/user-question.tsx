import { ROLE_NAMES, type Role } from "../../domain/people/roles.ts";
import { Notice } from "../notice.tsx";
import type { UserIntent } from "./user-intents.ts";

type Props = {
	intent: UserIntent;
	user: { id: string; email: string; role: Role };
	isSelf: boolean;
	role: Role;
};

/** Asks before what cannot be taken back, and before what somebody does to themselves. */
export function UserQuestion({ intent, user, isSelf, role }: Props) {
	const { title, text, yes } = questionOf(intent, isSelf ? "yourself" : user.email, isSelf, role);
	const page = `/settings/users/${user.id}`;
	return (
		<Notice look="danger" role="alert" focus>
			<h2 className="[overflow-wrap:anywhere]">{title}</h2>
			<p className="mt-1">{text}</p>
			<form method="post" action={page} className="mt-3 flex flex-wrap items-center gap-3">
				<input type="hidden" name="intent" value={intent} />
				<input type="hidden" name="confirmed" value="yes" />
				{intent === "set-role" && (
					<>
						<input type="hidden" name="role" value={role} />
						<input type="hidden" name="seen" value={user.role} />
					</>
				)}
				<button type="submit" className="button button-danger">
					{yes}
				</button>
				<a href={page} className="link">
					No, leave it
				</a>
			</form>
		</Notice>
	);
}

const ONLY_OTHERS = "You are signed out at once, and only another Administrator can take it back.";

function questionOf(
	intent: UserIntent,
	who: string,
	isSelf: boolean,
	role: Role,
): { title: string; text: string; yes: string } {
	switch (intent) {
		case "set-role":
			return {
				title: `Make ${who} a ${ROLE_NAMES[role]}?`,
				text: ONLY_OTHERS,
				yes: "Yes, change the role",
			};
		case "disable":
			return { title: `Disable ${who}?`, text: ONLY_OTHERS, yes: "Yes, disable" };
		case "enable":
			return { title: `Enable ${who}?`, text: "", yes: "Yes, enable" };
		case "sign-out":
			return {
				title: `Sign ${who} out everywhere?`,
				text: "In this browser too.",
				yes: "Yes, sign out",
			};
		case "reset-password":
			return {
				title: `Reset the password of ${who}?`,
				text: "The present password stops working at once, and all sessions end. You get a link to pass on by which a new one is chosen.",
				yes: "Yes, reset it",
			};
		case "remove":
			return {
				title: `Remove ${who}?`,
				text: isSelf
					? "You are signed out at once, and cannot sign in any more. This cannot be undone."
					: "The user is signed out at once, and cannot sign in any more. What the user did stays in the audit log. This cannot be undone.",
				yes: "Yes, remove",
			};
	}
}
