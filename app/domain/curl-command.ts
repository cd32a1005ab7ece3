/**
 * A call to be written as a command. `hasKey`: an API key goes along, as the shell's own variable.
 */
type WrittenCall = {
	method: string;
	url: string;
	headers: Record<string, string>;
	body: string | null;
	hasKey: boolean;
};

/**
 * The `curl` command that sends the same call from a POSIX shell, in lines to be pasted together.
 * Whatever is in the call is quoted, so that the shell runs none of it; the key is left to the
 * variable KEY.
 */
export function curlCommand({ method, url, headers, body, hasKey }: WrittenCall): string {
	const words = [
		`curl --request ${quotedForShell(method)} ${quotedForShell(url)}`,
		...(hasKey ? ['--header "x-api-key: $KEY"'] : []),
		...Object.entries(headers).map(
			([name, value]) => `--header ${quotedForShell(`${name}: ${value}`)}`,
		),
		// --data would read a file where the body begins with @.
		...(body === null ? [] : [`--data-raw ${quotedForShell(body)}`]),
	];
	return words.join(" \\\n  ");
}

/**
 * A word of a POSIX shell that is this text. Between single quotes everything is itself, but for a
 * single quote.
 */
const quotedForShell = (text: string): string =>
	/^[\w./:=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
