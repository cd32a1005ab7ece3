import {
	type OwnSentences,
	SENTENCES,
	type Sentence,
	speechOf,
} from "../../domain/conversation/heard.ts";
import {
	HEARD_LANGUAGES,
	type HeardLanguage,
	LANGUAGE_TAGS,
} from "../../domain/conversation/heard-language.ts";
import { OWN_SENTENCE_MAX } from "../../domain/phone-systems/own-sentences.ts";
import { texts } from "../../texts/texts.ts";
import { ErrorSummary } from "../error-summary.tsx";
import { Field } from "../field.tsx";

const { sentences: words, form: formWords } = texts.pages.phoneSystems;
/** The number of digits in the examples. */
const EXAMPLE_DIGITS = 6;

/** Ours and the own sentences of a connection in one language (P4). */
export function SentencesForm({
	language,
	own,
	errors,
}: {
	language: HeardLanguage;
	own: OwnSentences;
	errors: OwnSentences;
}) {
	const ours = (sentence: Sentence) => speechOf([sentence], EXAMPLE_DIGITS, {}, language);
	const allErrors = Object.fromEntries(
		SENTENCES.flatMap((sentence) =>
			errors[sentence] === undefined ? [] : [[sentence, [errors[sentence]]]],
		),
	);
	const labels = Object.fromEntries(
		SENTENCES.map((sentence) => [sentence, { id: sentence, label: ours(sentence) }]),
	);
	return (
		<div className="max-w-2xl space-y-4">
			<form className="flex flex-wrap items-end gap-2">
				<label className="font-medium">
					{formWords.language}
					<select name="language" defaultValue={language} className="input mt-1">
						{HEARD_LANGUAGES.map((code) => (
							<option key={code} value={code}>
								{formWords.languages[code]}
							</option>
						))}
					</select>
				</label>
				<button type="submit" className="button">
					{words.choose}
				</button>
			</form>
			<p className="text-muted">{words.hint}</p>
			<form id="sentences" method="post" noValidate data-unsaved className="panel space-y-4 p-4">
				<input type="hidden" name="language" value={language} />
				<ErrorSummary
					form={{ id: "sentences", errors: undefined, allErrors }}
					labels={labels}
					title={words.refused}
				/>
				{SENTENCES.map((sentence) => (
					<Field
						key={sentence}
						label={
							<>
								<span lang={LANGUAGE_TAGS[language]} className="block">
									{ours(sentence)}
								</span>
								<span className="font-normal text-sm">{words.own}</span>
							</>
						}
						meta={{
							...{ id: sentence, name: sentence, initialValue: own[sentence] ?? "" },
							errors: allErrors[sentence],
							...{ errorId: `${sentence}-error`, descriptionId: `${sentence}-hint` },
						}}
						autoComplete="off"
						lang={LANGUAGE_TAGS[language]}
						maxLength={OWN_SENTENCE_MAX * 2}
					/>
				))}
				<button type="submit" className="button button-primary">
					{words.submit}
				</button>
			</form>
		</div>
	);
}
