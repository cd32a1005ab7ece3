import type { ReactNode } from "react";

type Props = {
	groups: { id: string; name: string }[];
	isLimited: boolean;
	chosen: readonly string[];
	errors: string[] | undefined;
	words: { legend: string; all: string; some: string; list: string };
	/** A third choice: the built-in test groups (C17). */
	test?: { label: string; isChosen: boolean } | undefined;
};

/** The choice between all groups and some of them, for the fields `limit` and `groupIds`. */
export function GroupChoice({ groups, isLimited, chosen, errors, words, test }: Props) {
	const isAll = !isLimited && test?.isChosen !== true;
	return (
		<fieldset>
			<legend className="mb-1 font-medium">{words.legend}</legend>
			<Choice type="radio" id="limit-all" name="limit" value="all" isChosen={isAll}>
				{words.all}
			</Choice>
			<Choice type="radio" id="limit-some" name="limit" value="some" isChosen={isLimited}>
				{words.some}
			</Choice>
			<select
				id="group-ids"
				name="groupIds"
				multiple
				size={Math.min(8, Math.max(3, groups.length))}
				defaultValue={[...chosen]}
				aria-label={words.list}
				aria-invalid={errors ? true : undefined}
				aria-describedby={errors ? "group-ids-error" : undefined}
				className="input mt-1 ml-6 w-[calc(100%-1.5rem)]"
			>
				{groups.map((group) => (
					<option key={group.id} value={group.id}>
						{group.name}
					</option>
				))}
			</select>
			{test && (
				<Choice type="radio" id="limit-test" name="limit" value="test" isChosen={test.isChosen}>
					{test.label}
				</Choice>
			)}
			{errors && (
				<p id="group-ids-error" className="field-error mt-1 text-danger text-sm">
					{errors.join(" ")}
				</p>
			)}
		</fieldset>
	);
}

type ChoiceProps = {
	type: "checkbox" | "radio";
	id: string;
	name: string;
	value: string;
	isChosen: boolean;
	children: ReactNode;
};

/** A checkbox or radio button with its label to the right. */
export function Choice({ type, id, name, value, isChosen, children }: ChoiceProps) {
	return (
		<div className="flex items-start gap-2 py-0.5">
			<input
				type={type}
				id={id}
				name={name}
				value={value}
				defaultChecked={isChosen}
				className="checkbox mt-0.5"
			/>
			<label htmlFor={id} className="min-w-0 [overflow-wrap:anywhere]">
				{children}
			</label>
		</div>
	);
}
