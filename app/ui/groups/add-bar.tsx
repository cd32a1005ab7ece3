import type { ReactNode } from "react";
import type { Group } from "../../domain/groups/group.ts";
import { POOL_SIZE_MAX } from "../../domain/groups/pool.ts";
import { texts } from "../../texts/texts.ts";
import { AddEntryForm } from "./add-entry-form.tsx";
import type { Refusal } from "./refusal.ts";

const words = texts.pages.groups.pool;

/** The place below the pool where numbers are added. */
export const ADD_ID = "add";

type Props = {
	group: Group;
	refusal: Refusal | undefined;
	/** The page with the view of the pool. */
	action: string;
	/** The message about the last added number. */
	children?: ReactNode;
};

/**
 * "Add DNIS" and "Bulk Import From File", below the pool. On a screen with room it stays in sight
 * while the pool scrolls. A full pool takes no number, so there is no form for one (G3).
 */
export function AddBar({ group, refusal, action, children }: Props) {
	const isFull = group.poolSize >= POOL_SIZE_MAX && refusal === undefined;
	return (
		<div id={ADD_ID} data-place="add" className="add-bar border-line border-t px-4 py-3">
			{children}
			<div className="flex flex-wrap items-start gap-3">
				<div className="min-w-0 flex-[1_1_28rem]">
					{isFull ? (
						<p>{words.full({ max: POOL_SIZE_MAX })}</p>
					) : (
						<AddEntryForm {...{ refusal, action }} cancelHref={`${action}#${ADD_ID}`} />
					)}
				</div>
				<form
					action={`/tools/click-to-call-in/${group.id}/import`}
					className={isFull ? "" : "add-beside"}
				>
					<button type="submit" className="button">
						{words.bulkImport}
					</button>
				</form>
			</div>
		</div>
	);
}
