import { getFormProps, useForm } from "@conform-to/react";
import { DESCRIPTION_MAX, type PoolEntry } from "../../domain/groups/pool.ts";
import { texts } from "../../texts/texts.ts";
import { DefaultButton } from "../default-button.tsx";
import { ErrorSummary } from "../error-summary.tsx";
import { Field } from "../field.tsx";
import { Notice } from "../notice.tsx";
import { Sentence } from "../sentence.tsx";
import { Time } from "../time.tsx";
import { DnisField } from "./dnis-field.tsx";
import type { Refusal } from "./refusal.ts";

const words = texts.pages.groups.entry;

type Props = {
	entry: PoolEntry;
	refusal: Refusal | undefined;
	zone: string;
	/** The row that the form stands in. */
	place: number;
	/** The page with this form, without a #fragment: the redirect would inherit it. */
	action: string;
	doneHref: string;
};

/** "Edit" of an entry, in its own row (G8). */
export function EditEntryForm({ entry, refusal, zone, place, action, doneHref }: Props) {
	const [form, fields] = useForm<{ number: string; description: string; version: string }>({
		id: "edit-entry",
		lastResult: refusal?.reply ?? null,
		defaultValue: {
			number: entry.number,
			description: entry.description,
			version: String(entry.version),
		},
	});
	const theirs = refusal?.conflict?.entry;
	const version = theirs ? theirs.version : String(fields.version.initialValue);
	return (
		<form
			{...getFormProps(form)}
			method="post"
			action={action}
			noValidate
			className="bg-accent-soft px-4 py-3"
			data-unsaved={refusal ? "typed" : ""}
		>
			<DefaultButton />
			<h3 className="sr-only">{words.edit(entry)}</h3>
			<input type="hidden" name="intent" value="edit-entry" />
			<input type="hidden" name="entryId" value={entry.id} />
			<input type="hidden" name="version" value={version} />
			<input type="hidden" name="place" value={place} />
			{theirs && refusal?.conflict && (
				<Notice look="warn" role="alert" focus>
					<p className="font-semibold [overflow-wrap:anywhere]">
						<Sentence
							of={words.changedMeanwhile({
								by: refusal.conflict.by,
								time: <Time at={refusal.conflict.at} zone={zone} />,
							})}
						/>
					</p>
					<p className="mt-1 whitespace-pre-wrap [overflow-wrap:anywhere]">
						{words.savedNow(theirs)}
					</p>
				</Notice>
			)}
			<ErrorSummary
				form={form}
				labels={{
					number: { id: fields.number.id, label: words.dnis },
					description: { id: fields.description.id, label: words.description },
				}}
			/>
			<div className="flex flex-wrap items-start gap-3">
				<DnisField
					label={words.dnis}
					meta={fields.number}
					offers={refusal?.offers}
					className="min-w-44 flex-1"
					autoFocus={refusal === undefined}
				/>
				<Field
					label={words.description}
					meta={fields.description}
					autoComplete="off"
					hint={words.descriptionHint({ max: DESCRIPTION_MAX })}
					className="min-w-44 flex-1"
				/>
				<div className="add-beside flex items-center gap-3">
					<button type="submit" className="button button-primary">
						{texts.pages.shared.save}
					</button>
					<a href={doneHref} className="link" data-gives-up>
						{theirs ? words.keepSaved : texts.pages.shared.cancel}
					</a>
				</div>
			</div>
		</form>
	);
}
