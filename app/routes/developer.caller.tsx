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
import { listKeysWithScope } from "../../db/keys/api-keys.ts";
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
	return { keys: await listKeysWithScope(db, "match"), zone: user.timeZone };
}

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
	const country = getEnv().DEFAULT_COUNTRY as CountryCode;
	const read = readInboundCall(told, { country, withoutPlus: key?.numbersWithoutPlus ?? "any" });
	const apiKey = key ?? { id: user.id, limitedToGroups: false };
	const call = { ...read, release, apiKey, corrId: uuidv4(), madeBy: user.id };
	const given = {
		accessCode: read.accessCode !== null,
		fromNumber: read.fromNumber !== null,
		toNumber: read.dialed !== null,
	};
	const reply = submission.reply();
	const typed = { given, isAniTyped: told.fromPhoneNumber !== undefined };
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
	const { keys, zone } = useLoaderData<typeof loader>();
	const answer = useActionData<Answer>();
	return (
		<>
			<PageHeading title={texts.pages.developer.title} help={HELP_LINKS.callers} />
			<DeveloperTabs current="/developer/caller" />
			<div className={`${COLUMNS} lg:grid-cols-[22rem_minmax(0,1fr)]`}>
				<SimulatedCallForm keys={keys} reply={answer?.reply} />
				{answer?.call ? (
					<SimulatedCallOutcome call={answer.call} zone={zone} />
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
