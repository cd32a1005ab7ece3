import { cancelCallInRequestEndpoint } from "./cancel-call-in-request.ts";
import { createCallInRequestEndpoint } from "./create-call-in-request.ts";
import type { Endpoint } from "./exchange.ts";
import { matchCallEndpoint } from "./match-call.ts";
import { retrieveCallInRequestEndpoint } from "./retrieve-call-in-request.ts";

/** The one table of endpoints: what server.ts, the resource routes and the API's description go by. */
export const ENDPOINTS: readonly Endpoint[] = [
	createCallInRequestEndpoint,
	retrieveCallInRequestEndpoint,
	cancelCallInRequestEndpoint,
	matchCallEndpoint,
];

const byPath = new Map<string, Endpoint[]>();
for (const endpoint of ENDPOINTS) byPath.set(endpoint.path, [...(byPath.get(endpoint.path) ?? []), endpoint]);

/** What stands at a path, one for each method; none where the path is unknown. */
export const endpointsAt = (path: string): readonly Endpoint[] => byPath.get(path) ?? [];
