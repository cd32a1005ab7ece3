import { audit } from "./audit.ts";
import { developer } from "./developer.ts";
import { glossary } from "./glossary.ts";
import { groups } from "./groups.ts";
import { help } from "./help.ts";
import { home } from "./home.ts";
import { imports } from "./import.ts";
import { keys } from "./keys.ts";
import { match } from "./match.ts";
import { record } from "./one-record.ts";
import { people } from "./people.ts";
import { phoneSystems } from "./phone-systems/phone-systems.ts";
import { poolNumbers } from "./pool-numbers.ts";
import { records } from "./records.ts";
import { shared } from "./shared.ts";
import { traffic } from "./traffic.ts";

/** The texts of the pages, by wing. */
export const pages = {
	...{ shared, record, records, match, groups, people, keys, audit, traffic, developer },
	...{ phoneSystems, home, poolNumbers, help, glossary },
	import: imports,
};
