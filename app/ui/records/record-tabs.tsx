import { Tabs } from "../tabs.tsx";

const TABS = [
	["/call-in", "Requests"],
	["/call-in/attempts", "Attempts"],
	["/call-in/locks", "Locks"],
] as const;

export type RecordTab = (typeof TABS)[number][0];

/**
 * The pages of the call-in records. Locks are for Administrators (C10). Their tables want the wide
 * page.
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
			label="Call-in records"
			tabs={TABS.filter(([path]) => liftsLocks || path !== "/call-in/locks")}
			current={current}
		/>
	</div>
);
