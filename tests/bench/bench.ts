// `npm run bench` runs all sections. `npm run bench -- pages` runs the named ones. `npm run bench
// -- against COMMIT` compares today's build with that commit's. Exit code 1 when a bound is missed.
import { createDatabaseOn, startPostgres } from "../support/postgres-server.ts";
import { buildServer } from "../support/server-process.ts";
import { measureAgainst } from "./against.ts";
import { measureBesidePages } from "./beside-pages.ts";
import { measureCreate } from "./create.ts";
import { measureCreateCost } from "./create-cost.ts";
import { measureCsv } from "./csv.ts";
import { measureDoors } from "./doors.ts";
import { measureEmbeddedMatch } from "./embedded-match.ts";
import { type Bench, type Figure, HEADER, isWithin, line } from "./figure.ts";
import { measureImport } from "./import.ts";
import { measureLists } from "./lists.ts";
import { measureMatch } from "./match.ts";
import { measurePages } from "./pages.ts";
import { measureRecordFilters } from "./record-filters.ts";
import { measureSignIn } from "./sign-in.ts";

const SECTIONS: Record<string, (bench: Bench) => AsyncGenerator<Figure>> = {
	csv: measureCsv,
	pages: measurePages,
	import: measureImport,
	create: measureCreate,
	"create-cost": measureCreateCost,
	async *match(bench) {
		yield* measureMatch(bench);
		yield* measureEmbeddedMatch();
	},
	records: measureRecordFilters,
	lists: measureLists,
	doors: measureDoors,
	"beside-pages": measureBesidePages,
	"sign-in": measureSignIn,
};

const [first, commit] = process.argv.slice(2);
const isAgainst = first === "against";
const asked = isAgainst ? [] : process.argv.slice(2);
if (isAgainst && commit === undefined) {
	console.error("Name the commit: npm run bench -- against COMMIT.");
	process.exit(1);
}
const unknown = asked.find((name) => !(name in SECTIONS));
if (unknown !== undefined) {
	console.error(
		`There is no section "${unknown}"; the sections are ${Object.keys(SECTIONS).join(", ")}.`,
	);
	process.exit(1);
}

buildServer();
const postgres = await startPostgres({ settings: ["fsync=on"] });
try {
	console.log(HEADER);
	if (isAgainst) await tell("against", measureAgainst(postgres.url, commit as string));
	else
		for (const name of asked.length === 0 ? Object.keys(SECTIONS) : asked) {
			const database = await createDatabaseOn(postgres.url);
			await tell(name, SECTIONS[name]!({ url: database.url }));
			await database.drop();
		}
} finally {
	postgres.stop();
}

async function tell(section: string, figures: AsyncIterable<Figure>): Promise<void> {
	for await (const figure of figures) {
		console.log(line({ ...figure, name: `${section}: ${figure.name}` }));
		if (!isWithin(figure)) process.exitCode = 1;
	}
}
