import { type AuditEntry, insertAuditEntries } from "../../../db/audit/audit-entries.ts";
import type { Db } from "../../../db/connection/database.ts";
import { deleteApiKeyGroups, insertApiKeyGroups } from "../../../db/keys/api-keys.ts";
import { findStoredConnection, touchConnection } from "../../../db/phone-systems/connections.ts";
import { setGroupDestination } from "../../../db/phone-systems/group-destinations.ts";
import type { Actor } from "../../domain/audit/actor.ts";
import type { ConnectionStep } from "../../domain/import/all-groups/connections-plan.ts";
import { auditedSettings } from "../phone-systems/audited-settings.ts";

/** A group of an import, and what it does with connections. */
export type ServedGroup = { id: string; name: string; steps: readonly ConnectionStep[] };

/**
 * Lets connections serve the groups of an import, with the groups' own destinations, or puts both
 * back (`isUndo`). Each connection gets a new version once, and the audit entries that its page
 * would have written.
 */
export async function applyConnections(
	tx: Db,
	groups: readonly ServedGroup[],
	actor: Actor,
	{ isUndo = false }: { isUndo?: boolean } = {},
): Promise<void> {
	const byConnection = new Map<string, { group: ServedGroup; step: ConnectionStep }[]>();
	for (const group of groups)
		for (const step of group.steps)
			byConnection.set(step.id, [...(byConnection.get(step.id) ?? []), { group, step }]);
	for (const [id, changes] of byConnection) {
		const before = await findStoredConnection(tx, id);
		if (!before) throw new Error("A locked connection is gone.");
		const subject = { subjectId: id, subjectName: before.name };
		const audit: AuditEntry[] = [];
		const anew = changes.filter(({ step }) => step.isServedAnew).map(({ group }) => group.id);
		if (anew.length > 0) {
			await (isUndo ? deleteApiKeyGroups : insertApiKeyGroups)(tx, id, anew);
			const after = (await findStoredConnection(tx, id)) ?? before;
			audit.push({
				...{ ...subject, action: "connection.change" },
				...{ before: auditedSettings(before), after: auditedSettings(after) },
			});
		}
		for (const { group, step } of changes) {
			if (step.destinations === null) continue;
			const [before, after] = isUndo
				? [step.destinations.after, step.destinations.before]
				: [step.destinations.before, step.destinations.after];
			await setGroupDestination(tx, id, group.id, after);
			audit.push({
				...{ ...subject, action: "connection.set-destination" },
				before: { group: group.name, ...before },
				after: { group: group.name, ...after },
			});
		}
		await touchConnection(tx, id, actor.name);
		await insertAuditEntries(tx, actor, audit);
	}
}
