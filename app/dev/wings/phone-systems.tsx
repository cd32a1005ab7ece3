import { Choice, GroupChoice } from "../../ui/group-choice.tsx";
import { CarriedData } from "../../ui/phone-systems/carried-data.tsx";
import { ConnectionFacts, type ShownConnection } from "../../ui/phone-systems/connection-facts.tsx";
import { ConnectionForm } from "../../ui/phone-systems/connection-form.tsx";
import { ConnectionLink } from "../../ui/phone-systems/connection-link.tsx";
import { ConnectionList } from "../../ui/phone-systems/connection-list.tsx";
import { ConnectionSecrets } from "../../ui/phone-systems/connection-secret.tsx";
import { ConnectionSetUp } from "../../ui/phone-systems/connection-set-up.tsx";
import { DeleteConnection } from "../../ui/phone-systems/delete-connection.tsx";
import { GroupDestinations } from "../../ui/phone-systems/group-destinations.tsx";
import { KindChoice } from "../../ui/phone-systems/kind-choice.tsx";
import { LanguageField } from "../../ui/phone-systems/language-field.tsx";
import { SecretField } from "../../ui/phone-systems/secret-field.tsx";
import { SentencesForm } from "../../ui/phone-systems/sentences-form.tsx";
import { refused, show, type Wing } from "../kit/example.tsx";
import { ago, idOf, LONG_EMAIL, LONG_NAME, LONG_WORD, ZONE } from "../kit/fixtures.ts";

const connectionOf = (more: Partial<ShownConnection> = {}): ShownConnection => ({
	...{ id: idOf(70), name: "Twilio, production", kind: "twilio" },
	...{ groupIds: null, groups: null, numbersWithoutPlus: "any", releasesOnAnswer: true },
	...{ target: "sip:agents@pbx.example.com", secondTarget: null, fallback: "+14155550132" },
	...{ userDataKeys: ["policy", "name"], pausedAt: null },
	...{ createdBy: "ann@example.com", createdAt: ago(90_000) },
	...{ updatedBy: LONG_EMAIL, updatedAt: ago(60) },
	...more,
});
const PAUSED = connectionOf({
	...{ id: idOf(71), name: LONG_WORD, kind: "a-later-kind", pausedAt: ago(600) },
	...{ groupIds: [idOf(1)], groups: ["auto_insurance", LONG_NAME], target: "+14155550132" },
	...{
		secondTarget: `sip:${LONG_WORD}@pbx.example`,
		fallback: null,
		releasesOnAnswer: false,
		numbersWithoutPlus: "international",
	},
});
const GROUPS = [
	{ id: idOf(1), name: "auto_insurance" },
	{ id: idOf(2), name: LONG_NAME },
];
const DESTINATIONS = [
	{
		...{ groupId: idOf(1), groupName: "auto_insurance", target: "sip:a@b.example" },
		...{ secondTarget: "+14155550133", fallback: null },
	},
	{
		...{ groupId: idOf(2), groupName: LONG_NAME, target: null },
		...{ secondTarget: null, fallback: "+14155550132" },
	},
];
const formRefused = refused(
	{ name: "", target: "nowhere", limit: "some", groupIds: [], userDataKeys: "bad-key" },
	{
		...{ name: ["Enter a name."], target: ["Enter a phone number or a SIP address."] },
		...{ groupIds: ["Choose at least one group."], secret: ["Enter the secret."] },
	},
);
const form = { requestId: idOf(72), groups: GROUPS, cancelTo: "/settings/phone-systems" };
const groupChoice = {
	groups: GROUPS,
	words: { legend: "Groups", all: "All groups", some: "Only these:", list: "List of groups" },
};
const secretMeta = {
	...{ id: "secret", name: "secret", errors: undefined, errorId: "secret-error" },
	...{ descriptionId: "secret-description", initialValue: undefined },
};
const secrets = [
	{ createdAt: ago(60), validUntil: null },
	{ createdAt: ago(90_000), validUntil: ago(-80_000) },
];
const secretProps = { zone: ZONE, reply: undefined, canChange: true };

