import { can, type Permission, type Role } from "../../domain/people/roles.ts";
import { texts } from "../../texts/texts.ts";
import { Tabs } from "../tabs.tsx";

const words = texts.pages.shared.settings;

const TABS: readonly (readonly [path: string, name: string, needs: Permission | null])[] = [
	["/settings/api-keys", words.tabs.apiKeys, "api-key:manage"],
	["/settings/phone-systems", words.tabs.phoneSystems, "connection:read"],
	["/settings/users", words.tabs.users, "user:manage"],
	["/settings/audit", words.tabs.auditLog, "audit:read"],
	["/settings/account", words.tabs.account, null],
];

/** Tabs for the pages under "Settings" that a role may open. Renders nothing for a single page. */
export function SettingsTabs({ current, role }: { current: string; role: Role }) {
	const tabs = TABS.filter(([, , needs]) => needs === null || can(role, needs)).map(
		([path, name]) => [path, name] as const,
	);
	return tabs.length > 1 ? <Tabs label={words.title} tabs={tabs} current={current} /> : null;
}
