// Calls every documented operation through Prism as a validating proxy, with right, wrong and
// random input. Prism must find nothing wrong with an answer, or with a call that was accepted.
import { STEPS, Walk } from "../../tests/support/api-walk.ts";
import { someNumbers } from "../../tests/support/groups.ts";
import { type Plan, plansFor } from "../../tests/support/walk-plans.ts";

const [origin = "", proxy = "", key = ""] = process.argv.slice(2);
const SEED = 20_261_130;
const CALLS_OF_EACH = 150;
const API = "/engagement/v3";

/** A dry run accepts a wrong file, and tells what is wrong with it. An existing group is not read. */
const TELLS_ALL = /dryRun=true|existing=skip/;

/** Rotating its own key would end the walk. */
const steps = STEPS.filter(({ operation }) => operation.operationId !== "rotateMyKey");

await makeGroups();
const walk = new Walk();
const plans = steps.map(({ operation }, index) => plansFor(operation, CALLS_OF_EACH, SEED + index));
const wrong = new Map<string, string>();
const statuses = new Map<number, number>();
for (let round = 0; round < CALLS_OF_EACH; round += 1)
	for (const [index, step] of steps.entries()) {
		const plan = plans[index]![round]!;
		if (!passesPrism(plan)) continue;
		const { call, kind } = walk.prepare(step, plan);
		const headers = { ...call.headers };
		if (headers["x-api-key"] === "all-scopes-key") headers["x-api-key"] = key;
		const response = await fetch(proxy + call.path.slice(API.length), {
			method: call.method,
			headers,
			...(call.body && { body: call.body as BodyInit }),
		});
		const body = await response.text();
		const answered = Object.fromEntries(response.headers);
		statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
		if (response.ok) walk.learn(call, answered, body.startsWith("{") && JSON.parse(body).data);
		const found: { location: string[]; message: string }[] = JSON.parse(
			answered["sl-violations"] ?? "[]",
		);
		for (const { location, message } of found)
			if (location[0] === "response" || (response.ok && !TELLS_ALL.test(call.path)))
				wrong.set(
					`${step.operation.operationId} ${response.status}: ${location.join(".")} ${message}`,
					`${kind} ${call.path} ${new TextDecoder().decode(call.body).slice(0, 300)} ${body.slice(0, 300)}`,
				);
		if (answered["content-type"]?.startsWith("application/problem+json"))
			wrong.set(
				`${step.operation.operationId} ${response.status}: Prism`,
				`${kind} ${call.path} ${body.slice(0, 500)}`,
			);
	}
console.log(
	`  answers by status: ${[...statuses]
		.sort(([a], [b]) => a - b)
		.map(([status, count]) => `${status}: ${count}`)
		.join(", ")}`,
);
for (const [what, call] of wrong) console.error(`${what}\n  ${call}`);
process.exitCode = wrong.size > 0 ? 1 : 0;

/** Prism does not pass on damaged bodies, unknown content types and headers beyond ASCII. */
function passesPrism({ kind, header }: Plan): boolean {
	if (kind === "header")
		return header.name !== "content-type" && /^[\x20-\x7e]*$/.test(header.value ?? "");
	return kind !== "body";
}

/** The groups that the walk's calls name. */
async function makeGroups(): Promise<void> {
	const groups = {
		open: {},
		unique: { uniqueDnis: true, generateAccessCode: false },
		vouched: { generateAccessCode: false, callerId: "equal" },
		full: {},
	};
	for (const [index, [name, settings]] of Object.entries(groups).entries()) {
		const [number] = someNumbers(1, 15 * index);
		const made = await fetch(`${origin}${API}/provisioning/groups`, {
			method: "POST",
			headers: { "x-api-key": key, "content-type": "application/json" },
			body: JSON.stringify({ name, number, ...settings }),
		});
		if (!made.ok) throw new Error(await made.text());
	}
}
