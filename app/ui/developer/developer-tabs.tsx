import { texts } from "../../texts/texts.ts";
import { Tabs } from "../tabs.tsx";

const words = texts.pages.developer.tabs;

const TABS = [
	["/developer", words.reference],
	["/developer/console", words.console],
	["/developer/caller", words.caller],
	["/developer/clients", words.clients],
] as const;

export type DeveloperTab = (typeof TABS)[number][0];

/** The pages for developers who connect an app or a phone system (C13). */
export const DeveloperTabs = ({ current }: { current: DeveloperTab }) => (
	<Tabs label={words.label} tabs={TABS} current={current} />
);
