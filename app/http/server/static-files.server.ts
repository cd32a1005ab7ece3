import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { type Front, isHttps } from "./proxy.server.ts";
import { noPageHeaders } from "./security-headers.server.ts";
import { acceptsGzip } from "./send-answer.server.ts";

const TYPES: Record<string, string> = {
	".css": "text/css; charset=utf-8",
	".csv": "text/csv; charset=utf-8",
	".ico": "image/x-icon",
	".js": "text/javascript; charset=utf-8",
	".json": "application/json",
	".map": "application/json",
	".png": "image/png",
	".svg": "image/svg+xml",
	".txt": "text/plain; charset=utf-8",
	".webmanifest": "application/manifest+json",
	".woff2": "font/woff2",
};
const COMPRESSIBLE = new Set([
	".css",
	".csv",
	".ico",
	".js",
	".json",
	".map",
	".svg",
	".txt",
	".webmanifest",
]);
/** Vite puts a content hash into these names, so a name's content never changes. */
const HASHED = "/assets/";

type StaticFile = {
	headers: Record<string, string>;
	etag: string;
	plain: Buffer;
	/**
	 * Compressed at the first request: pages load few of the files that the build makes, and all of
	 * them would take a quarter of the start.
	 */
	gzipped: (() => Buffer) | undefined;
};

/**
 * Reads `folder` once. Gives a function that answers a request for one of its files, or returns
 * false. The files are few and small, so they stay in memory. Requests only look up known paths, so
 * path traversal is impossible.
 */
export function serveStaticFiles(
	folder: string,
	front: Front,
): (request: IncomingMessage, response: ServerResponse, pathname: string) => boolean {
	const files = new Map<string, StaticFile>();
	for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
		const file = path.join(entry.parentPath, entry.name);
		const pathname = `/${path.relative(folder, file).split(path.sep).join("/")}`;
		if (!entry.isFile() || pathname.includes("/.")) continue;
		files.set(encodeURI(pathname), readStaticFile(file, pathname));
	}
	return (request, response, pathname) => {
		const file = files.get(pathname);
		if (file === undefined || (request.method !== "GET" && request.method !== "HEAD")) return false;
		answer(file, request, response, noPageHeaders(isHttps(request, front)));
		return true;
	};
}

function readStaticFile(file: string, pathname: string): StaticFile {
	const extension = path.extname(file);
	const plain = readFileSync(file);
	return {
		headers: {
			"content-type": TYPES[extension] ?? "application/octet-stream",
			"cache-control": pathname.startsWith(HASHED)
				? "public, max-age=31536000, immutable"
				: "public, max-age=3600",
			vary: "accept-encoding",
		},
		etag: createHash("sha256").update(plain).digest("base64url").slice(0, 22),
		plain,
		gzipped: COMPRESSIBLE.has(extension) ? once(() => gzipSync(plain, { level: 9 })) : undefined,
	};
}

function once<T>(make: () => T): () => T {
	let made: T | undefined;
	return () => {
		made ??= make();
		return made;
	};
}

function answer(
	file: StaticFile,
	request: IncomingMessage,
	response: ServerResponse,
	security: Record<string, string>,
): void {
	const gzipped = acceptsGzip(request) ? file.gzipped?.() : undefined;
	const etag = `"${file.etag}${gzipped ? "-gz" : ""}"`;
	if (request.headers["if-none-match"]?.includes(etag)) {
		response.writeHead(304, { ...security, ...file.headers, etag }).end();
		return;
	}
	const body = gzipped ?? file.plain;
	const encoding = gzipped ? { "content-encoding": "gzip" } : {};
	response.writeHead(200, {
		...security,
		...file.headers,
		...encoding,
		etag,
		"content-length": body.byteLength,
	});
	response.end(request.method === "HEAD" ? undefined : body);
}
