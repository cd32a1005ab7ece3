/**
 * The actor of a change: a signed-in user, an API key, the operator's shell, the service itself, or
 * nobody known (a failed sign-in).
 */
export type Actor = {
	kind: "user" | "api-key" | "shell" | "system" | "nobody";
	id: string | null;
	name: string;
};

export const SHELL: Actor = { kind: "shell", id: null, name: "operator's shell" };
export const SYSTEM: Actor = { kind: "system", id: null, name: "the service" };

/** An API client, by its key (O5). */
export const actorOfKey = ({ id, name }: { id: string; name: string }): Actor => ({
	kind: "api-key",
	id,
	name,
});
