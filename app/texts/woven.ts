/**
 * A sentence with something that is not text in it, such as a time or a link: its pieces in order.
 * A page renders them with `Sentence`.
 */
export type Woven<T> = (string | T)[];

/** A template tag: the words of a sentence with what stands between them. */
export const woven = <T>(words: TemplateStringsArray, ...between: T[]): Woven<T> =>
	words.flatMap((word, at) => (at < between.length ? [word, between[at] as T] : [word]));