/** Connections to phone systems. */
export const phoneSystems: Wing = {
	path: "phone-systems",
	title: "Phone systems",
	components: [
		show(ConnectionList, {
			empty: <ConnectionList connections={[]} zone={ZONE} />,
			"all states": (
				<ConnectionList
					zone={ZONE}
					connections={[
						{ ...connectionOf(), lastCall: { at: ago(9), refused: false }, refusals: null },
						{
							...{ ...PAUSED, lastCall: { at: ago(9), refused: true } },
							refusals: { times: 1_234_567, lastAt: ago(3) },
						},
						{
							...{ ...connectionOf({ id: idOf(73), groups: [] }), lastCall: null },
							refusals: { times: 1, lastAt: ago(90) },
						},
					]}
				/>
			),
		}),
		show(KindChoice, {
			"all possible": <KindChoice hasPublicUrl hasSecretsKey />,
			"nothing set": <KindChoice hasPublicUrl={false} hasSecretsKey={false} />,
		}),
		show(ConnectionForm, {
			new: <ConnectionForm {...form} stored={null} newKind="twilio" reply={undefined} />,
			refused: <ConnectionForm {...form} stored={null} newKind="twilio" reply={formRefused} />,
			edited: (
				<ConnectionForm
					{...form}
					stored={{ ...PAUSED, version: 3 }}
					newKind={null}
					reply={undefined}
				/>
			),
		}),
		show(GroupChoice, {
			all: <GroupChoice {...groupChoice} isLimited={false} chosen={[]} errors={undefined} />,
		}),
		show(Choice, {
			chosen: (
				<Choice type="checkbox" id="one" name="one" value="one" isChosen>
					{LONG_NAME}
				</Choice>
			),
		}),
		show(SecretField, {
			"from the platform": <SecretField kind="telnyx-texml" meta={secretMeta} />,
			"made here": <SecretField kind="sip-proxy" meta={secretMeta} />,
		}),
		show(CarriedData, {
			"SIP headers": <CarriedData kind="twilio" keys={[]} />,
			"User-to-User": <CarriedData kind="bandwidth" keys={["policy", "customer_id"]} />,
		}),
		show(LanguageField, {
			chosen: <LanguageField meta={{ ...secretMeta, id: "language", initialValue: "de" }} />,
			"of a group": <LanguageField meta={{ ...secretMeta, id: "group" }} none="none" />,
		}),
		show(SentencesForm, {
			ours: <SentencesForm language="de" own={{}} errors={{}} />,
			refused: (
				<SentencesForm language="en" own={{ busy: LONG_WORD }} errors={{ busy: "Wrong." }} />
			),
		}),
		show(ConnectionFacts, {
			works: (
				<ConnectionFacts
					connection={connectionOf()}
					hasSecret
					address={null}
					canChange
					zone={ZONE}
				/>
			),
			"paused, read only": (
				<ConnectionFacts
					connection={PAUSED}
					hasSecret
					address={null}
					canChange={false}
					zone={ZONE}
				/>
			),
			"no PUBLIC_URL, short expiry, a destination of a pool": (
				<ConnectionFacts
					connection={connectionOf({ secondTarget: "+18005555554" })}
					hasSecret
					address="missing"
					hurried={[{ name: LONG_NAME, expirySeconds: 30 }]}
					pooled={["+18005555554"]}
					canChange
					zone={ZONE}
				/>
			),
			"no secret, no destination": (
				<ConnectionFacts
					connection={connectionOf({ target: null })}
					hasSecret={false}
					address={null}
					canChange
					zone={ZONE}
				/>
			),
		}),
		show(ConnectionSetUp, {
			twilio: (
				<ConnectionSetUp
					kind="twilio"
					address={null}
					urls={{
						calls: "https://calls.example.com/phone-systems/1",
						status: "https://calls.example.com/phone-systems/1?step=ended",
					}}
				/>
			),
			"without PUBLIC_URL": (
				<ConnectionSetUp kind="vonage" address="missing" urls={{ calls: "", status: null }} />
			),
			"sip proxy": (
				<ConnectionSetUp
					kind="sip-proxy"
					address="insecure"
					urls={{ calls: `https://${LONG_WORD}.example/x`, status: null }}
				/>
			),
		}),
		show(ConnectionSecrets, {
			"being rotated": (
				<ConnectionSecrets
					{...secretProps}
					connection={{ kind: "twilio", version: 1 }}
					secrets={secrets}
				/>
			),
			missing: (
				<ConnectionSecrets
					{...secretProps}
					connection={{ kind: "sip-proxy", version: 1 }}
					secrets={[]}
				/>
			),
		}),
		show(GroupDestinations, {
			none: <GroupDestinations destinations={[]} groups={GROUPS} reply={undefined} canChange />,
			some: (
				<GroupDestinations
					destinations={DESTINATIONS}
					groups={GROUPS}
					reply={undefined}
					canChange={false}
				/>
			),
		}),
		show(ConnectionLink, {
			short: <ConnectionLink id={idOf(70)} name="Twilio, production" />,
			long: <ConnectionLink id={idOf(70)} name={LONG_NAME} />,
		}),
		show(DeleteConnection, {
			"with dependants": (
				<DeleteConnection connection={PAUSED} calls={50} groups={["auto_insurance"]} />
			),
			unused: <DeleteConnection connection={connectionOf()} calls={0} groups={[]} />,
		}),
	],
};
