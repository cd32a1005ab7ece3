/** What a page says of a list that is read by pages: how much is in it, and its pager's name. */
export type ListTexts = {
	count: (values: { count: number }) => string;
	moreThan: (values: { count: number }) => string;
	about: (values: { count: number }) => string;
	pages: string;
};
