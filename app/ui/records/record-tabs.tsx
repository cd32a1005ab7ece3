import { texts } from "../../texts/texts.ts";
import { Tabs } from "../tabs.tsx";

const words = texts.pages.records.tabs;

const TABS = [
	["/call-in", words.requests],
	["/call-in/attempts", words.attempts],
	["/call-in/locks", words.locks],
] as const;

export type RecordTab = (typeof TABS)[number][0];

/**
 * The pages of the call-in records. Locks are for Administrators (C10). The records' tables need
 * the wide page.
 */
export const RecordTabs = ({
	current,
	liftsLocks,
}: {
	current: RecordTab | null;
	liftsLocks: boolean;
}) => (
	<div className="wide-page">
		<Tabs
			label={words.label}
			tabs={TABS.filter(([path]) => liftsLocks || path !== "/call-in/locks")}
			current={current}
		/>
	</div>
);
