import { cancelCallInRequestEndpoint } from "./call-in/cancel-call-in-request.ts";
import { createCallInRequestEndpoint } from "./call-in/create-call-in-request.ts";
import { extendCallInRequestEndpoint } from "./call-in/extend-call-in-request.ts";
import { matchCallEndpoint } from "./call-in/match-call.ts";
import { readAvailabilityEndpoint } from "./call-in/read-availability.ts";
import { retrieveCallInRequestEndpoint } from "./call-in/retrieve-call-in-request.ts";
import type { Endpoint } from "./contract/exchange.ts";
import { readMyKeyEndpoint, rotateMyKeyEndpoint } from "./keys/my-key.ts";
import { createConnectionEndpoint } from "./phone-systems/add-connection.ts";
import {
	endOldConnectionSecretEndpoint,
	rotateConnectionSecretEndpoint,
} from "./phone-systems/connection-secrets-api.ts";
import {
	readSentencesEndpoint,
	setSentencesEndpoint,
} from "./phone-systems/connection-sentences.ts";
import {
	removeGroupDestinationEndpoint,
	setGroupDestinationEndpoint,
} from "./phone-systems/group-destination.ts";
import { listConnectionCallsEndpoint } from "./phone-systems/list-connection-calls.ts";
import { listConnectionsEndpoint } from "./phone-systems/list-connections.ts";
import {
	changeConnectionEndpoint,
	deleteConnectionEndpoint,
	pauseConnectionEndpoint,
	readConnectionEndpoint,
} from "./phone-systems/one-connection.ts";
import { addEntryEndpoint, listEntriesEndpoint } from "./provisioning/entries.ts";
import {
	changeEntryEndpoint,
	deleteEntryEndpoint,
	readEntryEndpoint,
} from "./provisioning/entry.ts";
import { exportPoolEndpoint } from "./provisioning/export.ts";
import { exportGroupsEndpoint } from "./provisioning/export-groups-file.ts";
import { deleteGroupEndpoint, readGroupEndpoint } from "./provisioning/group.ts";
import { createGroupEndpoint, listGroupsEndpoint } from "./provisioning/groups.ts";
import { importGroupsEndpoint } from "./provisioning/groups-import.ts";
import { importPoolEndpoint } from "./provisioning/import.ts";
import { changePoolEndpoint } from "./provisioning/many-numbers.ts";
import { changeSettingsEndpoint, readSettingsEndpoint } from "./provisioning/settings.ts";
import { undoGroupsImportEndpoint, undoPoolImportEndpoint } from "./provisioning/undo.ts";
import { undoPoolChangeEndpoint } from "./provisioning/undo-change.ts";

import { listAttemptsEndpoint } from "./records/list-attempts.ts";
import { listAuditEntriesEndpoint } from "./records/list-audit-entries.ts";
import { listRequestsEndpoint } from "./records/list-requests.ts";
import { liftLockEndpoint, listLocksEndpoint } from "./records/locks.ts";

/** The one table of endpoints, used by server.ts, the resource routes and the API's description. */
export const ENDPOINTS: readonly Endpoint[] = [
	createCallInRequestEndpoint,
	retrieveCallInRequestEndpoint,
	cancelCallInRequestEndpoint,
	extendCallInRequestEndpoint,
	matchCallEndpoint,
	readAvailabilityEndpoint,
	listRequestsEndpoint,
	listAttemptsEndpoint,
	listLocksEndpoint,
	liftLockEndpoint,
	listAuditEntriesEndpoint,
	listGroupsEndpoint,
	createGroupEndpoint,
	readGroupEndpoint,
	deleteGroupEndpoint,
	readSettingsEndpoint,
	changeSettingsEndpoint,
	listEntriesEndpoint,
	addEntryEndpoint,
	readEntryEndpoint,
	changeEntryEndpoint,
	deleteEntryEndpoint,
	changePoolEndpoint,
	undoPoolChangeEndpoint,
	importPoolEndpoint,
	exportPoolEndpoint,
	undoPoolImportEndpoint,
	exportGroupsEndpoint,
	importGroupsEndpoint,
	undoGroupsImportEndpoint,
	listConnectionsEndpoint,
	createConnectionEndpoint,
	readConnectionEndpoint,
	changeConnectionEndpoint,
	deleteConnectionEndpoint,
	pauseConnectionEndpoint,
	rotateConnectionSecretEndpoint,
	endOldConnectionSecretEndpoint,
	setGroupDestinationEndpoint,
	removeGroupDestinationEndpoint,
	readSentencesEndpoint,
	setSentencesEndpoint,
	listConnectionCallsEndpoint,
	readMyKeyEndpoint,
	rotateMyKeyEndpoint,
];

/** The endpoints at a path, one for each method, and the values of the path's `{names}`. */
export type Place = { endpoints: readonly Endpoint[]; params: Readonly<Record<string, string>> };

const byPath = new Map<string, { endpoints: Endpoint[]; params: Record<string, string> }>();
for (const endpoint of ENDPOINTS) {
	const place = byPath.get(endpoint.path);
	if (place) place.endpoints.push(endpoint);
	else byPath.set(endpoint.path, { endpoints: [endpoint], params: {} });
}

const NAME = /\{(\w+)\}/g;
const templates = [...byPath]
	.filter(([path]) => path.includes("{"))
	.map(([path, { endpoints }]) => ({
		pattern: new RegExp(`^${path.replaceAll(".", "\\.").replace(NAME, "(?<$1>[^/]+)")}$`),
		endpoints,
	}));

/**
 * The endpoints at a path. Null for an unknown path. Paths without `{names}`, such as all call-in
 * paths, cost one look-up.
 */
export function placeAt(path: string): Place | null {
	const exact = byPath.get(path);
	if (exact) return exact;
	for (const { pattern, endpoints } of templates) {
		const groups = pattern.exec(path)?.groups;
		if (groups) return { endpoints, params: groups };
	}
	return null;
}
