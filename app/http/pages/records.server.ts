import { can } from "../../domain/people/roles.ts";
import { asksForAni } from "../../domain/records/record-view.ts";
import { getEnv } from "../../platform/env.server.ts";
import { texts } from "../../texts/texts.ts";
import { requirePermission } from "./permission.server.ts";
import type { Asked } from "./session.server.ts";

/**
 * Who reads records, and what the address asks for. For who may not see the ANI, asking for it is
 * 403 (R4).
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
	};
}

/** Who reads the audit log, and what the address asks for. */
export async function requireAuditReader({ request, context }: Asked) {
	const { user } = await requirePermission({ request, context }, "audit:read");
	const params = new URL(request.url).searchParams;
	return { params, role: user.role, zone: user.timeZone, defaultCountry: getEnv().DEFAULT_COUNTRY };
}
