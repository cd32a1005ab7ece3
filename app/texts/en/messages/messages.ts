import { api } from "./api.ts";
import { audit } from "./audit.ts";
import { database } from "./database.ts";
import { doors } from "./doors.ts";
import { groups } from "./groups.ts";
import { groupsImport } from "./groups-import.ts";
import { keys } from "./keys.ts";
import { match } from "./match.ts";
import { people } from "./people.ts";
import { phoneSystems } from "./phone-systems.ts";
import { poolImport } from "./pool-import.ts";
import { records } from "./records.ts";
import { secrets } from "./secrets.ts";
import { server } from "./server.ts";
import { start } from "./start.ts";
import { traffic } from "./traffic.ts";
import { usersCommand } from "./users-command.ts";

/** Errors, warnings and other messages, by wing. */
export const messages = {
	api,
	audit,
	database,
	doors,
	groups,
	groupsImport,
	keys,
	match,
	people,
	phoneSystems,
	poolImport,
	records,
	secrets,
	server,
	start,
	traffic,
	usersCommand,
};
