import { en } from "./en/en.ts";

/**
 * Every sentence of the pages and messages. Another language is a folder beside `en/` with the same
 * structure.
 */
export type Texts = typeof en;

/** The texts in use. English is the only language so far. */
export const texts: Texts = en;
