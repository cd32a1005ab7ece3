import { can, type Permission, type Role } from "../people/roles.ts";

/** What an entry of the audit log can be about, and that has a page. */
export type PlaceKind = "group" | "user" | "api-key" | "connection";

const AREAS: [area: RegExp, kind: PlaceKind][] = [
	[/^(group|settings|dnis|pool|code-guard)\./, "group"],
	[/^(user|sign-in|sign-out)\./, "user"],
	[/^api-key\./, "api-key"],
	[/^connection\./, "connection"],
];

/** What the changed object of an action is; null for an action on something without a page. */
export const placeKindOf = (action: string): PlaceKind | null =>
	AREAS.find(([area]) => area.test(action))?.[1] ?? null;

const PERMISSIONS: Record<PlaceKind, Permission> = {
	group: "group:read",
	user: "user:manage",
	"api-key": "api-key:manage",
	connection: "connection:read",
};

const PATHS: Record<PlaceKind, (id: string) => string> = {
	group: (id) => `/tools/click-to-call-in/${id}`,
	user: (id) => `/settings/users/${id}`,
	"api-key": (id) => `/settings/api-keys#key-${id}`,
	connection: (id) => `/settings/phone-systems/${id}`,
};

/** The path of a thing's page; null for a role that may not open it (R1). */
export const placePath = (kind: PlaceKind, id: string, role: Role): string | null =>
	can(role, PERMISSIONS[kind]) ? PATHS[kind](id) : null;
