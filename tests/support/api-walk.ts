import { openApiDocument } from "../../app/api/openapi/document.ts";
import type { JsonSchema, Operation } from "../../app/api/openapi/types.ts";
import { damagedBody } from "./hostile-values.ts";
import { Known } from "./json-schema-values.ts";
import type { Plan } from "./walk-plans.ts";

// Calls of every documented operation, made from plans and from earlier answers.

export type Step = { method: string; path: string; operation: Operation };
export type WalkCall = {
	method: string;
	path: string;
	headers: Record<string, string>;
	body?: Uint8Array;
};
/** A call and its intent. `json` is the body where it is undamaged JSON. */
export type Prepared = { call: WalkCall; kind: Plan["kind"]; json?: unknown };

const { servers, paths, components } = openApiDocument();

/** Every operation of the document. */
export const STEPS: Step[] = Object.entries(paths).flatMap(([path, methods]) =>
	Object.entries(methods).map(([method, operation]) => ({
		method: method.toUpperCase(),
		path: servers[0]?.url + path,
		operation,
	})),
);

const ALIASES: Record<string, string[]> = {
	groupName: ["groupName", "name"],
	toPhoneNumber: ["toPhoneNumber", "number"],
};
const KEPT = 25;

/**
 * The latest contents of earlier answers, and calls that use them. The same plans on the same data
 * give the same calls.
 */
export class Walk {
	/** The known fields of each thing. */
	private readonly things: Record<string, unknown>[] = [];
	/** Paths of things, each with its last ETag. */
	private readonly places = new Map<string, string | undefined>();
	private readonly last = new Map<string, Prepared>();

	prepare(step: Step, plan: Plan): Prepared {
		const { operation } = step;
		const before = this.last.get(operation.operationId);
		if (plan.kind === "again" && before) return { ...before, kind: "again" };
		const place = this.placeFor(step, plan);
		const query = new URLSearchParams(
			Object.entries(plan.query).map(([name, value]) => [name, String(value)]),
		);
		if (plan.kind === "parameter" && plan.parameter.of === "query")
			query.append([...query.keys(), "nobody-knows"][0] ?? "", plan.parameter.value);
		const path = `${place}${query.size > 0 ? `?${query}` : ""}`;
		const [type, content] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
		const isJson = type === "application/json";
		const json = isJson ? this.resolve(plan.body, plan.nth) : undefined;
		const prepared: Prepared = {
			kind: plan.kind,
			call: { method: step.method, path, headers: this.headersFor(step, plan, place, type) },
			...(isJson && plan.kind !== "body" && { json }),
		};
		if (content !== undefined) prepared.call.body = bytesOf(isJson, json ?? plan.body, plan);
		this.last.set(operation.operationId, prepared);
		return prepared;
	}

	/** Remembers an answer's contents for later calls. */
	learn({ method, path }: WalkCall, headers: Record<string, string>, data: unknown): void {
		const place = path.split("?", 1)[0] as string;
		if (method === "DELETE")
			for (const one of [...this.places.keys()]) if (one.startsWith(place)) this.places.delete(one);
		// A part of a connection has the version of the whole.
		const whole = wholePlace(place);
		if (whole !== place && headers.etag !== undefined) this.keepPlace(whole, headers.etag);
		if (method === "DELETE" || whole !== place) return;
		if (headers.etag !== undefined || this.places.has(place)) this.keepPlace(place, headers.etag);
		this.learnThings(place, data);
	}

	private learnThings(place: string, data: unknown): void {
		if (typeof data !== "object" || data === null) return;
		if (Array.isArray(data)) for (const one of data) this.learnThings(place, one);
		else {
			const thing = data as Record<string, unknown>;
			// The fields of a connection fit no other call, and would push the groups out.
			if (!CONNECTIONS.test(place)) this.things.push(thing);
			if (this.things.length > KEPT) this.things.shift();
			if (typeof thing.id === "string" && !place.endsWith(thing.id))
				this.keepPlace(`${place}/${thing.id}`, thing.etag as string | undefined);
			if (typeof thing.importId === "string")
				this.keepPlace(`${place.replace(/imports?$/, "imports")}/${thing.importId}`, undefined);
			for (const value of Object.values(thing))
				if (Array.isArray(value)) this.learnThings(place, value);
		}
	}

	private keepPlace(place: string, etag: string | undefined): void {
		this.places.delete(place);
		this.places.set(place, etag);
		if (this.places.size > 4 * KEPT) this.places.delete(this.places.keys().next().value as string);
	}

