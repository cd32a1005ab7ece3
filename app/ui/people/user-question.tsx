import { ROLE_NAMES, type Role } from "../../domain/people/roles.ts";
import { texts } from "../../texts/texts.ts";
import { Notice } from "../notice.tsx";
import type { AskedIntent } from "./user-intents.ts";

const words = texts.pages.people.questions;

type Props = {
	intent: AskedIntent;
	user: { id: string; email: string; role: Role };
	isSelf: boolean;
	role: Role;
};

/**
 * The confirmation before a change that cannot be undone, or a change to the user's own account.
 */
export function UserQuestion({ intent, user, isSelf, role }: Props) {
	const { title, text, yes } = questionOf(intent, isSelf ? null : user.email, role);
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
					{words.no}
				</a>
			</form>
		</Notice>
	);
}

function questionOf(
	intent: AskedIntent,
	/** Null for the user's own account. */
	who: string | null,
	role: Role,
): { title: string; text: string; yes: string } {
	switch (intent) {
		case "set-role":
			return {
				title: words.setRole({ who, role: ROLE_NAMES[role] }),
				text: words.onlyOthers,
				yes: words.setRoleYes,
			};
		case "disable":
			return { title: words.disable({ who }), text: words.onlyOthers, yes: words.disableYes };
		case "enable":
			return { title: words.enable({ who }), text: "", yes: words.enableYes };
		case "sign-out":
			return { title: words.signOut({ who }), text: words.signOutHint, yes: words.signOutYes };
		case "reset-password":
			return { title: words.reset({ who }), text: words.resetHint, yes: words.resetYes };
		case "remove":
			return {
				title: words.remove({ who }),
				text: who === null ? words.removeSelfHint : words.removeHint,
				yes: words.removeYes,
			};
	}
}
