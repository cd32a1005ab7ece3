/**
 * The pieces, in order, of a sentence with an element in it, such as a time or a link. A page
 * renders them with `Sentence`.
 */
export type Woven<T> = (string | T)[];

/** A template tag for a sentence with elements between its words. */
export const woven = <T>(words: TemplateStringsArray, ...between: T[]): Woven<T> =>
	words.flatMap((word, at) => (at < between.length ? [word, between[at] as T] : [word]));
