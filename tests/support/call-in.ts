import { v4 as uuidv4 } from "uuid";
import type { CallInRequest } from "../../app/domain/requests/call-in.ts";
import {
	createCallInRequest,
	type NewCallInRequest,
} from "../../app/operations/requests/create-call-in-request.ts";
import type { Process } from "./databases.ts";

/** Makes a request in a group. Throws when the request is refused. */
export async function reserve(
	{ service }: Process,
	asked: Partial<NewCallInRequest> & Pick<NewCallInRequest, "groupName" | "apiKey">,
): Promise<CallInRequest> {
	const made = await createCallInRequest(service, {
		fromPhoneNumber: null,
		userData: null,
		callbackServiceId: null,
		corrId: uuidv4(),
		...asked,
	});
	if (!made.ok) throw new Error(made.error.code);
	return made.value;
}
