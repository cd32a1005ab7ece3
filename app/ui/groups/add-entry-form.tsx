import { getFormProps, useForm } from "@conform-to/react";
import { DESCRIPTION_MAX } from "../../domain/groups/pool.ts";
import { texts } from "../../texts/texts.ts";
import { DefaultButton } from "../default-button.tsx";
import { ErrorSummary } from "../error-summary.tsx";
import { Field } from "../field.tsx";
import { DnisField } from "./dnis-field.tsx";
import type { Refusal } from "./refusal.ts";

const words = texts.pages.groups.entry;

type Props = {
	refusal: Refusal | undefined;
	/** The page, without a #fragment: the redirect would inherit it. */
	action: string;
	/** The page without what was typed and refused. */
	cancelHref: string;
};

/** "Add DNIS": one number with its description. */
export function AddEntryForm({ refusal, action, cancelHref }: Props) {
	const [form, fields] = useForm<{ number: string; description: string }>({
		id: "add-entry",
		lastResult: refusal?.reply ?? null,
	});
	return (
		<form
			{...getFormProps(form)}
			method="post"
			action={action}
			noValidate
			data-unsaved={refusal ? "typed" : ""}
		>
			<DefaultButton />
			<input type="hidden" name="intent" value="add-entry" />
			<ErrorSummary
				form={form}
				labels={{
					number: { id: fields.number.id, label: words.newDnis },
					description: { id: fields.description.id, label: words.description },
				}}
			/>
			<div className="flex flex-wrap items-start gap-3">
				<DnisField
					label={words.newDnis}
					meta={fields.number}
					offers={refusal?.offers}
					className="min-w-44 flex-1"
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
						{words.add}
					</button>
					{refusal && (
						<a href={cancelHref} className="link" data-gives-up>
							{texts.pages.shared.cancel}
						</a>
					)}
				</div>
			</div>
		</form>
	);
}
