import { HEARD_LANGUAGES } from "../../domain/conversation/heard-language.ts";
import { texts } from "../../texts/texts.ts";
import { type Meta, SelectField } from "../field.tsx";

const words = texts.pages.phoneSystems.form;

/** The language in which callers are spoken to. `none`: the choice of none of its own. */
export function LanguageField({ meta, hint, none }: { meta: Meta; hint?: string; none?: string }) {
	return (
		<SelectField
			label={words.language}
			meta={meta}
			className="max-w-60"
			{...(hint === undefined ? {} : { hint })}
		>
			{none !== undefined && <option value="">{none}</option>}
			{HEARD_LANGUAGES.map((code) => (
				<option key={code} value={code}>
					{words.languages[code]}
				</option>
			))}
		</SelectField>
	);
}
