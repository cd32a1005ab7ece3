/** The first Administrator of the server under test. */
export const ADMINISTRATOR = { email: "ada@example.com", password: "correct horse battery staple" };

/** A key with all scopes for the server under test. */
export const API_KEY = "e2e-key-with-all-scopes";
