import { messages } from "./messages/messages.ts";

/** The English texts: `pages` for what the web app shows, `messages` for errors and warnings. */
export const en = { pages: {}, messages };
