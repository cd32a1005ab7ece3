import { en } from "./en/en.ts";

/** Every sentence of the pages and messages. A language is a folder beside `en/` of this shape. */
export type Texts = typeof en;

/** The texts in use. English is the only language so far. */
export const texts: Texts = en;
