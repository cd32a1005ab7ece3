// `npm run bench`: all sections, or those named: `npm run bench -- pages`. Exit code 1 when a bound is missed.
import { createDatabaseOn, startPostgres } from "../support/postgres-server.ts";
import { buildServer } from "../support/server-process.ts";
import { measureBesidePages } from "./beside-pages.ts";
import { measureCreate } from "./create.ts";
import { type Bench, type Figure, HEADER, isWithin, line } from "./figure.ts";
import { measureImport } from "./import.ts";
import { measureMatch } from "./match.ts";
import { measurePages } from "./pages.ts";
import { measureSignIn } from "./sign-in.ts";

const SECTIONS: Record<string, (bench: Bench) => AsyncGenerator<Figure>> = {
	pages: measurePages,
	import: measureImport,
	create: measureCreate,
	match: measureMatch,
	"beside-pages": measureBesidePages,
	"sign-in": measureSignIn,
};

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !(name in SECTIONS));
if (unknown !== undefined) {
	console.error(`There is no section "${unknown}"; the sections are ${Object.keys(SECTIONS).join(", ")}.`);
	process.exit(1);
}

buildServer();
const postgres = await startPostgres();
try {
	console.log(HEADER);
	for (const name of asked.length === 0 ? Object.keys(SECTIONS) : asked) {
		const database = await createDatabaseOn(postgres.url);
		for await (const figure of SECTIONS[name]!({ url: database.url })) {
			console.log(line({ ...figure, name: `${name}: ${figure.name}` }));
			if (!isWithin(figure)) process.exitCode = 1;
		}
		await database.drop();
	}
} finally {
	postgres.stop();
}
