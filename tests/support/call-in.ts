import { v4 as uuidv4 } from "uuid";
import type { CallInRequest } from "../../app/domain/requests/call-in.ts";
import {
	createCallInRequest,
	type NewCallInRequest,
} from "../../app/operations/requests/create-call-in-request.ts";
import type { Database } from "../../db/connection/database.ts";

/** Makes a request in a group; throws where that is refused. */
export async function reserve(
	database: Database,
	asked: Partial<NewCallInRequest> & Pick<NewCallInRequest, "groupName" | "apiKey">,
): Promise<CallInRequest> {
	const made = await createCallInRequest(database, {
		fromPhoneNumber: null,
		userData: null,
		callbackServiceId: null,
		corrId: uuidv4(),
		...asked,
	});
	if (!made.ok) throw new Error(made.error.code);
	return made.value;
}
