// `npm run rotate-secrets`: encrypts all secrets again with the present key. With the embedded
// database the server must be stopped, and the key file gets a new key.
import { SHELL } from "../app/domain/audit/actor.ts";
import { rotateSecrets } from "../app/operations/secrets/rotate-secrets.ts";
import { getService } from "../app/platform/database.server.ts";
import { EnvError, getEnv } from "../app/platform/env.server.ts";
import { beginKeyFileRotation, endKeyFileRotation } from "../app/platform/secrets-keys.server.ts";
import { whatTheOperatorCanMend } from "../app/start-failures.server.ts";
import { texts } from "../app/texts/texts.ts";

const words = texts.messages.secrets;

async function main(): Promise<void> {
	const env = getEnv();
	const service = await getService();
	try {
		const hasKeyFile = env.DATABASE_URL === undefined && env.SECRETS_KEY === undefined;
		const keys = hasKeyFile ? beginKeyFileRotation(env) : service.state.secrets;
		if (keys === null) throw new EnvError(words.rotation.noKey);
		const rotated = await rotateSecrets(service.db, keys, SHELL);
		if (!rotated.ok) throw new EnvError(words.keyWrong);
		if (hasKeyFile && rotated.value.damaged === 0) endKeyFileRotation(env);
		console.log(words.rotation.done(rotated.value));
		if (rotated.value.damaged > 0) {
			console.error(words.rotation.damaged(rotated.value));
			process.exitCode = 1;
		} else if (env.SECRETS_KEY_PREVIOUS !== undefined) console.log(words.rotation.removePrevious);
	} finally {
		await service.database.close();
	}
}

main().catch((error) => {
	console.error(whatTheOperatorCanMend(error) ?? error);
	process.exitCode = 1;
});
