import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { lastCallTimes } from "../../db/phone-systems/connection-calls.ts";
import { refusalCounts } from "../../db/phone-systems/connection-refusals.ts";
import { listConnections } from "../../db/phone-systems/connections.ts";
import { can } from "../domain/people/roles.ts";
import { requirePermission } from "../http/pages/permission.server.ts";
import { writeRefusals } from "../operations/phone-systems/count-refusals.ts";
import { writeNotedCalls } from "../operations/phone-systems/note-connection-call.ts";
import { getService } from "../platform/database.server.ts";
import { getEnv } from "../platform/env.server.ts";
import { texts } from "../texts/texts.ts";
import { SettingsTabs } from "../ui/frame/settings-tabs.tsx";
import { HELP_LINKS } from "../ui/help/help-links.ts";
import { COLUMNS } from "../ui/layout.ts";
import { PageHeading } from "../ui/page.tsx";
import { ConnectionList } from "../ui/phone-systems/connection-list.tsx";
import { KindChoice } from "../ui/phone-systems/kind-choice.tsx";

export const meta: MetaFunction = () => [{ title: texts.pages.phoneSystems.tabTitle }];

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { user } = await requirePermission({ request, context }, "connection:read");
	const service = await getService();
	await Promise.all([writeNotedCalls(service), writeRefusals(service)]);
	const last = await lastCallTimes(service.db);
	const refusals = await refusalCounts(service.db);
	const connections = await listConnections(service.db);
	return {
		connections: connections.map(({ id, name, kind, groups, pausedAt }) => ({
			...{ id, name, kind, groups, pausedAt },
			lastCall: last.get(id) ?? null,
			refusals: refusals.get(id) ?? null,
		})),
		hasPublicUrl: getEnv().PUBLIC_URL !== undefined,
		hasSecretsKey: service.state.secrets !== null,
		canChange: can(user.role, "connection:write"),
		role: user.role,
		zone: user.timeZone,
	};
}

export default function PhoneSystems() {
	const { connections, hasPublicUrl, hasSecretsKey, canChange, role, zone } =
		useLoaderData<typeof loader>();
	return (
		<>
			<PageHeading title={texts.pages.shared.settings.title} help={HELP_LINKS.phoneSystems} />
			<SettingsTabs current="/settings/phone-systems" role={role} />
			<div className={`${COLUMNS} ${canChange ? "lg:grid-cols-[minmax(0,1fr)_22rem]" : ""}`}>
				<ConnectionList connections={connections} zone={zone} />
				{canChange && <KindChoice hasPublicUrl={hasPublicUrl} hasSecretsKey={hasSecretsKey} />}
			</div>
		</>
	);
}
