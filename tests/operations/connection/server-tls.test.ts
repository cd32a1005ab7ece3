import { chmodSync, chownSync, copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { whatTheOperatorCanMend } from "../../../app/start-failures.server.ts";
import type { Database } from "../../../db/connection/database.ts";
import { isUnreachable, sqlState } from "../../../db/connection/errors.ts";
import { openDatabase } from "../../../db/connection/open.ts";
import { takeTls } from "../../../db/connection/server-tls.ts";
import { type Authority, makeAuthority } from "../../support/certificates.ts";
import {
	serverAccount,
	startThrowawayCluster,
	type ThrowawayCluster,
} from "../../support/postgres-server.ts";
import { until } from "../../support/until.ts";

const ROOTS = { "its own authority": "ca.crt", "another authority": "other-ca.crt" };

describe("a server whose certificate an authority of one's own has signed", () => {
	let folder: string;
	let authority: Authority;
	let cluster: ThrowawayCluster;
	let sql: postgres.Sql;
	beforeAll(async () => {
		folder = mkdtempSync(path.join(os.tmpdir(), "call-in-tls-"));
		authority = makeAuthority(folder);
		makeAuthority(folder, "other-ca");
		cluster = await startThrowawayCluster();
		sql = postgres(cluster.url, { max: 1, onnotice: () => {} });
		await (
			await openDatabase({ url: cluster.url, dataDir: "", prepare: true, connections: 2 })
		).close();
	});
	afterAll(async () => {
		await sql.end();
		cluster.stop();
		rmSync(folder, { recursive: true, force: true });
	});

	/** Makes the server present this certificate to new connections. Null turns TLS off. */
	async function show(certificate: { certificate: string; key: string } | null): Promise<void> {
		const [{ data }] = (await sql.unsafe(
			"select current_setting('data_directory') as data",
		)) as unknown as [{ data: string }];
		const name = certificate === null ? "none" : path.basename(certificate.certificate, ".crt");
		for (const [ending, file] of Object.entries(certificate ?? {})) {
			const copy = path.join(data, `${name}.${ending}`);
			copyFileSync(file, copy);
			chmodSync(copy, 0o600);
			const { uid, gid } = serverAccount();
			if (uid !== undefined) chownSync(copy, uid, gid as number);
		}
		if (certificate !== null) {
			await sql.unsafe(`alter system set ssl_cert_file = '${name}.certificate'`);
			await sql.unsafe(`alter system set ssl_key_file = '${name}.key'`);
		}
		await sql.unsafe(`alter system set ssl = ${certificate === null ? "off" : "on"}`);
		await sql.unsafe("select pg_reload_conf()");
		const wanted = certificate === null ? "off" : `on ${name}.certificate`;
		await until(async () => {
			const fresh = postgres(cluster.url, { max: 1, fetch_types: false });
			const [{ now }] = (await fresh.unsafe(
				"select trim(current_setting('ssl') || case when current_setting('ssl') = 'on' then ' ' || current_setting('ssl_cert_file') else '' end) as now",
			)) as unknown as [{ now: string }];
			await fresh.end();
			return now === wanted;
		});
	}

	/**
	 * "encrypted" or "plain", by the server's view of each of our connections; else the sentence for
	 * the operator.
	 */
	async function tried(host: string, query: string): Promise<string> {
		const url = `${cluster.url.replace("127.0.0.1", host)}?${query}`;
		let database: Database;
		try {
			database = await openDatabase({ url, dataDir: "", prepare: true, connections: 2 });
		} catch (error) {
			return whatTheOperatorCanMend(error, { DATABASE_URL: url, DATA_DIR: "" }) ?? String(error);
		}
		try {
			const own =
				"select ssl from pg_stat_ssl s join pg_stat_activity a using (pid) where a.application_name = 'click-to-call-in'";
			await database.transaction((tx) => tx.query("select 1", []));
			const seen = await sql.unsafe<{ ssl: boolean }[]>(own);
			return [...new Set(seen.map(({ ssl }) => (ssl ? "encrypted" : "plain")))].join();
		} finally {
			await database.close();
		}
	}
	const verified = (roots: keyof typeof ROOTS, mode = "verify-full") =>
		`sslmode=${mode}&sslrootcert=${encodeURIComponent(path.join(folder, ROOTS[roots]))}`;

	test("is taken by verify-full with that authority, by name and by address, and with no other", async () => {
		await show(authority.issue("right", "DNS:localhost, IP:127.0.0.1"));
		for (const host of ["localhost", "127.0.0.1"]) {
			for (const mode of ["verify-full", "verify-ca"])
				expect([host, mode, await tried(host, verified("its own authority", mode))]).toEqual([
					host,
					mode,
					"encrypted",
				]);
			for (const query of [
				verified("another authority"),
				"sslmode=verify-full",
				"sslmode=verify-ca",
				"ssl=true",
			])
				expect(await tried(host, query)).toMatch(
					/^The database server's certificate was refused \((?:UNABLE|SELF)_\w+\)\. Check sslmode/,
				);
		}
	});

	test("is refused by verify-full where the certificate is of another host", async () => {
		const REFUSED = expect.stringContaining(
			"certificate was refused (ERR_TLS_CERT_ALTNAME_INVALID)",
		);
		for (const [certificate, byName, byAddress] of [
			[authority.issue("of-localhost", "DNS:localhost"), "encrypted", REFUSED],
			[authority.issue("of-the-address", "IP:127.0.0.1"), REFUSED, "encrypted"],
			[authority.issue("of-elsewhere", "DNS:db.example.com, IP:127.0.0.2"), REFUSED, REFUSED],
		] as const) {
			await show(certificate);
			expect(await tried("localhost", verified("its own authority"))).toEqual(byName);
			expect(await tried("127.0.0.1", verified("its own authority"))).toEqual(byAddress);
		}
	});

	test("and who cannot show it any more, is away until it can", async () => {
		const [right, wrong] = [
			authority.issue("right-again", "DNS:localhost"),
			authority.issue("wrong", "DNS:db.example.com"),
		];
		await show(right);
		const url = `${cluster.url.replace("127.0.0.1", "localhost")}?${verified("its own authority")}`;
		const database = await openDatabase({ url, dataDir: "", prepare: true, connections: 2 });
		const ask = () => database.query("select 1", []).catch((error: unknown) => error);
		await show(wrong);
		await sql.unsafe(
			"select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'click-to-call-in'",
		);
		const refused = await until(async () => {
			const answer = await ask();
			return sqlState(answer) === "ERR_TLS_CERT_ALTNAME_INVALID" && answer;
		});
		expect(isUnreachable(refused)).toBe(true);
		await show(right);
		await until(async () => Array.isArray(await ask()));
		await database.close();
	});

	test("is not looked at by require; of modes, only disable and a server without TLS leave the line open", async () => {
		await show(authority.issue("of-nobody", "DNS:db.example.com"));
		for (const mode of ["require", "prefer", "allow"])
			expect(await tried("127.0.0.1", `sslmode=${mode}`)).toBe("encrypted");
		expect(await tried("127.0.0.1", "sslmode=disable")).toBe("plain");
		await show(null);
		expect(await tried("127.0.0.1", "sslmode=prefer")).toBe("plain");
		for (const query of ["sslmode=require", "sslmode=allow", verified("its own authority")])
			expect(await tried("127.0.0.1", query)).toMatch(
				/^sslmode in DATABASE_URL asks for TLS, but the database server has no TLS\./,
			);
	});
});

describe("what DATABASE_URL says of TLS", () => {
	test("is refused in one line where it is not known, or cannot be", () => {
		const folder = mkdtempSync(path.join(os.tmpdir(), "call-in-roots-"));
		const empty = path.join(folder, "empty.crt");
		writeFileSync(empty, "");
		const MODES = "sslmode must be disable, allow, prefer, require, verify-ca or verify-full";
		for (const [query, said] of [
			["sslmode=verify-ful", MODES],
			["sslmode=Require", MODES],
			["sslmode=", MODES],
			["ssl=yes", MODES],
			["sslrootcert=ca.crt", "sslrootcert needs sslmode=verify-full"],
			["sslmode=require&sslrootcert=ca.crt", "sslrootcert needs sslmode=verify-full"],
			[`sslmode=verify-full&sslrootcert=${folder}/none.crt`, "sslrootcert cannot be read (ENOENT)"],
			[`sslmode=verify-full&sslrootcert=${empty}`, "sslrootcert has no certificate in it (PEM)"],
			[
				"sslmode=verify-full&sslcert=client.crt",
				"sslcert is not known; of TLS, sslmode and sslrootcert are",
			],
			["sslMode=verify-full", "sslMode is not known; of TLS, sslmode and sslrootcert are"],
		]) {
			const take = () => takeTls(`postgres://u:secret@db.example.com/call_in?${query}`);
			expect(take).toThrow(`DATABASE_URL: ${said}.`);
			expect(take).toThrow(
				expect.objectContaining({
					name: "UnusableDatabaseError",
					message: expect.not.stringContaining("secret"),
				}),
			);
		}
		rmSync(folder, { recursive: true });
	});

	test("is taken out of it, and all else left as it is", () => {
		const url = "postgres://u:p%40ss@[::1]:5433,db.example.com/call_in";
		const rest = "target_session_attrs=primary&search_path=a%2Cb";
		expect(takeTls(`${url}?${rest}`)).toEqual({ url: `${url}?${rest}`, tls: {} });
		expect(takeTls(`${url}?sslmode=require&${rest}`)).toEqual({
			url: `${url}?${rest}`,
			tls: { ssl: "require" },
		});
		expect(takeTls(`${url}?sslmode=disable`)).toEqual({ url, tls: { ssl: false } });
		expect(takeTls(`${url}?sslmode=verify-full`).tls.ssl).toMatchObject({
			rejectUnauthorized: true,
		});
	});

	test("lets no certificate of one server be that of another, of several servers", () => {
		const check = (hosts: string, asked: string, subjectaltname: string) => {
			const { ssl } = takeTls(`postgres://u:p@${hosts}/call_in?sslmode=verify-full`).tls;
			if (typeof ssl !== "object") throw new Error("Not verified.");
			return (
				ssl.checkServerIdentity?.(asked, { subject: {}, subjectaltname } as never) === undefined
			);
		};
		expect(check("a.example:5432,b.example", "a.example", "DNS:a.example")).toBe(true);
		expect(check("a.example:5432,b.example", "a.example", "DNS:b.example")).toBe(false);
		// The driver reports "localhost" for every address.
		expect(check("10.0.0.1:5432,10.0.0.2", "localhost", "IP Address:10.0.0.2")).toBe(true);
		expect(check("10.0.0.1:5432,10.0.0.2", "localhost", "IP Address:10.0.0.3")).toBe(false);
		expect(check("10.0.0.1:5432,10.0.0.2", "localhost", "DNS:localhost")).toBe(false);
		expect(check("[::1]:5432", "localhost", "IP Address:0:0:0:0:0:0:0:1")).toBe(true);
		expect(check("a.example,10.0.0.2", "a.example", "IP Address:10.0.0.2")).toBe(false);
	});
});
