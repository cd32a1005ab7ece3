import type { CallInRequest, StoredCallInRequest } from "../domain/call-in.ts";
import { requestState } from "../domain/request-state.ts";

/** A request as clients read it. A code is at most 12 digits and never starts with 0: as a number it is exact (C1). */
export const describeRequest = (request: CallInRequest): Record<string, unknown> => ({
	id: request.id,
	toPhoneNumber: request.toPhoneNumber,
	groupName: request.groupName,
	expirationTime: request.expirationTime,
	accessCode: request.accessCode === null ? undefined : Number(request.accessCode),
	fromPhoneNumber: request.fromPhoneNumber ?? undefined,
	callbackServiceId: request.callbackServiceId ?? undefined,
});

/** The same with the request's state, and with its user data, an object, for a key that may see it (C8, C11). */
export const describeStored = (request: StoredCallInRequest, { withUserData }: { withUserData: boolean }): Record<string, unknown> => ({
	...describeRequest(request),
	state: requestState(request),
	userData: withUserData ? describeUserData(request.userData) : undefined,
});

/** User data is stored as the text of an object; a request without any has none (C1). */
export const describeUserData = (userData: string | null): object | undefined => (userData === null ? undefined : JSON.parse(userData));
