import type { Wing } from "./kit/example.tsx";
import { account } from "./wings/account.tsx";
import { audit } from "./wings/audit.tsx";
import { developer } from "./wings/developer.tsx";
import { fields } from "./wings/fields.tsx";
import { groups } from "./wings/groups.tsx";
import { groupsImport } from "./wings/groups-import.tsx";
import { help } from "./wings/help.tsx";
import { home } from "./wings/home.tsx";
import { poolImport } from "./wings/import.tsx";
import { importHistory } from "./wings/import-history.tsx";
import { keys } from "./wings/keys.tsx";
import { lists } from "./wings/lists.tsx";
import { match } from "./wings/match.tsx";
import { matchOutcomes } from "./wings/match-outcomes.tsx";
import { people } from "./wings/people.tsx";
import { phoneSystemCalls } from "./wings/phone-system-calls.tsx";
import { phoneSystems } from "./wings/phone-systems.tsx";
import { pool } from "./wings/pool.tsx";
import { poolNumbers } from "./wings/pool-numbers.tsx";
import { recordDetails } from "./wings/record-details.tsx";
import { records } from "./wings/records.tsx";
import { reviewParts } from "./wings/review-parts.tsx";
import { reviewedGroups } from "./wings/reviewed-groups.tsx";
import { shell } from "./wings/shell.tsx";
import { traffic } from "./wings/traffic.tsx";

/** Every component of app/ui, folder by folder. A test fails if one is missing. */
export const WINGS: Wing[] = [
	shell,
	home,
	fields,
	lists,
	groups,
	pool,
	poolNumbers,
	poolImport,
	reviewParts,
	groupsImport,
	reviewedGroups,
	importHistory,
	records,
	recordDetails,
	people,
	account,
	keys,
	phoneSystems,
	phoneSystemCalls,
	audit,
	match,
	matchOutcomes,
	traffic,
	developer,
	help,
];