	/**
	 * A path with its parameters filled in: with those of an existing thing, or with wrong values.
	 */
	private placeFor({ path }: Step, { kind, nth, parameter }: Plan): string {
		const parameters = path.match(/\{\w+\}/g) ?? [];
		if (parameters.length === 0) return path;
		const wrong =
			kind === "parameter" && parameter.of === "path"
				? encodeURIComponent(Buffer.from(parameter.value).toString())
				: null;
		const until = path.lastIndexOf("}") + 1;
		const pattern = new RegExp(`^${path.slice(0, until).replace(/\{\w+\}/g, "[^/]+")}$`);
		const there = [...this.places.keys()].filter((place) => pattern.test(place));
		const found =
			there.length > 0
				? (there[nth % there.length] as string)
				: this.composed(path.slice(0, until), nth);
		const named = wrong === null ? found : found.replace(/[^/]+$/, wrong);
		return named + path.slice(until);
	}

	/** A path whose parameters are known from other paths, such as a group's from /groups/{groupId}. */
	private composed(path: string, nth: number): string {
		const spoken = path.replace("{language}", ["en", "ja"][nth % 2] as string);
		return spoken.replace(/\{(\w+)Id\}/g, (_, name) => {
			const known = [...this.places.keys()].flatMap(
				(place) => new RegExp(`/${name}s/([^/]+)$`).exec(place)?.[1] ?? [],
			);
			return known[nth % Math.max(1, known.length)] ?? "0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f11";
		});
	}

	private headersFor(
		{ operation }: Step,
		plan: Plan,
		place: string,
		type: string | undefined,
	): Record<string, string> {
		const takes = (name: string) =>
			operation.parameters.some((one) => "$ref" in one && one.$ref.endsWith(`/${name}`));
		// An unknown connection is not found, whatever its version.
		const etag =
			this.places.get(wholePlace(place)) ?? (CONNECTIONS.test(place) ? '"c1"' : undefined);
		const headers: Record<string, string> = {
			"x-api-key": "all-scopes-key",
			...(type !== undefined && { "content-type": type }),
			...(plan.idempotencyKey !== null &&
				takes("Idempotency-Key") && { "idempotency-key": plan.idempotencyKey }),
			...(plan.correlationId !== null && { "x-correlation-id": plan.correlationId }),
			...(etag !== undefined && takes("If-Match") && { "if-match": etag }),
		};
		if (plan.kind === "header") {
			if (plan.header.value === null) delete headers[plan.header.name];
			else headers[plan.header.name] = plan.header.value;
		}
		return headers;
	}

	/**
	 * Replaces each `Known` by its value: all from one thing, where that has every field asked for.
	 */
	private resolve(value: unknown, nth: number): unknown {
		const names = new Set<string>();
		visit(value, (known) => names.add(known.name));
		const of = (thing: Record<string, unknown>, name: string) =>
			(ALIASES[name] ?? [name]).map((one) => thing[one]).find((one) => one !== undefined);
		const ranked = this.things
			.map((thing) => ({
				thing,
				has: [...names].filter((name) => of(thing, name) !== undefined).length,
			}))
			.filter(({ has }) => has > 0);
		const most = Math.max(0, ...ranked.map(({ has }) => has));
		const best = ranked.filter(({ has }) => has === most);
		const thing = best[nth % Math.max(1, best.length)]?.thing ?? {};
		return visit(value, ({ name, otherwise }) => of(thing, name) ?? otherwise);
	}
}

/** Copies a value with every `Known` in it replaced. */
function visit(value: unknown, replace: (known: Known) => unknown): unknown {
	if (value instanceof Known) return replace(value);
	if (Array.isArray(value)) return value.map((one) => visit(one, replace));
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, one]) => [name, visit(one, replace)]),
	);
}

const CONNECTIONS = /\/connections(?:\/|$)/;

/** The place of a connection for each of its parts; any other place is whole. */
const wholePlace = (place: string): string =>
	/^.*\/connections\/[^/]+(?=\/)/.exec(place)?.[0] ?? place;

const utf8 = new TextEncoder();

function bytesOf(isJson: boolean, body: unknown, plan: Plan): Uint8Array {
	if (!isJson)
		return plan.kind === "body"
			? utf8.encode(String(body).replace(/,/g, plan.nth % 2 === 0 ? ";" : "\0"))
			: utf8.encode(String(body));
	return plan.kind === "body"
		? damagedBody(body as Record<string, unknown>, plan.damage)
		: utf8.encode(JSON.stringify(body));
}

/** The schema of an answer's header; undefined for an undocumented one. */
export const headerSchema = (name: string): JsonSchema | undefined =>
	Object.entries(components.headers).find(([known]) => known.toLowerCase() === name)?.[1].schema;
