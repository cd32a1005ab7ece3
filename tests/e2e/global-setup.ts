import { freePort } from "../support/free-port.ts";
import { createDatabaseOn, startPostgres } from "../support/postgres-server.ts";
import { buildServer, startServer } from "../support/server-process.ts";
import { ADMINISTRATOR, API_KEY } from "./people.ts";

/** The built server on a real Postgres, for all specs of a run; its address is in E2E_ORIGIN. */
export default async function setup(): Promise<() => Promise<void>> {
	buildServer();
	const postgres = await startPostgres();
	const database = await createDatabaseOn(postgres.url);
	const port = await freePort();
	const server = await startServer({
		url: database.url,
		env: {
			// Phone systems sign the server's address, and their secrets are encrypted.
			...{ PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${port}` },
			SECRETS_KEY: "k".repeat(44),
			ADMIN_EMAIL: ADMINISTRATOR.email,
			ADMIN_PASSWORD: ADMINISTRATOR.password,
			BOOTSTRAP_API_KEY: API_KEY,
		},
	});
	process.env.E2E_ORIGIN = server.origin;
	process.env.E2E_DATABASE_URL = database.url;
	process.env.E2E_POSTGRES_URL = postgres.url;
	return async () => {
		const exitCode = await server.stop();
		await database.drop();
		postgres.stop();
		if (exitCode !== 0)
			throw new Error(`The server did not stop as it should (${exitCode}):\n${server.output()}`);
	};
}
