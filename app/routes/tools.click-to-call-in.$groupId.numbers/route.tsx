import {
	type ActionFunctionArgs,
	data,
	type LoaderFunctionArgs,
	type MetaFunction,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { findGroup } from "../../../db/groups/groups.ts";
import { messageOfChangeNotUndone } from "../../domain/groups/change-not-undone.ts";
import { messageOf } from "../../domain/groups/errors.ts";
import type { Group } from "../../domain/groups/group.ts";
import { parseDescription } from "../../domain/groups/pool.ts";
import type { PoolChange } from "../../domain/groups/pool-change.ts";
import { redirectWithFlash } from "../../http/pages/flash.server.ts";
import { readForm } from "../../http/pages/form.server.ts";
import { requirePermission } from "../../http/pages/permission.server.ts";
import type { SignedIn } from "../../http/pages/session.server.ts";
import {
	changeManyNumbers,
	type PoolNotChanged,
} from "../../operations/groups/change-many-numbers.ts";
import { undoManyNumbers } from "../../operations/groups/undo-many-numbers.ts";
import { getService } from "../../platform/database.server.ts";
import { texts } from "../../texts/texts.ts";
import { ManyNumbers, type RefusedChange } from "../../ui/groups/many-numbers.tsx";
import { poolHref, viewParams } from "../../ui/groups/pool-view.ts";
import { PageHeading } from "../../ui/page.tsx";
import {
	findSelected,
	readChange,
	readConfirmation,
	readSelectedView,
} from "./many-numbers.server.ts";

const words = texts.pages.poolNumbers.confirm;
const { many } = texts.messages.groups;
const { shared } = texts.pages;

export const meta: MetaFunction<typeof loader> = ({ data }) => [
	{ title: words.tabTitle({ group: data?.group.name ?? texts.pages.groups.title }) },
];

const pageOf = (group: { id: string }) => `/tools/click-to-call-in/${group.id}`;

export async function loader({ request, context, params }: LoaderFunctionArgs) {
	const { actor } = await requirePermission({ request, context }, "group:write");
	const { db } = await getService();
	const group = await findGroup(db, params.groupId ?? "");
	if (!group) throw data(texts.pages.groups.gone, 404);
	const asked = new URL(request.url).searchParams;
	const change = readChange(asked);
	if (!change) throw data(shared.unknownAction, 400);
	return { group, ...(await shownPage(group, asked, change, actor)) };
}

async function shownPage(
	group: Group,
	asked: Parameters<typeof readConfirmation>[2],
	change: PoolChange,
	actor: SignedIn["actor"],
) {
	const { db } = await getService();
	const view = readSelectedView(asked);
	return {
		confirmation: await readConfirmation(db, group, asked, change, actor),
		backTo: `${pageOf(group)}${poolHref(view)}`,
		search: viewParams(view),
	};
}

type ShownPage = Awaited<ReturnType<typeof shownPage>>;

export async function action({ request, context, params }: ActionFunctionArgs) {
	const signedIn = await requirePermission({ request, context }, "group:write");
	const { actor } = signedIn;
	const form = await readForm(request);
	const { db } = await getService();
	const group = await findGroup(db, params.groupId ?? "");
	if (!group) throw data(texts.pages.groups.gone, 404);
	if (form.get("intent") === "undo") return undo(group, form, signedIn);
	const change = readChange(form);
	if (!change) throw data(shared.unknownAction, 400);
	const refuse = async (message: string, status: number) => {
		const [description, drain] = [form.get("description"), form.get("drain")].map(String);
		const page = await shownPage(group, form, change, actor);
		return data({ ...page, refused: { message, description, drain } }, status);
	};
	if (change.action === "describe") {
		const description = parseDescription(change.description);
		if (!description.ok) return refuse(messageOf(description.error), 422);
		change.description = description.value;
	}
	const done = await changeManyNumbers(
		db,
		group.id,
		{
			entryIds: await findSelected(db, group, form),
			change,
			poolVersion: Number(form.get("poolVersion")),
			acceptedLiveRequests: Number(form.get("acceptedLiveRequests")) || 0,
		},
		actor,
	);
	if (!done.ok) {
		if (done.error.code === "group-gone") throw data(texts.pages.groups.gone, 404);
		return refuse(messageOfRefusal(done.error), 409);
	}
	const { changeId, changed } = done.value;
	const fields = { intent: "undo", change: changeId ?? "" };
	return redirectWithFlash(signedIn, `${pageOf(group)}${poolHref(readSelectedView(form))}`, {
		message:
			changeId === null ? words.nothingToDo : words.done[change.action]({ count: changed.length }),
		...(changeId !== null && {
			undo: { label: shared.undo, action: `${pageOf(group)}/numbers`, fields },
		}),
	});
}

function messageOfRefusal(error: PoolNotChanged): string {
	switch (error.code) {
		case "pool-changed":
			return many.changedMeanwhile;
		case "pool-none-left":
			return many.noneLeft;
		case "pool-all-draining":
			return messageOf(error);
		case "numbers-live":
			return many.live(error);
	}
}

async function undo(group: Group, form: FormData, signedIn: SignedIn) {
	const { db } = await getService();
	const undone = await undoManyNumbers(db, group.id, String(form.get("change")), signedIn.actor);
	if (!undone.ok && undone.error.code === "group-gone") throw data(texts.pages.groups.gone, 404);
	const message = undone.ok
		? words.undone({ count: undone.value.numbers })
		: messageOfChangeNotUndone(undone.error as Parameters<typeof messageOfChangeNotUndone>[0]);
	return redirectWithFlash(signedIn, pageOf(group), { message });
}

export default function ManyNumbersPage() {
	const page = useLoaderData<typeof loader>();
	const refusal = useActionData<ShownPage & { refused: RefusedChange }>();
	const { group } = page;
	const { confirmation, backTo, search }: ShownPage = refusal ?? page;
	return (
		<div className="mx-auto max-w-2xl">
			<PageHeading
				title={words.titles[confirmation.action]}
				place={{ to: backTo, name: group.name }}
			/>
			<ManyNumbers {...{ confirmation, backTo, search }} refused={refusal?.refused} />
		</div>
	);
}
