import { heard } from "./heard.ts";
import { messages } from "./messages/messages.ts";
import { pages } from "./pages/pages.ts";
import { groupSettings } from "./setting-words.ts";

/**
 * The English texts: `pages` for the web app, `messages` for errors and warnings, `groupSettings`
 * for a group's settings in the form, the audit log and the API, `heard` for callers on the phone.
 */
export const en = { pages, messages, groupSettings, heard };
