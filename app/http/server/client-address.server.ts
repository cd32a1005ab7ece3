/**
 * The header that server.ts sets on every request, after it has deleted what came under that name
 * from outside.
 */
export const CLIENT_ADDRESS_HEADER = "x-client-address";

/**
 * The IP address a request came from. A web Request does not know its socket; without the header
 * all clients count as one.
 */
export const clientAddress = (request: Request): string =>
	request.headers.get(CLIENT_ADDRESS_HEADER) ?? "unknown";
