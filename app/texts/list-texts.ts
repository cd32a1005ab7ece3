/** The texts of a paged list: its count, and its pager's name. */
export type ListTexts = {
	count: (values: { count: number }) => string;
	moreThan: (values: { count: number }) => string;
	about: (values: { count: number }) => string;
	pages: string;
};
