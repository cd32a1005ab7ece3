/** The address of a one-time link, as whoever asks for it reaches this server. */
export const userLink = (request: Request, token: string): string => `${new URL(request.url).origin}/setup/${token}`;
