import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { answerResource } from "../api/resource-route.server.ts";

// Whatever path under /engagement/ has no route of its own is answered in the API's envelope too.
export const loader = ({ request }: LoaderFunctionArgs) => answerResource(request);
export const action = ({ request }: ActionFunctionArgs) => answerResource(request);
