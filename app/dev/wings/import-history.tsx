import type { ListedImport } from "../../domain/import/listed-import.ts";
import { DiscardQuestion } from "../../ui/import/history/discard-question.tsx";
import { GroupsImportDone } from "../../ui/import/history/groups-import-done.tsx";
import { ImportHistory } from "../../ui/import/history/import-history-page.tsx";
import { ImportList } from "../../ui/import/history/import-list.tsx";
import { PendingImports } from "../../ui/import/history/pending-imports.tsx";
import { show, type Wing } from "../kit/example.tsx";
import { ago, idOf, LONG_EMAIL, LONG_WORD, ROWS, ZONE } from "../kit/fixtures.ts";

const OPEN: ListedImport = {
	...{ id: idOf(70), groupId: idOf(1), fileName: "numbers.csv", mode: "replace", state: "open" },
	...{ canUndo: false, createdBy: "ann@example.com", createdAt: ago(7200).toISOString() },
	...{ appliedBy: null, appliedAt: null, undoneBy: null, undoneAt: null },
	...{ inError: 1234, figures: null },
};
const APPLIED: ListedImport = {
	...{ ...OPEN, id: idOf(71), mode: "add", state: "applied", canUndo: true, inError: 0 },
	...{ appliedBy: "bob@example.com", appliedAt: ago(60).toISOString() },
	figures: { added: 10_000, changed: 12, emptied: 1, removed: 0 },
};
const UNDONE: ListedImport = {
	...{ ...APPLIED, id: idOf(72), groupId: null, mode: "update", state: "undone", canUndo: false },
	...{ fileName: `${LONG_WORD}.json`, undoneBy: LONG_EMAIL, undoneAt: ago(10).toISOString() },
	figures: { newGroups: 3, changedGroups: 1 },
};
const ALL = [OPEN, APPLIED, UNDONE, { ...OPEN, id: idOf(73), inError: null }];
const PAGE = {
	...{ historyDays: 400, zone: ZONE, mayOpen: true },
	place: { to: "?", name: "auto_insurance" },
};
const MANY = Array.from({ length: ROWS }, (_, index) => ({ ...APPLIED, id: idOf(80 + index) }));

const done = (
	undo: Parameters<typeof GroupsImportDone>[0]["undo"],
	undone: { by: string | null; at: Date | null } = { by: null, at: null },
) => (
	<GroupsImportDone
		changes="2 groups created, 1 group changed."
		applied={{ by: "ann@example.com", at: ago(60) }}
		undone={undone}
		undo={undo}
		zone={ZONE}
	/>
);

/** The lists of imports, and what can be done with them. */
export const importHistory: Wing = {
	path: "import-history",
	title: "Import history",
	components: [
		show(ImportList, {
			all: <ImportList imports={ALL} zone={ZONE} mayOpen mayDiscard />,
			"read only": <ImportList imports={ALL} zone={ZONE} mayOpen={false} />,
		}),
		show(PendingImports, {
			some: <PendingImports imports={[OPEN, APPLIED]} historyTo="?" zone={ZONE} mayOpen />,
			none: <PendingImports imports={[]} historyTo="?" zone={ZONE} mayOpen />,
		}),
		show(DiscardQuestion, { asked: <DiscardQuestion review={OPEN} zone={ZONE} /> }),
		show(ImportHistory, {
			some: <ImportHistory {...PAGE} imports={MANY} total={120} page={2} />,
			none: <ImportHistory {...PAGE} imports={[]} total={0} page={1} />,
		}),
		show(GroupsImportDone, {
			undoable: done({ canUndo: true, made: 2, changed: 1, liveRequests: 3 }),
			changed: done({
				canUndo: false,
				why: { code: "undo-groups-changed", groups: ["auto_insurance", LONG_WORD], more: 7 },
			}),
			undone: done(null, { by: LONG_EMAIL, at: ago(10) }),
		}),
	],
};
