import type { FieldMetadata } from "@conform-to/react";
import type { InputHTMLAttributes, ReactNode } from "react";

/** What a form knows about a field. */
export type Meta = Pick<
	FieldMetadata<unknown>,
	"id" | "name" | "errors" | "errorId" | "descriptionId" | "initialValue"
>;

type FieldProps = {
	label: ReactNode;
	meta: Meta;
	/** The accepted values, below the field. */
	hint?: ReactNode;
	/** Help with an error, such as a button with the right value. */
	remedy?: ReactNode;
	/** A narrow field, for a value of a few characters. */
	short?: boolean;
} & Omit<InputHTMLAttributes<HTMLInputElement>, "id" | "name" | "defaultValue">;

/** A text field with its label, hint and error, tied together for assistive technology. */
export function Field({
	label,
	meta,
	hint,
	remedy,
	className = "",
	short = false,
	...input
}: FieldProps) {
	return (
		<div className={className}>
			<label htmlFor={meta.id} className="mb-1 block font-medium">
				{label}
			</label>
			<input
				type="text"
				{...input}
				id={meta.id}
				name={meta.name}
				defaultValue={typeof meta.initialValue === "string" ? meta.initialValue : ""}
				className={`input ${short ? "max-w-40" : ""}`}
				{...ariaOf(meta, hint)}
			/>
			{hint && (
				<p id={meta.descriptionId} className="mt-1 text-muted text-sm">
					{hint}
				</p>
			)}
			<FieldError meta={meta} remedy={remedy} />
		</div>
	);
}

type CheckboxProps = {
	label: ReactNode;
	meta: Meta;
	hint?: ReactNode;
	disabled?: boolean;
	/** Overrides the submitted value. */
	isTicked?: boolean;
};

/** A checkbox with its label to the right, and its hint and error below. */
export function Checkbox({ label, meta, hint, disabled, isTicked }: CheckboxProps) {
	return (
		<div>
			<div className="flex items-start gap-2">
				<input
					type="checkbox"
					id={meta.id}
					name={meta.name}
					defaultChecked={isTicked ?? meta.initialValue === "on"}
					disabled={disabled}
					className="checkbox mt-0.5"
					{...ariaOf(meta, hint)}
				/>
				<label htmlFor={meta.id} className="font-medium">
					{label}
				</label>
			</div>
			{hint && (
				<p id={meta.descriptionId} className="mt-1 pl-6.5 text-muted text-sm">
					{hint}
				</p>
			)}
			<FieldError meta={meta} />
		</div>
	);
}

type SelectProps = {
	label: ReactNode;
	meta: Meta;
	hint?: ReactNode;
	className?: string;
	children: ReactNode;
};

/** A select with its label, hint and error. Its children are the options. */
export function SelectField({ label, meta, hint, className = "", children }: SelectProps) {
	return (
		<div className={className}>
			<label htmlFor={meta.id} className="mb-1 block font-medium">
				{label}
			</label>
			<select
				id={meta.id}
				name={meta.name}
				defaultValue={typeof meta.initialValue === "string" ? meta.initialValue : ""}
				className="input"
				{...ariaOf(meta, hint)}
			>
				{children}
			</select>
			{hint && (
				<p id={meta.descriptionId} className="mt-1 text-muted text-sm">
					{hint}
				</p>
			)}
			<FieldError meta={meta} />
		</div>
	);
}

/** Ties a control to its hint and its error. */
export function ariaOf(meta: Meta, hint: ReactNode) {
	const ids = [hint ? meta.descriptionId : null, meta.errors ? meta.errorId : null].filter(
		(id) => id !== null,
	);
	return {
		"aria-invalid": meta.errors ? (true as const) : undefined,
		"aria-describedby": ids.length > 0 ? ids.join(" ") : undefined,
	};
}

/** The errors of a field, and help with them. */
export function FieldError({ meta, remedy }: { meta: Meta; remedy?: ReactNode }) {
	if (!meta.errors) return null;
	return (
		<div id={meta.errorId} className="field-error mt-1 text-danger text-sm">
			{meta.errors.map((message) => (
				<p key={message} className="break-words">
					{message}
				</p>
			))}
			{remedy && <div className="mt-1">{remedy}</div>}
		</div>
	);
}
