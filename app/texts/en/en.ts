import { messages } from "./messages/messages.ts";
import { pages } from "./pages/pages.ts";
import { groupSettings } from "./setting-words.ts";

/**
 * The English texts: `pages` for what the web app shows, `messages` for errors and warnings,
 * `groupSettings` for the settings of a group wherever they appear.
 */
export const en = { pages, messages, groupSettings };
