/** Everything that the audit log tells of (O5), and how: a noun and a verb, in words for people. */
export const AUDIT_ACTIONS = {
	"group.create": "Group created",
	"group.delete": "Group deleted",
	"group.import": "Group changed by an import of groups",
	"groups.import": "Groups imported",
	"settings.change": "Settings changed",
	"dnis.add": "Number added",
	"dnis.change": "Number changed",
	"dnis.delete": "Number deleted",
	"pool.import": "Pool imported",
	"pool.undo-import": "Import undone",
	"api-key.create": "API key created",
	"api-key.set-limit": "API key limited",
	"api-key.revoke": "API key revoked",
	"code-lock.lift": "Lock lifted",
	"user.create": "User added",
	"user.invite": "User invited",
	"user.renew-link": "Link renewed",
	"user.choose-password": "Password chosen by link",
	"user.change-password": "Own password changed",
	"user.reset-password": "Password reset",
	"user.set-role": "Role changed",
	"user.set-time-zone": "Time zone changed",
	"user.disable": "User disabled",
	"user.enable": "User enabled",
	"user.sign-out-everywhere": "Signed out everywhere",
	"user.remove": "User removed",
	"sign-in.succeed": "Signed in",
	"sign-in.fail": "Sign-in failed",
	"sign-out.succeed": "Signed out",
	"audit.shorten-retention": "Audit log to be kept for fewer days",
} as const;
export type AuditAction = keyof typeof AUDIT_ACTIONS;

/** The areas that the log can be searched by, each with its actions. */
export const AUDIT_AREAS: Record<string, { name: string; actions: AuditAction[] }> =
	Object.fromEntries(
		[
			["groups", "Groups and pools", /^(groups?|settings|dnis|pool)\./] as const,
			["keys", "API keys", /^api-key\./] as const,
			["users", "Users", /^user\./] as const,
			["sign-ins", "Sign-ins", /^sign-(in|out)\./] as const,
			["locks", "Locks", /^code-lock\./] as const,
			["audit", "Audit log", /^audit\./] as const,
		].map(([area, name, pattern]) => [
			area,
			{
				name,
				actions: (Object.keys(AUDIT_ACTIONS) as AuditAction[]).filter((action) =>
					pattern.test(action),
				),
			},
		]),
	);

/** An action in words; one that this version does not know, as it stands. */
export const auditActionWords = (action: string): string =>
	Object.hasOwn(AUDIT_ACTIONS, action) ? AUDIT_ACTIONS[action as AuditAction] : action;

/** The actions that a search for an area or for one action means; null for all. */
export function searchedActions(what: string): AuditAction[] | null {
	if (Object.hasOwn(AUDIT_AREAS, what)) return AUDIT_AREAS[what]?.actions ?? null;
	return Object.hasOwn(AUDIT_ACTIONS, what) ? [what as AuditAction] : null;
}
