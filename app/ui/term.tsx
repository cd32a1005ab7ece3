import { useId } from "react";
import { texts } from "../texts/texts.ts";

const words = texts.pages.help;
const TERMS = texts.pages.glossary;
type TermName = keyof typeof TERMS;

/**
 * A word of the glossary as a button that shows its meaning (a popover: it opens by keyboard, touch
 * and mouse without a script, and Escape closes it).
 */
export function Term({ name }: { name: TermName }) {
	const id = useId();
	const { word, meaning, more } = TERMS[name];
	return (
		<span className="whitespace-normal text-left">
			<button type="button" className="term" {...{ popovertarget: id }}>
				{word}
			</button>
			<span id={id} className="term-note" {...{ popover: "auto" }}>
				<strong>{word}</strong> {meaning}{" "}
				<a href={more} className="link">
					{words.more}
					<span className="sr-only">{words.moreOf({ word })}</span>
				</a>
			</span>
		</span>
	);
}

const BY_WORD = new Map(
	Object.entries(TERMS).map(([name, { word }]) => [word, name as TermName] as const),
);

/**
 * The head of a column: with its meaning, if it is a word of the glossary. In a narrow place the
 * heads are for screen readers alone, and the plain word takes the button's place (app.css).
 */
export function TermOr({ text }: { text: string }) {
	const name = BY_WORD.get(text);
	if (name === undefined) return <>{text}</>;
	return (
		<>
			<Term name={name} />
			<span className="term-plain">{text}</span>
		</>
	);
}
