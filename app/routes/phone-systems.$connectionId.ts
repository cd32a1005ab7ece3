import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { toApiRequest } from "../api/resource-route.server.ts";
import { answerPhoneSystem } from "../doors/serving/answer-phone-system.ts";

// The built server answers these paths itself, past the page machinery.
async function answer(request: Request): Promise<Response> {
	const { status, headers, body } = await answerPhoneSystem(toApiRequest(request));
	return new Response(request.method === "HEAD" ? null : body, { status, headers });
}

export const loader = ({ request }: LoaderFunctionArgs) => answer(request);
export const action = ({ request }: ActionFunctionArgs) => answer(request);
