// The first Administrator of the server under test.
export { ADMINISTRATOR } from "../support/config-site.ts";

/** A key with all scopes for the server under test. */
export const API_KEY = "e2e-key-with-all-scopes";
