import { groups } from "./groups.ts";

/** Errors, warnings and other messages, by wing. */
export const messages = { groups };
