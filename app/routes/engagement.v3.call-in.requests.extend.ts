import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { answerResource } from "../api/resource-route.server.ts";

export const loader = ({ request }: LoaderFunctionArgs) => answerResource(request);
export const action = ({ request }: ActionFunctionArgs) => answerResource(request);
