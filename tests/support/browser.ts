/**
 * A browser's state without JavaScript across pages of one server: its cookies. Returns redirects
 * without following them.
 */
export type Browser = {
	get(path: string, headers?: Record<string, string>): Promise<Response>;
	/** Submits a form. */
	post(
		path: string,
		form?: Record<string, string>,
		headers?: Record<string, string>,
	): Promise<Response>;
	cookies: Map<string, string>;
};

export function openBrowser(origin: string): Browser {
	const cookies = new Map<string, string>();
	const send = async (path: string, init: RequestInit): Promise<Response> => {
		const headers = new Headers(init.headers);
		if (cookies.size > 0)
			headers.set("cookie", [...cookies].map(([name, value]) => `${name}=${value}`).join("; "));
		const response = await fetch(origin + path, { ...init, headers, redirect: "manual" });
		for (const cookie of response.headers.getSetCookie()) {
			const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
			if (name !== undefined && value !== undefined)
				value === "" ? cookies.delete(name) : cookies.set(name, value);
		}
		return response;
	};
	return {
		get: (path, headers = {}) => send(path, { headers }),
		post: (path, form = {}, headers = {}) =>
			send(path, {
				method: "POST",
				body: new URLSearchParams(form),
				headers: { origin, "sec-fetch-site": "same-origin", ...headers },
			}),
		cookies,
	};
}
