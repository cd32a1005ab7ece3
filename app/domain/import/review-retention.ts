/** Days that an open review is kept after its upload. Its page and the lists say so. */
export const REVIEW_DAYS = 7;
