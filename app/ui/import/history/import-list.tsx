import type { ListedImport } from "../../../domain/import/listed-import.ts";
import { texts } from "../../../texts/texts.ts";
import { ActionCell, Cell, RecordTable } from "../../record-table.tsx";
import { Sentence } from "../../sentence.tsx";
import { Time } from "../../time.tsx";

const words = texts.pages.import.history;
const { columns, states } = words;

/** The page of an import: its review, or its result. */
export const importPath = ({ id, groupId }: Pick<ListedImport, "id" | "groupId">): string =>
	`/tools/click-to-call-in${groupId === null ? "" : `/${groupId}`}/import/${id}`;

type Props = {
	imports: ListedImport[];
	zone: string;
	/** Whether the reader may open imports (R1). */
	mayOpen: boolean;
	/** Whether open reviews have a button that asks whether to discard them. */
	mayDiscard?: boolean;
};

/** Imports as rows: file, state, and who did what when (I10). */
export function ImportList({ imports, zone, mayOpen, mayDiscard = false }: Props) {
	const asks = mayDiscard && imports.some(({ state }) => state === "open");
	const headings = [columns.file, columns.state, columns.uploaded, columns.decided];
	return (
		<RecordTable
			label={words.table}
			columns={[...headings, columns.changes, ...(asks ? [columns.discard] : [])]}
		>
			{imports.map((one) => (
				<tr key={one.id} className="align-top hover:bg-sunken">
					<Cell of={null} className="min-w-40 whitespace-normal [overflow-wrap:anywhere]">
						{mayOpen ? (
							<a href={importPath(one)} className="link">
								{one.fileName}
							</a>
						) : (
							one.fileName
						)}
						<p className="text-muted">{words.modes[one.mode]}</p>
					</Cell>
					<Cell of={columns.state} className="whitespace-normal">
						<span className={`tag ${LOOKS[one.state]}`}>{states[one.state]}</span>
						{one.state === "open" && <p className="text-muted">{errorsOf(one)}</p>}
						{one.canUndo && (
							<p className="text-muted">
								{one.groupId === null ? states.canUndoGroups : states.canUndoPool}
							</p>
						)}
					</Cell>
					<Cell of={columns.uploaded} className={PERSON}>
						<By by={one.createdBy} at={one.createdAt} zone={zone} />
					</Cell>
					<Cell of={columns.decided} className={PERSON}>
						<By {...decisionOf(one)} zone={zone} />
					</Cell>
					<Cell of={columns.changes} className="whitespace-normal">
						{one.figures && words.changes(one.figures)}
					</Cell>
					{asks && <ActionCell>{one.state === "open" && <Discard of={one} />}</ActionCell>}
				</tr>
			))}
		</RecordTable>
	);
}

/** What waits for somebody stands out; what is done and what is over do not look alike. */
const LOOKS = { open: "", applied: "tag-good", undone: "tag-plain" };

const PERSON = "whitespace-normal [overflow-wrap:anywhere]";

const errorsOf = ({ inError, groupId }: ListedImport): string =>
	inError === null
		? words.notChecked
		: words.inError({ count: inError, unit: groupId === null ? "group" : "row" });

const decisionOf = (one: ListedImport): { by: string | null; at: string | null } =>
	one.state === "undone"
		? { by: one.undoneBy, at: one.undoneAt }
		: { by: one.appliedBy, at: one.appliedAt };

function By({ by, at, zone }: { by: string | null; at: string | null; zone: string }) {
	if (by === null || at === null) return null;
	return <Sentence of={words.by({ by, time: <Time at={at} zone={zone} /> })} />;
}

/** Opens the question. It discards nothing itself. */
function Discard({ of: { id, fileName } }: { of: ListedImport }) {
	return (
		<form>
			<button type="submit" name="discard" value={id} className="button">
				{words.discard.button}
				<span className="sr-only">{words.discard.which({ file: fileName })}</span>
			</button>
		</form>
	);
}
