import type { ListTexts } from "../../list-texts.ts";
import { counted, figure } from "../../wording.ts";

/** The texts of a list, made from the English noun for its items. */
export const listOf = (one: string, many = `${one}s`): ListTexts => ({
	count: ({ count }) => counted(count, one, many),
	moreThan: ({ count }) => `More than ${figure(count)} ${many}`,
	about: ({ count }) => `About ${figure(count)} ${many}`,
	pages: `Pages of ${many}`,
});
