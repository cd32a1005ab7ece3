import { WITHOUT_PLUS } from "../../domain/numbers/readings.ts";
import { texts } from "../../texts/texts.ts";
import { ChoiceFields } from "../choice-fields.tsx";
import type { Meta } from "../field.tsx";

const choices = texts.messages.keys.withoutPlus;

/** How a key's calls write numbers without a plus sign (N2). */
export const NumbersFields = ({ meta }: { meta: Meta }) => (
	<ChoiceFields
		legend={texts.pages.keys.create.numbersWithoutPlus}
		meta={meta}
		choices={WITHOUT_PLUS.map((value) => ({ value, ...choices[value] }))}
	/>
);
