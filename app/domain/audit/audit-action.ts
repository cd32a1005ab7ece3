import { texts } from "../../texts/texts.ts";

/** All actions that the audit log records (O5). */
const AUDIT_ACTION_CODES = [
	"group.create",
	"group.delete",
	"group.restore",
	"group.import",
	"groups.import",
	"group.undo-import",
	"groups.undo-import",
	"settings.change",
	"dnis.add",
	"dnis.change",
	"dnis.delete",
	"dnis.drain",
	"dnis.lift-drain",
	"pool.drain",
	"pool.lift-drain",
	"pool.describe",
	"pool.delete",
	"pool.undo-change",
	"pool.remove-drained",
	"pool.import",
	"pool.undo-import",
	"api-key.create",
	"api-key.change",
	"api-key.rotate",
	"api-key.end-old-secret",
	"api-key.set-limit",
	"api-key.set-numbers",
	"api-key.revoke",
	"code-lock.lift",
	"code-guard.lift",
	"user.create",
	"user.invite",
	"user.renew-link",
	"user.choose-password",
	"user.change-password",
	"user.reset-password",
	"user.set-role",
	"user.set-time-zone",
	"user.disable",
	"user.enable",
	"user.sign-out-everywhere",
	"user.sign-out-elsewhere",
	"user.remove",
	"sign-in.succeed",
	"sign-in.fail",
	"sign-out.succeed",
	"audit.shorten-retention",
	"connection.create",
	"connection.change",
	"connection.set-destination",
	"connection.pause",
	"connection.resume",
	"connection.rotate-secret",
	"connection.end-old-secret",
	"connection.delete",
	"secrets.rotate",
] as const;
export type AuditAction = (typeof AUDIT_ACTION_CODES)[number];

/** The actions in words for people: a noun and a verb. */
export const AUDIT_ACTIONS: Record<AuditAction, string> = texts.messages.audit.actions;

/** The areas that the log can be filtered by, each with its actions. */
export const AUDIT_AREAS: Record<string, { name: string; actions: AuditAction[] }> =
	Object.fromEntries(
		[
			["groups", /^(groups?|settings|dnis|pool)\./] as const,
			["keys", /^api-key\./] as const,
			["users", /^user\./] as const,
			["sign-ins", /^sign-(in|out)\./] as const,
			["locks", /^code-(lock|guard)\./] as const,
			["audit", /^audit\./] as const,
			["connections", /^(connection|secrets)\./] as const,
		].map(([area, pattern]) => [
			area,
			{
				name: texts.messages.audit.areas[area],
				actions: AUDIT_ACTION_CODES.filter((action) => pattern.test(action)),
			},
		]),
	);

/** An action in words; an action unknown to this version stays a code. */
export const auditActionWords = (action: string): string =>
	Object.hasOwn(AUDIT_ACTIONS, action) ? AUDIT_ACTIONS[action as AuditAction] : action;

/** The actions of a filter for an area or for one action; null means all. */
export function searchedActions(what: string): AuditAction[] | null {
	if (Object.hasOwn(AUDIT_AREAS, what)) return AUDIT_AREAS[what]?.actions ?? null;
	return Object.hasOwn(AUDIT_ACTIONS, what) ? [what as AuditAction] : null;
}
