import { type RecordView, recordQuery } from "../../domain/records/record-view.ts";
import { texts } from "../../texts/texts.ts";
import { Tabs } from "../tabs.tsx";

const words = texts.pages.records.tabs;

const TABS = [
	["/call-in", words.requests],
	["/call-in/attempts", words.attempts],
	["/call-in/locks", words.locks],
] as const;

export type RecordTab = (typeof TABS)[number][0];

type Props = { current: RecordTab | null; liftsLocks: boolean; view?: RecordView };

/**
 * The pages of the call-in records. Locks are for Administrators (C10). The records' tables need
 * the wide page. A search by number and time goes along to the other list.
 */
export function RecordTabs({ current, liftsLocks, view }: Props) {
	const query = view === undefined ? "" : sharedQuery(view);
	const isLocks = (path: string) => path === "/call-in/locks";
	return (
		<div className="wide-page">
			<Tabs
				label={words.label}
				tabs={TABS.filter(([path]) => liftsLocks || !isLocks(path)).map(
					([path, name]) => [isLocks(path) ? path : path + query, name] as const,
				)}
				current={current === null || isLocks(current) ? current : current + query}
			/>
		</div>
	);
}

function sharedQuery({ typed }: RecordView): string {
	const kept = { ani: typed.ani, dnis: typed.dnis, from: typed.from, to: typed.to };
	const none = Object.fromEntries(Object.keys(typed).map((field) => [field, ""]));
	return recordQuery({ typed: { ...(none as RecordView["typed"]), ...kept } });
}
