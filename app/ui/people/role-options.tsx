import { ROLE_NAMES, ROLES, type Role } from "../../domain/people/roles.ts";

/** What a role may do, in a few words (R). */
export const ROLE_WORDS: Record<Role, string> = {
	administrator: "everything, also users, API keys and the audit log",
	developer: "reads groups and all call-in records, and uses the developer console",
	supervisor: "reads groups and all call-in records",
	monitor: "reads groups and call-in records, but not who calls, codes and user data",
};

/** The roles as options of a choice. */
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
