import { texts } from "../../texts/texts.ts";

const words = texts.pages.help.links;

/** The guide of each page that needs one. A test follows them all. */
export const HELP_LINKS = {
	api: { to: "/help/api", name: words.api },
	phoneSystems: { to: "/help/phone-systems", name: words.phoneSystems },
	importing: { to: "/help/importing", name: words.importing },
	groupsFile: { to: "/help/groups-file", name: words.groupsFile },
	keys: { to: "/help/api", name: words.keys },
	people: { to: "/help/people", name: words.people },
	callers: { to: "/help/caller-numbers", name: words.callers },
};
