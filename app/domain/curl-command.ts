/**
 * A call to write as a command. `hasKey`: the call sends an API key, read from the shell's
 * variable.
 */
export type WrittenCall = {
	method: string;
	url: string;
	headers: Record<string, string>;
	body: string | null;
	hasKey: boolean;
};

/**
 * The `curl` command that sends the same call from a POSIX shell, as lines to paste together. All
 * text of the call is quoted, so that the shell executes none of it. The key comes from the shell's
 * variable KEY.
 */
export function curlCommand({ method, url, headers, body, hasKey }: WrittenCall): string {
	const words = [
		`curl --request ${quotedForShell(method)} ${quotedForShell(url)}`,
		...(hasKey ? ['--header "x-api-key: $KEY"'] : []),
		...Object.entries(headers).map(
			([name, value]) => `--header ${quotedForShell(`${name}: ${value}`)}`,
		),
		// --data would read a file if the body begins with @.
		...(body === null ? [] : [`--data-raw ${quotedForShell(body)}`]),
	];
	return words.join(" \\\n  ");
}

/**
 * The text as one word of a POSIX shell. Between single quotes, every character is literal except a
 * single quote.
 */
const quotedForShell = (text: string): string =>
	/^[\w./:=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
