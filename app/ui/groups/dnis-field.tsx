import type { FieldMetadata } from "@conform-to/react";
import { suggestDnis } from "../../domain/groups/dnis.ts";
import { Field } from "../field.tsx";

/**
 * A field for a DNIS. Where the number is right but for its spelling, one click sends the form
 * again with the cleaned one (G4).
 */
export function DnisField({
	label,
	meta,
	className = "",
	autoFocus,
}: {
	label: string;
	meta: FieldMetadata<unknown>;
	className?: string;
	autoFocus?: boolean;
}) {
	const typed = typeof meta.initialValue === "string" ? meta.initialValue : "";
	const suggestion = meta.errors ? suggestDnis(typed) : null;
	return (
		<Field
			label={label}
			meta={meta}
			type="tel"
			inputMode="tel"
			autoComplete="off"
			spellCheck={false}
			autoFocus={autoFocus}
			hint="E.164: +, country code and number, digits only."
			className={className}
			remedy={
				suggestion && (
					<button type="submit" name="cleanedNumber" value={suggestion} className="button figures">
						Use {suggestion}
					</button>
				)
			}
		/>
	);
}
