import type { FieldMetadata } from "@conform-to/react";
import { placed } from "../../domain/numbers/dnis.ts";
import { texts } from "../../texts/texts.ts";
import { Field } from "../field.tsx";

const words = texts.pages.groups.entry;

/**
 * A field for a DNIS. `offers` are numbers that the typed text can mean: one click sends the form
 * again with one of them (G4). Of several, each button says its country (N6).
 */
export function DnisField({
	label,
	meta,
	offers = [],
	className = "",
	autoFocus,
}: {
	label: string;
	meta: FieldMetadata<unknown>;
	offers?: string[] | undefined;
	className?: string;
	autoFocus?: boolean;
}) {
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
				offers.length > 0 && (
					<div className="flex flex-wrap gap-2">
						{offers.map((number) => (
							<button
								key={number}
								type="submit"
								name="cleanedNumber"
								value={number}
								className="button figures"
							>
								{offers.length > 1
									? words.takeReading(placed(number))
									: words.takeSuggestion({ number })}
							</button>
						))}
					</div>
				)
			}
		/>
	);
}
