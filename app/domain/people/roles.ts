import { texts } from "../../texts/texts.ts";

export const ROLES = ["administrator", "developer", "supervisor", "monitor"] as const;
export type Role = (typeof ROLES)[number];

export const ROLE_NAMES: Record<Role, string> = texts.messages.people.roles;

export const PERMISSIONS = [
	"group:read",
	"group:write",
	"record:read",
	"record:read-private",
	"lock:lift",
	"developer-console:use",
	"api-key:manage",
	"user:manage",
	"audit:read",
	"connection:read",
	"connection:write",
] as const;
/**
 * A user's permission. `record:read-private` shows ANI, access code and user data (R4). `lock:lift`
 * shows and lifts locks (C10). `connection:read` never shows secrets (R).
 */
export type Permission = (typeof PERMISSIONS)[number];

const GRANTED: Record<Role, ReadonlySet<Permission>> = {
	administrator: new Set(PERMISSIONS),
	developer: new Set<Permission>([
		"group:read",
		"record:read",
		"record:read-private",
		"developer-console:use",
		"connection:read",
	]),
	supervisor: new Set<Permission>(["group:read", "record:read", "record:read-private"]),
	monitor: new Set<Permission>(["group:read", "record:read"]),
};

/** Whether a role has a permission. Denied by default, also for a role that does not exist (R1). */
export const can = (role: Role, permission: Permission): boolean =>
	Object.hasOwn(GRANTED, role) && GRANTED[role].has(permission);

export const API_SCOPES = ["create", "match", "provision", "read"] as const;
/** The permissions of an API key (C11). `read` reads records, and changes nothing (C15). */
export type ApiScope = (typeof API_SCOPES)[number];
