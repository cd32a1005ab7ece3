import {
	type FieldMetadata,
	type FormMetadata,
	type SubmissionResult,
	useForm,
} from "@conform-to/react";
import type { ReactNode } from "react";

/** A component and its named states on the page. */
export type Shown = {
	component: (props: never) => ReactNode;
	states: Record<string, ReactNode>;
};

/** The components of one folder of app/ui. `path` is the last part of the page's address. */
export type Wing = { path: string; title: string; components: Shown[] };

export const show = (component: Shown["component"], states: Shown["states"]): Shown => ({
	component,
	states,
});

/** An action's reply to a refused form. The key "" holds the errors of the form as a whole. */
export const refused = (
	typed: NonNullable<SubmissionResult<string[]>["initialValue"]>,
	error: Record<string, string[]>,
): SubmissionResult<string[]> => ({ status: "error", initialValue: typed, error });

type Fields<Name extends string> = Record<Name, FieldMetadata<string>>;
type Form = FormMetadata<Record<string, string>, string[]>;

/** Gives its children the fields of a form with these values and errors. */
export function InForm<Name extends string>({
	values,
	errors,
	children,
}: {
	values: Record<Name, string>;
	errors?: Record<string, string[]>;
	children: (fields: Fields<Name>, form: Form) => ReactNode;
}) {
	const [form, fields] = useForm<Record<string, string>, Record<string, string>, string[]>({
		id: "example",
		lastResult: errors ? refused(values, errors) : null,
		defaultValue: values,
	});
	return (
		<form method="post" noValidate>
			{children(fields as Fields<Name>, form)}
		</form>
	);
}
