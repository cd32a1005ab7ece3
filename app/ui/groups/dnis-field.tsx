import type { FieldMetadata } from "@conform-to/react";
import { suggestDnis } from "../../domain/groups/dnis.ts";
import { texts } from "../../texts/texts.ts";
import { Field } from "../field.tsx";

const words = texts.pages.groups.entry;

/**
 * A field for a DNIS. If only the number's format is wrong, one click sends the form again with the
 * cleaned number (G4).
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
			hint={words.dnisHint}
			className={className}
			remedy={
				suggestion && (
					<button type="submit" name="cleanedNumber" value={suggestion} className="button figures">
						{words.takeSuggestion({ number: suggestion })}
					</button>
				)
			}
		/>
	);
}
