import {
	type ActionFunctionArgs,
	data,
	type LoaderFunctionArgs,
	type MetaFunction,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { listGroupNames } from "../../../db/groups/groups.ts";
import { listConnectionCalls } from "../../../db/phone-systems/connection-calls.ts";
import { listConnectionRefusals } from "../../../db/phone-systems/connection-refusals.ts";
import { listConnectionSecrets } from "../../../db/phone-systems/connection-secrets.ts";
import { findStoredConnection } from "../../../db/phone-systems/connections.ts";
import { listGroupDestinations } from "../../../db/phone-systems/group-destinations.ts";
import { listHurriedGroups } from "../../../db/phone-systems/hurried-groups.ts";
import { pooledNumbers } from "../../../db/phone-systems/pooled-numbers.ts";
import { CODE_CALL_SECONDS } from "../../domain/conversation/next-step.ts";
import { can } from "../../domain/people/roles.ts";
import { DESTINATION_PARTS, numbersAmong } from "../../domain/phone-systems/call-destination.ts";
import { urlsToPaste } from "../../domain/phone-systems/connection.ts";
import { hasPrompts, parseKind } from "../../domain/phone-systems/connection-kinds.ts";
import { addressTrouble } from "../../domain/phone-systems/public-address.ts";
import { readForm } from "../../http/pages/form.server.ts";
import { requirePermission } from "../../http/pages/permission.server.ts";
import { publicOrigin } from "../../http/pages/user-link.server.ts";
import { writeRefusals } from "../../operations/phone-systems/count-refusals.ts";
import { writeNotedCalls } from "../../operations/phone-systems/note-connection-call.ts";
import { getService } from "../../platform/database.server.ts";
import { getEnv } from "../../platform/env.server.ts";
import { texts } from "../../texts/texts.ts";
import { HELP_LINKS } from "../../ui/help/help-links.ts";
import { COLUMNS } from "../../ui/layout.ts";
import { PageHeading } from "../../ui/page.tsx";
import { ConnectionCalls } from "../../ui/phone-systems/connection-calls.tsx";
import { ConnectionFacts } from "../../ui/phone-systems/connection-facts.tsx";
import { ConnectionRefusals } from "../../ui/phone-systems/connection-refusals.tsx";
import { ConnectionSecrets } from "../../ui/phone-systems/connection-secret.tsx";
import { ConnectionSetUp } from "../../ui/phone-systems/connection-set-up.tsx";
import { DeleteConnection } from "../../ui/phone-systems/delete-connection.tsx";
import { GroupDestinations } from "../../ui/phone-systems/group-destinations.tsx";
import { SecretNotice } from "../../ui/secret-notice.tsx";
import { actOnConnection, type ConnectionAnswer } from "./actions.server.ts";

const words = texts.pages.phoneSystems;
// On narrow pages the last calls come last: they are long.
const PLACES = [
	...[COLUMNS, "lg:grid-cols-[minmax(0,1fr)_29rem]"],
	"lg:grid-rows-[auto_minmax(0,1fr)]",
].join(" ");

export const meta: MetaFunction<typeof loader> = ({ data }) => [
	{
		title: data ? words.connection.tabTitle(data.connection) : words.connection.tabTitleUnknown,
	},
];

export async function loader({ request, context, params }: LoaderFunctionArgs) {
	const { user } = await requirePermission({ request, context }, "connection:read");
	const service = await getService();
	const { db } = service;
	const connection = await findStoredConnection(db, params.connectionId ?? "");
	if (!connection) throw data(words.connection.gone, 404);
	await Promise.all([writeNotedCalls(service), writeRefusals(service)]);
	const canChange = can(user.role, "connection:write");
	const groups = await listGroupNames(db);
	const destinations = await listGroupDestinations(db, connection.id);
	const kind = parseKind(connection.kind);
	const asksCodes = kind !== undefined && hasPrompts(kind);
	return {
		...{ connection, canChange, zone: user.timeZone, destinations },
		address: addressTrouble(connection.kind, getEnv().PUBLIC_URL),
		hurried: asksCodes ? await listHurriedGroups(db, connection.groupIds, CODE_CALL_SECONDS) : [],
		pooled: await pooledNumbers(
			db,
			numbersAmong(
				[connection, ...destinations].flatMap((one) => DESTINATION_PARTS.map((part) => one[part])),
			),
		),
		urls: urlsToPaste(connection.kind, connection.id, publicOrigin(request)),
		secrets: await listConnectionSecrets(db, connection.id),
		calls: await listConnectionCalls(db, connection.id),
		refusals: await listConnectionRefusals(db, connection.id),
		groups: groups.filter(({ id }) => connection.groupIds?.includes(id) ?? true),
		isAsked: canChange && new URL(request.url).searchParams.get("ask") === "delete",
	};
}

export async function action({ request, context, params }: ActionFunctionArgs) {
	const signedIn = await requirePermission({ request, context }, "connection:write");
	return actOnConnection(params.connectionId ?? "", await readForm(request), signedIn);
}

export default function ConnectionPage() {
	const { connection, canChange, zone, urls, address, secrets, isAsked, ...listed } =
		useLoaderData<typeof loader>();
	const { calls, refusals, destinations, groups, hurried, pooled } = listed;
	const answer = useActionData<ConnectionAnswer>();
	return (
		<>
			<PageHeading
				title={connection.name}
				place={{ to: "/settings/phone-systems", name: words.title }}
				help={HELP_LINKS.phoneSystems}
			/>
			{answer?.made && (
				<SecretNotice secret={answer.made.secret}>
					<p className="font-semibold">{words.connection.secret.rotatedKey(answer.made)}</p>
				</SecretNotice>
			)}
			{isAsked && !answer && (
				<DeleteConnection
					connection={connection}
					calls={calls.length}
					groups={destinations.map(({ groupName }) => groupName)}
				/>
			)}
			<div className={PLACES}>
				<ConnectionSetUp kind={connection.kind} urls={urls} address={address} />
				<div className="space-y-6 lg:col-start-2 lg:row-span-2 lg:row-start-1">
					<ConnectionFacts
						connection={connection}
						hasSecret={secrets.length > 0}
						address={address}
						hurried={hurried}
						pooled={pooled}
						canChange={canChange}
						zone={zone}
					/>
					<GroupDestinations
						destinations={destinations}
						groups={groups}
						reply={answer?.destination}
						canChange={canChange}
					/>
					<ConnectionSecrets
						connection={connection}
						secrets={secrets}
						reply={answer?.rotation}
						canChange={canChange}
						zone={zone}
					/>
				</div>
				<div className="space-y-6">
					<ConnectionCalls calls={calls} kind={connection.kind} zone={zone} />
					<ConnectionRefusals refusals={refusals} kind={connection.kind} zone={zone} />
				</div>
			</div>
		</>
	);
}
