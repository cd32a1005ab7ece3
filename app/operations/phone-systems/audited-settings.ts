import type { StoredConnection } from "../../../db/phone-systems/connections.ts";

/**
 * The settings of a connection for the audit log: groups by name, since the log outlives them, and
 * never a secret (O5).
 */
export const auditedSettings = (connection: StoredConnection) => ({
	name: connection.name,
	groups: connection.groups ?? "all",
	numbersWithoutPlus: connection.numbersWithoutPlus,
	releasesOnAnswer: connection.releasesOnAnswer,
	target: connection.target,
	secondTarget: connection.secondTarget,
	fallback: connection.fallback,
	userDataKeys: connection.userDataKeys,
	language: connection.language,
});
