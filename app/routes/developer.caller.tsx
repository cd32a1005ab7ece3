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
import { getDatabase } from "../platform/database.server.ts";
import { getEnv } from "../platform/env.server.ts";
import { DeveloperTabs } from "../ui/developer/developer-tabs.tsx";
import { type SimulatedCall, SimulatedCallOutcome } from "../ui/match/simulated-call.tsx";
import { SimulatedCallForm } from "../ui/match/simulated-call-form.tsx";
import { PageHeading } from "../ui/page.tsx";

export const meta: MetaFunction = () => [{ title: "Caller simulation – Developer" }];

export async function loader({ request }: LoaderFunctionArgs) {
	const { user } = await requirePermission(request, "developer-console:use");
	const { orm } = await getDatabase();
	return { keys: await listKeysWithScope(orm, "match"), zone: user.timeZone };
}

type Answer = { reply: SubmissionResult<string[]>; call?: SimulatedCall };

export async function action({ request }: ActionFunctionArgs) {
	const { user } = await requirePermission(request, "developer-console:use");
	const submission = parseWithZod(await readForm(request), { schema: simulatedCallForm });
	if (submission.status !== "success") return data<Answer>({ reply: submission.reply() }, 422);
	const { apiKeyId, forReal, release, ...told } = submission.value;
	const database = await getDatabase();
	const key = (await listKeysWithScope(database.orm, "match")).find(({ id }) => id === apiKeyId);
	if (apiKeyId !== undefined && !key) {
		return data<Answer>(
			{
				reply: submission.reply({
					fieldErrors: { apiKeyId: ["This key does not work any more. Choose another."] },
				}),
			},
			409,
		);
	}
	const read = readInboundCall(told, { country: getEnv().DEFAULT_COUNTRY as CountryCode });
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
		const simulation = await simulateCall(database, call);
		return data<Answer>({
			reply,
			call: { ...simulation, ...typed, isForReal: false, hasReleased: false },
		});
	}
	const made = await simulateForReal(database, call);
	if (!made.ok) {
		const message = "A call with this ID is being answered right now. Try again.";
		return data<Answer>({ reply: submission.reply({ formErrors: [message] }) }, 409);
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
			<PageHeading title="Developer" />
			<DeveloperTabs current="/developer/caller" />
			<div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-[22rem_minmax(0,1fr)]">
				<SimulatedCallForm keys={keys} reply={answer?.reply} />
				{answer?.call ? (
					<SimulatedCallOutcome call={answer.call} zone={zone} />
				) : (
					<section className="panel px-4 py-12 text-center" aria-labelledby="nothing-yet">
						<h2 id="nothing-yet">Whose call would it be?</h2>
						<p className="mx-auto mt-1 max-w-prose text-muted">
							Enter what the phone system knows of a call. The answer comes with its reasons: which
							requests it was held against, and what stood between. Nothing is changed unless you
							ask for it.
						</p>
					</section>
				)}
			</div>
		</>
	);
}
