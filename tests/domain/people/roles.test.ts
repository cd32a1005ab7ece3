import { describe, expect, test } from "vitest";
import {
	API_SCOPES,
	can,
	PERMISSIONS,
	type Permission,
	ROLE_NAMES,
	ROLES,
	type Role,
} from "../../../app/domain/people/roles.ts";

/** The contract's table of permissions by role (R). Every permission has a row. */
const TABLE: Record<Permission, Record<Role, boolean>> = {
	"group:read": { administrator: true, developer: true, supervisor: true, monitor: true },
	"group:write": { administrator: true, developer: false, supervisor: false, monitor: false },
	"record:read": { administrator: true, developer: true, supervisor: true, monitor: true },
	"record:read-private": { administrator: true, developer: true, supervisor: true, monitor: false },
	"lock:lift": { administrator: true, developer: false, supervisor: false, monitor: false },
	"developer-console:use": {
		administrator: true,
		developer: true,
		supervisor: false,
		monitor: false,
	},
	"api-key:manage": { administrator: true, developer: false, supervisor: false, monitor: false },
	"user:manage": { administrator: true, developer: false, supervisor: false, monitor: false },
	"audit:read": { administrator: true, developer: false, supervisor: false, monitor: false },
	"connection:read": { administrator: true, developer: true, supervisor: false, monitor: false },
	"connection:write": { administrator: true, developer: false, supervisor: false, monitor: false },
};

describe("what each role may do (R, R1)", () => {
	const cells = PERMISSIONS.flatMap((permission) =>
		ROLES.map((role) => [role, permission, TABLE[permission][role]] as const),
	);

	test.each(cells)("%s, %s: %s", (role, permission, allowed) => {
		expect(can(role, permission)).toBe(allowed);
	});

	test("every permission stands in the table", () => {
		expect(Object.keys(TABLE).sort()).toEqual([...PERMISSIONS].sort());
	});

	test("what is not granted is denied, by whatever name it is asked for", () => {
		for (const role of ROLES) {
			for (const unknown of ["", "*", "group", "group:", "GROUP:READ", "__proto__"])
				expect(can(role, unknown as Permission)).toBe(false);
		}
	});

	test("an unknown role may do nothing", () => {
		for (const role of ["", "Administrator", "root", "constructor", "__proto__"]) {
			for (const permission of PERMISSIONS) expect(can(role as Role, permission)).toBe(false);
		}
	});

	test("who may do less may do nothing that who may do more cannot", () => {
		const ascending: Role[] = ["monitor", "supervisor", "developer", "administrator"];
		for (const [index, role] of ascending.slice(0, -1).entries()) {
			const above = ascending[index + 1] as Role;
			for (const permission of PERMISSIONS)
				expect(can(role, permission) && !can(above, permission)).toBe(false);
		}
	});

	test("the roles have the names that the product gives them", () => {
		expect(ROLE_NAMES).toEqual({
			administrator: "Callback Administrator",
			developer: "Callback Developer",
			supervisor: "Callback Supervisor",
			monitor: "Callback Monitor",
		});
	});

	test("API keys have the scopes create, match, provision and read (C11, C15)", () => {
		expect(API_SCOPES).toEqual(["create", "match", "provision", "read"]);
	});
});
