/** server.ts sets this header on every request, after it has deleted any that the client sent. */
export const CLIENT_ADDRESS_HEADER = "x-client-address";

/**
 * The client's IP address. A web Request does not know its socket. Without the header, all clients
 * count as one.
 */
export const clientAddress = (request: Request): string =>
	request.headers.get(CLIENT_ADDRESS_HEADER) ?? "unknown";
