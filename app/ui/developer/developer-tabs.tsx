import { Tabs } from "../tabs.tsx";

const TABS = [
	["/developer", "API reference"],
	["/developer/console", "Console"],
	["/developer/caller", "Caller simulation"],
] as const;

export type DeveloperTab = (typeof TABS)[number][0];

/** The pages for who connects an app or a phone system (C13). */
export const DeveloperTabs = ({ current }: { current: DeveloperTab }) => (
	<Tabs label="Developer pages" tabs={TABS} current={current} />
);
