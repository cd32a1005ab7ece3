import { can, type Permission, type Role } from "../domain/people/roles.ts";
import { Tabs } from "./tabs.tsx";

const TABS: readonly (readonly [path: string, name: string, needs: Permission | null])[] = [
	["/settings/api-keys", "API keys", "api-key:manage"],
	["/settings/users", "Users", "user:manage"],
	["/settings/audit", "Audit log", "audit:read"],
	["/settings/account", "Your account", null],
];

/** The pages under "Settings" that a role may open; no row of tabs for who has one of them only. */
export function SettingsTabs({ current, role }: { current: string; role: Role }) {
	const tabs = TABS.filter(([, , needs]) => needs === null || can(role, needs)).map(
		([path, name]) => [path, name] as const,
	);
	return tabs.length > 1 ? <Tabs label="Settings" tabs={tabs} current={current} /> : null;
}
