import type { ReactNode } from "react";
import type { GroupRef } from "../../domain/groups/errors.ts";
import type { NumberState } from "../../domain/groups/number-state.ts";
import { formatForReading } from "../../domain/groups/phone-number.ts";
import type { PoolEntry } from "../../domain/groups/pool.ts";
import { isAssigned } from "../../domain/numbers/dnis.ts";
import { texts } from "../../texts/texts.ts";
import { CopyButton } from "../copy-button.tsx";
import { Tick } from "./many-bar.tsx";
import { NumberStateCell } from "./number-state.tsx";
import { RowMenu } from "./row-menu.tsx";

const words = texts.pages.groups.pool;
const manyWords = texts.pages.poolNumbers;

/** The forms of the rows' buttons, below the table. A form for each row would double the page. */
export const ROW_FORMS = { edit: "entry-edit", delete: "entry-delete" };

/** The id of an entry's row. Links that give up an edit lead back to it. */
export const rowId = (entry: { id: string }): string => `e${entry.id}`;

type RowProps = {
	entry: PoolEntry;
	/** The 0-based row of the page. What comes of an action is shown there. */
	place: number;
	others: GroupRef[];
	state: NumberState | undefined;
	showsRequests: boolean;
	groupId: string;
	zone: string;
	now: Date;
	mayWrite: boolean;
};

/** An entry of a pool with its actions. */
export function EntryRow(props: RowProps) {
	const { entry, place, others, state, showsRequests, groupId, zone, now, mayWrite } = props;
	const numberId = `n${entry.id}`;
	const drainTo = entry.drain === null ? "drain" : "lift-drain";
	return (
		<tr id={rowId(entry)} data-place={place} className="hover:bg-sunken">
			<th scope="row" id={numberId} className="px-4 py-1.5 font-normal">
				<span className="figures inline-flex flex-wrap items-center gap-x-2">
					{mayWrite && <Tick entry={entry} />}
					<span className="whitespace-nowrap font-medium">{formatForReading(entry.number)}</span>
					<code className="select-all font-mono text-muted text-sm">{entry.number}</code>
				</span>
				{!isAssigned(entry.number) && (
					<span className="block">
						<span className="tag">{words.unassigned}</span>
					</span>
				)}
				{others.length > 0 && (
					<span className="block text-sm [overflow-wrap:anywhere]">
						<span className="tag">{words.alsoIn}</span>{" "}
						{others.map((group, index) => (
							<span key={group.id}>
								{index > 0 && ", "}
								<a href={`/tools/click-to-call-in/${group.id}`} className="link">
									{group.name}
								</a>
							</span>
						))}
					</span>
				)}
			</th>
			<td className="whitespace-pre-wrap px-4 py-1.5 empty:max-sm:hidden [overflow-wrap:anywhere]">
				{entry.description}
			</td>
			<td className="px-4 py-1.5">
				<NumberStateCell drain={entry.drain} {...{ state, zone, now, showsRequests }} />
			</td>
			{mayWrite && (
				<td className="beside px-2 py-1.5 text-right">
					<span className="inline-flex items-center">
						<button
							type="submit"
							form={ROW_FORMS.edit}
							name="edit"
							value={entry.id}
							aria-describedby={numberId}
							className="button button-quiet"
						>
							{words.edit}
						</button>
						<RowMenu describedBy={numberId}>
							<CopyButton text={entry.number} className="button-quiet">
								<span className="sr-only"> {entry.number}</span>
							</CopyButton>
							<a
								href={`/call-in?dnis=${encodeURIComponent(entry.number)}`}
								aria-describedby={numberId}
								className="button button-quiet"
							>
								{manyWords.state.records}
							</a>
							<a
								href={`/tools/click-to-call-in/${groupId}/numbers?do=${drainTo}&pick=${entry.id}`}
								aria-describedby={numberId}
								className="button button-quiet"
							>
								{manyWords.bar.actions[drainTo]}
							</a>
							<button
								type="submit"
								form={ROW_FORMS.delete}
								name="entry"
								value={`${entry.id} ${entry.version} ${place}`}
								aria-describedby={numberId}
								className="button button-quiet"
							>
								{words.delete}
							</button>
						</RowMenu>
					</span>
				</td>
			)}
		</tr>
	);
}

type FullRowProps = {
	columns: number;
	place: number;
	/** Whether it is the entry's row, as a form, and not a message between the entries. */
	isEntry?: boolean;
	children: ReactNode;
};

/** A row of one cell: the form of an entry, or a message, which is no row for screen readers. */
export function FullRow({ columns, place, isEntry = false, children }: FullRowProps) {
	const role = isEntry ? undefined : "presentation";
	return (
		<tr data-place={place} className="full-row" role={role}>
			<td colSpan={columns} role={role}>
				{children}
			</td>
		</tr>
	);
}
