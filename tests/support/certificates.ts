import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";

/** A test's certificate authority, and the certificates it signs: files in PEM. */
export type Authority = {
	certificate: string;
	/** A server's certificate and key, for names such as `DNS:localhost, IP:127.0.0.1`. */
	issue(name: string, subjectAltName: string): { certificate: string; key: string };
};

const NEW_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];

/** Makes an authority by openssl, with all its files in `folder`. */
export function makeAuthority(folder: string, name = "ca"): Authority {
	const file = (ending: string) => path.join(folder, ending);
	const openssl = (...args: string[]) =>
		execFileSync("openssl", args, { stdio: ["ignore", "ignore", "pipe"] });
	const [certificate, ownKey] = [file(`${name}.crt`), file(`${name}.key`)];
	openssl(
		"req",
		"-x509",
		...NEW_KEY,
		"-keyout",
		ownKey,
		"-out",
		certificate,
		"-days",
		"2",
		"-subj",
		`/CN=${name}`,
	);
	return {
		certificate,
		issue(server, subjectAltName) {
			const [made, key, asked, extensions] = ["crt", "key", "csr", "ext"].map((ending) =>
				file(`${server}.${ending}`),
			) as [string, string, string, string];
			writeFileSync(extensions, `subjectAltName=${subjectAltName}\n`);
			openssl("req", ...NEW_KEY, "-keyout", key, "-out", asked, "-subj", `/CN=${server}`);
			const signing = [
				"-CA",
				certificate,
				"-CAkey",
				ownKey,
				"-CAcreateserial",
				"-days",
				"2",
				"-extfile",
				extensions,
			];
			openssl("x509", "-req", "-in", asked, "-out", made, ...signing);
			return { certificate: made, key };
		},
	};
}
