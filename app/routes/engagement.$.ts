import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { answerResource } from "../api/resource-route.server.ts";

// Unknown paths under /engagement/ also get the API's error envelope.
export const loader = ({ request }: LoaderFunctionArgs) => answerResource(request);
export const action = ({ request }: ActionFunctionArgs) => answerResource(request);
