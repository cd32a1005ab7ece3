import { texts } from "../../texts/texts.ts";
import { ChangeKeyForm, RotateKeyForm } from "../../ui/keys/api-key-changes.tsx";
import { ApiKeyForm } from "../../ui/keys/api-key-form.tsx";
import { LimitForm, NumbersForm, RevokeQuestion } from "../../ui/keys/api-key-questions.tsx";
import { ApiKeyTable, type Key } from "../../ui/keys/api-key-table.tsx";
import { NumbersFields } from "../../ui/keys/numbers-fields.tsx";
import { RightsFields } from "../../ui/keys/rights-fields.tsx";
import { InForm, refused, show, type Wing } from "../kit/example.tsx";
import { ago, idOf, LONG_EMAIL, LONG_NAME, LONG_WORD, ZONE } from "../kit/fixtures.ts";

const keyOf = (more: Partial<Key> = {}): Key => ({
	id: idOf(90),
	name: "Mobile app, production",
	hint: "ctci_4f1c",
	scopes: ["create"],
	groups: null,
	requestsPerMinute: null,
	...{ numbersWithoutPlus: "any", isTest: false },
	...{ expiresAt: null, networks: null, previousUntil: null },
	createdBy: "ann@example.com",
	createdAt: ago(1_000_000),
	lastUsedAt: ago(60),
	revokedAt: null,
	...more,
});
const UNUSED = keyOf({ id: idOf(91), lastUsedAt: null, createdBy: LONG_EMAIL, name: LONG_WORD });
const KEYS = [
	keyOf(),
	keyOf({
		id: idOf(92),
		scopes: ["create", "match", "provision"],
		groups: ["auto_insurance", LONG_NAME],
		requestsPerMinute: 1_000_000,
		numbersWithoutPlus: "international",
	}),
	UNUSED,
	keyOf({
		...{ id: idOf(95), expiresAt: ago(-86_400), previousUntil: ago(-3600) },
		networks: ["203.0.113.0/24", "2001:db8:0:0:0:0:0:0/32"],
	}),
	keyOf({ id: idOf(96), expiresAt: ago(60) }),
	keyOf({ id: idOf(97), expiresAt: ago(-90 * 86_400) }),
	keyOf({ id: idOf(93), groups: [], revokedAt: ago(30) }),
];
const GROUPS = Array.from({ length: 12 }, (_, index) => ({
	id: idOf(index),
	name: index === 3 ? LONG_NAME : `group ${index}`,
}));
const limitRefused = refused(
	{ requestsPerMinute: "none" },
	{ requestsPerMinute: ["Enter a whole number from 1 to 1,000,000, or nothing."] },
);
const numbersRefused = refused(
	{ numbersWithoutPlus: "" },
	{ numbersWithoutPlus: [texts.messages.keys.numbersWithoutPlus] },
);
const formRefused = refused(
	{ name: "", scopes: ["match"], limit: "some", groupIds: [], requestsPerMinute: "-1" },
	{
		name: ["Enter a name."],
		scopes: ["Choose at least one."],
		groupIds: ["Choose at least one group."],
		requestsPerMinute: ["Enter a whole number."],
	},
);

/** API keys. */
export const keys: Wing = {
	path: "keys",
	title: "API keys",
	components: [
		show(ApiKeyTable, {
			empty: <ApiKeyTable keys={[]} asked={null} zone={ZONE} now={ago(0)} />,
			"all states": <ApiKeyTable keys={KEYS} asked={null} zone={ZONE} now={ago(0)} />,
			"with a question": (
				<ApiKeyTable
					keys={KEYS.slice(0, 1)}
					asked={<RevokeQuestion apiKey={keyOf()} zone={ZONE} />}
					zone={ZONE}
					now={ago(0)}
				/>
			),
		}),
		show(ApiKeyForm, {
			empty: <ApiKeyForm groups={GROUPS} requestId={idOf(94)} reply={undefined} zone={ZONE} />,
			"no groups yet": (
				<ApiKeyForm groups={[]} requestId={idOf(94)} reply={undefined} zone={ZONE} />
			),
			refused: <ApiKeyForm groups={GROUPS} requestId={idOf(94)} reply={formRefused} zone={ZONE} />,
		}),
		show(RightsFields, {
			"in the form of a new key": (
				<InForm values={{ name: "", scopes: "", groupIds: "", expiresOn: "", networks: "" }}>
					{(fields) => (
						<RightsFields
							fields={fields}
							groups={GROUPS}
							chosen={{ scopes: ["read"], groupIds: [], limit: "all" }}
							zone={ZONE}
							kind="new"
						/>
					)}
				</InForm>
			),
			"of a test key": (
				<InForm values={{ name: "", scopes: "", groupIds: "", expiresOn: "", networks: "" }}>
					{(fields) => (
						<RightsFields
							fields={fields}
							groups={GROUPS}
							chosen={{ scopes: ["read"], groupIds: [], limit: "test" }}
							zone={ZONE}
							kind="test"
						/>
					)}
				</InForm>
			),
		}),
		show(ChangeKeyForm, {
			open: <ChangeKeyForm apiKey={KEYS[3]!} reply={undefined} groups={GROUPS} zone={ZONE} />,
			refused: <ChangeKeyForm apiKey={keyOf()} reply={formRefused} groups={GROUPS} zone={ZONE} />,
		}),
		show(RotateKeyForm, {
			open: <RotateKeyForm apiKey={keyOf()} reply={undefined} />,
			"with an old secret": <RotateKeyForm apiKey={KEYS[3]!} reply={undefined} />,
		}),
		show(RevokeQuestion, {
			used: <RevokeQuestion apiKey={keyOf()} zone={ZONE} />,
			"never used, long name": <RevokeQuestion apiKey={UNUSED} zone={ZONE} />,
		}),
		show(LimitForm, {
			"no limit": <LimitForm apiKey={keyOf()} reply={undefined} />,
			limited: <LimitForm apiKey={keyOf({ requestsPerMinute: 600 })} reply={undefined} />,
			refused: <LimitForm apiKey={UNUSED} reply={limitRefused} />,
		}),
		show(NumbersFields, {
			"none chosen": (
				<InForm values={{ value: "" }}>{(fields) => <NumbersFields meta={fields.value} />}</InForm>
			),
			chosen: (
				<InForm values={{ value: "international" }}>
					{(fields) => <NumbersFields meta={fields.value} />}
				</InForm>
			),
		}),
		show(NumbersForm, {
			"national or international": <NumbersForm apiKey={keyOf()} reply={undefined} />,
			"always international, long name": (
				<NumbersForm
					apiKey={{ ...UNUSED, numbersWithoutPlus: "international" }}
					reply={undefined}
				/>
			),
			refused: <NumbersForm apiKey={keyOf()} reply={numbersRefused} />,
		}),
	],
};
