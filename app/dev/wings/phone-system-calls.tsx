import {
	CallPreviewForm,
	CallPreviewSteps,
	type Played,
	type ShownStep,
} from "../../ui/phone-systems/call-preview.tsx";
import { ConnectionCalls, type ShownCall } from "../../ui/phone-systems/connection-calls.tsx";
import {
	ConnectionRefusals,
	type ShownRefusals,
} from "../../ui/phone-systems/connection-refusals.tsx";
import { show, type Wing } from "../kit/example.tsx";
import { ago, idOf, ZONE } from "../kit/fixtures.ts";

const callOf = (index: number, more: Partial<ShownCall>): ShownCall => ({
	...{ id: idOf(index), at: ago(index * 7), callId: `CA${"0f".repeat(16)}`, event: "start" },
	...{ fromDigits: "…0132", toDigits: "…5554", outcome: "MATCHED", answer: "connect" },
	...{ refusal: null, status: 200 },
	...more,
});
const NO_OUTCOME = { outcome: null, answer: null };
const CALLS = [
	callOf(1, {}),
	callOf(2, { event: "code", outcome: "WRONG_CODE", answer: "ask" }),
	callOf(5, { event: "unanswered", outcome: null, answer: "connect-second" }),
	callOf(6, { event: "agent-leg:ringing", outcome: null, answer: "nothing" }),
	callOf(7, {
		event: `error:${"Unsupported-endpoint".repeat(6)}`,
		outcome: null,
		answer: "nothing",
	}),
	callOf(8, { event: "start-misplaced", outcome: "CODE_REQUIRED", answer: "ask" }),
	callOf(3, { ...NO_OUTCOME, refusal: "wrong-signature", status: 403 }),
	callOf(4, { ...NO_OUTCOME, fromDigits: null, callId: null, refusal: "a-later-one", status: 403 }),
];
const REFUSALS: ShownRefusals[] = [
	{
		...{ refusal: "wrong-signature", times: 1_234_567, firstAt: ago(9000), lastAt: ago(3) },
		...{ client: "2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff", event: "start", status: 403 },
	},
	{
		...{ refusal: "a-later-one", times: 1, firstAt: ago(60), lastAt: ago(60) },
		...{ client: "203.0.113.9", event: "a-later-event", status: 400 },
	},
];
const DOCUMENT = '<?xml version="1.0" encoding="UTF-8"?><Response><Hangup/></Response>';
const ASKED: ShownStep = {
	...{ outcome: "CODE_REQUIRED", does: "ask", isVerified: false, goesTo: null },
	...{ heard: "Please enter the 6 digits of your access code.", document: DOCUMENT },
};
const CONNECTED: ShownStep = {
	...{ outcome: "MATCHED", does: "connect", isVerified: true },
	...{ goesTo: "sip:agents@pbx.example.com", heard: "", document: DOCUMENT.repeat(4) },
};
const PLAYED: Played = {
	...{ toPhoneNumber: "+18005555554", fromPhoneNumber: "+14155550132", keyed: [""] },
	steps: [ASKED, { ...ASKED, outcome: "NOT_ASKED" }],
};

/** What came through connections to phone systems, and calls played through. */
export const phoneSystemCalls: Wing = {
	path: "phone-system-calls",
	title: "Calls of phone systems",
	components: [
		show(CallPreviewForm, {
			empty: <CallPreviewForm played={null} />,
			played: <CallPreviewForm played={PLAYED} />,
		}),
		show(CallPreviewSteps, {
			"asked for the code": <CallPreviewSteps played={PLAYED} />,
			connected: <CallPreviewSteps played={{ ...PLAYED, steps: [...PLAYED.steps, CONNECTED] }} />,
		}),
		show(ConnectionRefusals, {
			none: <ConnectionRefusals refusals={[]} kind="twilio" zone={ZONE} />,
			some: <ConnectionRefusals refusals={REFUSALS} kind="twilio" zone={ZONE} />,
			"of a kind that signs no address": (
				<ConnectionRefusals refusals={REFUSALS} kind="vonage" zone={ZONE} />
			),
		}),
		show(ConnectionCalls, {
			none: <ConnectionCalls calls={[]} kind="vonage" zone={ZONE} />,
			some: <ConnectionCalls calls={CALLS} kind="vonage" zone={ZONE} />,
		}),
	],
};
