import { ChoiceFields } from "../../ui/choice-fields.tsx";
import { DefaultButton } from "../../ui/default-button.tsx";
import { ErrorSummary } from "../../ui/error-summary.tsx";
import { Checkbox, Field, FieldError, SelectField } from "../../ui/field.tsx";
import { UploadForm } from "../../ui/import/upload-form.tsx";
import { SearchForm } from "../../ui/search-form.tsx";
import { InForm, show, type Wing } from "../kit/example.tsx";
import { LONG_TEXT, LONG_WORD } from "../kit/fixtures.ts";

type FieldState = {
	value?: string;
	error?: string;
	hint?: string;
	short?: boolean;
	disabled?: boolean;
	label?: string;
	withButton?: boolean;
};

const errorsOf = (error: string | undefined) => (error ? { errors: { value: [error] } } : {});

const field = ({ value = "", error, withButton, label = "Name", ...more }: FieldState) => (
	<InForm values={{ value }} {...errorsOf(error)}>
		{(fields) => (
			<Field
				label={label}
				meta={fields.value}
				{...more}
				remedy={
					withButton && (
						<button type="submit" className="button figures">
							Use +18005550001
						</button>
					)
				}
			/>
		)}
	</InForm>
);

const checkbox = ({ value = "", error, hint, disabled = false }: FieldState) => (
	<InForm values={{ value }} {...errorsOf(error)}>
		{(fields) => (
			<Checkbox
				label="Generate Access Code"
				meta={fields.value}
				hint={hint ?? "Each request gets a code."}
				disabled={disabled}
			/>
		)}
	</InForm>
);

const select = ({ value = "", error, hint }: FieldState) => (
	<InForm values={{ value }} {...errorsOf(error)}>
		{(fields) => (
			<SelectField label="Order" meta={fields.value} hint={hint}>
				<option value="">Newest first</option>
				<option value="old">Oldest first</option>
				<option value="long">{LONG_TEXT}</option>
			</SelectField>
		)}
	</InForm>
);

const WAYS = [
	{ value: "add", label: "Add", hint: "Numbers that are there stay." },
	{ value: "replace", label: "Replace", hint: LONG_TEXT },
];

const choice = ({ value = "", error, hint }: FieldState) => (
	<InForm values={{ value }} {...errorsOf(error)}>
		{(fields) => (
			<ChoiceFields legend="What to do with it" meta={fields.value} hint={hint} choices={WAYS} />
		)}
	</InForm>
);

const fieldError = (error: string) => (
	<InForm values={{ value: "" }} errors={{ value: [error] }}>
		{(fields) => <FieldError meta={fields.value} />}
	</InForm>
);

const upload = (refusal: string | undefined) => (
	<UploadForm
		label="CSV file"
		accept=".csv"
		limitBytes={5 * 1024 * 1024}
		hint="One .csv file of up to 10,000 rows and 5 MiB."
		refused={refusal}
		cancelTo="#"
		note="Nothing changes before the review."
	>
		<ChoiceFields legend="What to do with it" name="way" choices={WAYS} chosen="add" />
	</UploadForm>
);

const summary = (errors: Record<string, string[]>) => (
	<InForm values={{ name: "", number: "" }} errors={errors}>
		{(fields, form) => (
			<ErrorSummary
				form={form}
				labels={{
					name: { id: fields.name.id, label: "Group Name" },
					number: { id: fields.number.id, label: "New DNIS" },
				}}
			/>
		)}
	</InForm>
);

/** Form fields and their errors. */
export const fields: Wing = {
	path: "fields",
	title: "Fields and forms",
	components: [
		show(Field, {
			empty: field({}),
			"filled, with a hint": field({ value: "Claims", hint: "Up to 32 characters." }),
			short: field({ value: "6", short: true, label: "Access Code Length" }),
			error: field({ value: "6.5", error: "Enter a whole number from 4 to 10.", hint: "4 to 10." }),
			"error with a remedy": field({
				value: "+1 (800) 555-0001",
				error: "Digits only after the plus.",
				withButton: true,
			}),
			disabled: field({ value: "Claims", disabled: true }),
			long: field({ value: LONG_WORD, error: LONG_WORD, hint: LONG_TEXT, label: LONG_TEXT }),
		}),
		show(Checkbox, {
			empty: checkbox({}),
			ticked: checkbox({ value: "on" }),
			error: checkbox({ error: "Tick this to go on." }),
			disabled: checkbox({ value: "on", disabled: true }),
			long: checkbox({ hint: LONG_TEXT }),
		}),
		show(SelectField, {
			"first option": select({}),
			"chosen, with a hint": select({ value: "old", hint: "Searches follow it." }),
			error: select({ value: "old", error: "Choose another." }),
			long: select({ value: "long", hint: LONG_TEXT }),
		}),
		show(ChoiceFields, {
			"first chosen": (
				<form>
					<ChoiceFields legend="What to do with it" name="way" choices={WAYS} chosen="add" />
				</form>
			),
			"second chosen": (
				<form>
					<ChoiceFields legend="What to do with it" name="way" choices={WAYS} chosen="replace" />
				</form>
			),
			"in a form, with a hint": choice({ value: "add", hint: LONG_TEXT }),
			error: choice({ error: "Choose add or replace.", hint: "One of two ways." }),
		}),
		show(FieldError, {
			plain: fieldError("Choose another."),
			long: fieldError(LONG_WORD),
		}),
		show(DefaultButton, {
			"hidden: Enter presses it": (
				<form method="post" className="flex gap-3">
					<DefaultButton />
					<input className="input" name="value" aria-label="Press Enter here" />
				</form>
			),
		}),
		show(ErrorSummary, {
			"two fields": summary({ name: ["Enter a name."], number: ["Enter a number."] }),
			"the form as a whole": summary({ "": ["Somebody deleted this group meanwhile."] }),
			both: summary({ "": ["The pool is full."], number: [LONG_WORD] }),
		}),
		show(SearchForm, {
			empty: <SearchForm q="" label="Search the pool" clearTo="#" />,
			"a search": <SearchForm q="Claims" label="Search the pool" clearTo="#" />,
			"line above": <SearchForm q={LONG_WORD} label="Search" clearTo="#" line="above" />,
		}),
		show(UploadForm, {
			empty: upload(undefined),
			refused: upload("The file is empty. Choose one with a number in it."),
			long: upload(LONG_WORD),
		}),
	],
};
