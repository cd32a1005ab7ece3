import { ROLE_NAMES, ROLES, type Role } from "../../domain/people/roles.ts";
import { texts } from "../../texts/texts.ts";

/** A role's permissions, in a few words (R). */
export const ROLE_HINTS: Record<Role, string> = texts.pages.people.roleHints;

/** The roles as options of a select. */
export function RoleOptions() {
	return (
		<>
			{ROLES.map((role) => (
				<option key={role} value={role}>
					{ROLE_NAMES[role]}
				</option>
			))}
		</>
	);
}
