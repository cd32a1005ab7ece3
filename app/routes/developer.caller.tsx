import type { SubmissionResult } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import {
	type ActionFunctionArgs,
	data,
	type LoaderFunctionArgs,
	type MetaFunction,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { v4 as uuidv4 } from "uuid";
import type { Db } from "../../db/connection/database.ts";
import { isUuid } from "../../db/groups/groups.ts";
import { listKeysWithScope } from "../../db/keys/api-keys.ts";
import { findCallOfAttempt } from "../../db/records/attempt-records.ts";
import { readInboundCall } from "../domain/match/inbound-call.ts";
import { simulatedCallForm } from "../domain/match/simulated-call.ts";
import type { CountryCode } from "../domain/numbers/numbering-plan.ts";
import { readForm } from "../http/pages/form.server.ts";
import { requirePermission } from "../http/pages/permission.server.ts";
import { simulateCall, simulateForReal } from "../operations/match/simulate-call.ts";
import { getService } from "../platform/database.server.ts";
import { getEnv } from "../platform/env.server.ts";
import { texts } from "../texts/texts.ts";
import { DeveloperTabs } from "../ui/developer/developer-tabs.tsx";
import { HELP_LINKS } from "../ui/help/help-links.ts";
import { COLUMNS } from "../ui/layout.ts";
import { type SimulatedCall, SimulatedCallOutcome } from "../ui/match/simulated-call.tsx";
import { SimulatedCallForm } from "../ui/match/simulated-call-form.tsx";
import { PageHeading } from "../ui/page.tsx";

const words = texts.pages.match;

export const meta: MetaFunction = () => [{ title: words.tabTitle }];

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { user } = await requirePermission({ request, context }, "developer-console:use");
	const { db } = await getService();
	const keys = await listKeysWithScope(db, "match");
	const id = new URL(request.url).searchParams.get("attempt");
	const recorded = id === null ? null : isUuid(id) ? await findCallOfAttempt(db, id) : null;
	if (id !== null && recorded === null) throw data(texts.pages.record.attempt.gone, 404);
	return {
		...{ keys, zone: user.timeZone },
		again: recorded && (await simulateAgain(db, recorded, { user, keys })),
	};
}

type Key = Awaited<ReturnType<typeof listKeysWithScope>>[number];

/**
 * A recorded call once more, now: nothing is changed. Its code is not known (K5). Its call ID is
 * left out, because a repeated call would get its first answer again.
 */
async function simulateAgain(
	db: Db,
	recorded: NonNullable<Awaited<ReturnType<typeof findCallOfAttempt>>>,
	{ user, keys }: { user: { id: string }; keys: Key[] },
) {
	const told = {
		toPhoneNumber: recorded.toPhoneNumber ?? undefined,
		fromPhoneNumber: recorded.fromPhoneNumber ?? undefined,
		attestation: recorded.attestation ?? undefined,
	};
	const key = keys.find(({ id }) => id === recorded.apiKeyId);
	const apiKey = key ?? { id: user.id, limitedToGroups: false };
	const read = readCall(told, undefined);
	const call = { ...read, release: false, apiKey, corrId: uuidv4(), madeBy: user.id };
	const simulation = await simulateCall(db, call);
	return {
		form: { ...told, apiKeyId: key?.id },
		call: { ...simulation, ...shownOf(told, read), isForReal: false, hasReleased: false },
	};
}

const readCall = (told: Parameters<typeof readInboundCall>[0], key: Key | undefined) =>
	readInboundCall(told, {
		country: getEnv().DEFAULT_COUNTRY as CountryCode,
		withoutPlus: key?.numbersWithoutPlus ?? "any",
	});

/** Which criteria the call has, for the page. */
const shownOf = (
	told: Parameters<typeof readInboundCall>[0],
	read: ReturnType<typeof readInboundCall>,
) => ({
	given: {
		accessCode: read.accessCode !== null,
		fromNumber: read.fromNumber !== null,
		toNumber: read.dialed !== null,
	},
	isAniTyped: told.fromPhoneNumber !== undefined,
});

type Answer = { reply: SubmissionResult<string[]>; call?: SimulatedCall };

export async function action({ request, context }: ActionFunctionArgs) {
	const { user } = await requirePermission({ request, context }, "developer-console:use");
	const submission = parseWithZod(await readForm(request), { schema: simulatedCallForm });
	if (submission.status !== "success") return data<Answer>({ reply: submission.reply() }, 422);
	const { apiKeyId, forReal, release, ...told } = submission.value;
	const service = await getService();
	const key = (await listKeysWithScope(service.db, "match")).find(({ id }) => id === apiKeyId);
	if (apiKeyId !== undefined && !key) {
		return data<Answer>(
			{
				reply: submission.reply({
					fieldErrors: { apiKeyId: [words.keyGone] },
				}),
			},
			409,
		);
	}
	const read = readCall(told, key);
	const apiKey = key ?? { id: user.id, limitedToGroups: false };
	const call = { ...read, release, apiKey, corrId: uuidv4(), madeBy: user.id };
	const reply = submission.reply();
	const typed = shownOf(told, read);
	if (!forReal) {
		const simulation = await simulateCall(service.db, call);
		return data<Answer>({
			reply,
			call: { ...simulation, ...typed, isForReal: false, hasReleased: false },
		});
	}
	const made = await simulateForReal(service, call);
	if (!made.ok) {
		const formErrors = [words.beingAnswered];
		return data<Answer>({ reply: submission.reply({ formErrors }) }, 409);
	}
	const { simulation, answer } = made.value;
	const { outcome, matched } = answer;
	const hasReleased = release && outcome === "MATCHED";
	return data<Answer>({
		reply,
		call: { ...simulation, told: { outcome, matched }, ...typed, isForReal: true, hasReleased },
	});
}

export default function CallerSimulation() {
	const { keys, zone, again } = useLoaderData<typeof loader>();
	const answer = useActionData<Answer>();
	const call = answer ? answer.call : again?.call;
	return (
		<>
			<PageHeading title={texts.pages.developer.title} help={HELP_LINKS.callers} />
			<DeveloperTabs current="/developer/caller" />
			<div className={`${COLUMNS} lg:grid-cols-[22rem_minmax(0,1fr)]`}>
				<SimulatedCallForm keys={keys} reply={answer?.reply} recorded={again?.form} />
				{call ? (
					<div>
						{!answer && <p className="mb-3 text-muted">{words.recorded}</p>}
						<SimulatedCallOutcome call={call} zone={zone} />
					</div>
				) : (
					<section className="panel px-4 py-12 text-center" aria-labelledby="nothing-yet">
						<h2 id="nothing-yet">{words.nothingYet}</h2>
						<p className="mx-auto mt-1 max-w-prose text-muted">{words.nothingYetHint}</p>
					</section>
				)}
			</div>
		</>
	);
}
