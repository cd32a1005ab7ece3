import { can } from "../../domain/people/roles.ts";
import { asksForAni } from "../../domain/records/read-record-view.ts";
import { getEnv } from "../../platform/env.server.ts";
import { texts } from "../../texts/texts.ts";
import { requirePermission } from "./permission.server.ts";
import type { Asked } from "./session.server.ts";
import { viewChoicesOf } from "./view-choices.server.ts";

/**
 * The reader of records, and the query in the address. A query by ANI without the permission to see
 * it is 403 (R4).
 */
export async function requireRecordReader({ request, context }: Asked) {
	const { user } = await requirePermission({ request, context }, "record:read");
	const showsPrivate = can(user.role, "record:read-private");
	const params = new URL(request.url).searchParams;
	if (!showsPrivate && asksForAni(params)) {
		throw new Response(texts.pages.records.aniHidden, { status: 403 });
	}
	return {
		params,
		showsPrivate,
		zone: user.timeZone,
		defaultCountry: getEnv().DEFAULT_COUNTRY,
		liftsLocks: can(user.role, "lock:lift"),
		linksConnections: can(user.role, "connection:read"),
		rows: viewChoicesOf(request).rows,
		simulates: can(user.role, "developer-console:use"),
	};
}

/** The reader of the audit log, and the query in the address. */
export async function requireAuditReader({ request, context }: Asked) {
	const { user } = await requirePermission({ request, context }, "audit:read");
	const params = new URL(request.url).searchParams;
	const { role, email, timeZone: zone } = user;
	const { rows } = viewChoicesOf(request);
	return { params, role, email, zone, rows, defaultCountry: getEnv().DEFAULT_COUNTRY };
}
