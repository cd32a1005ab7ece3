import { Ajv2020 } from "ajv/dist/2020.js";
import ajvFormats from "ajv-formats";
import { openApiDocument } from "../../app/api/openapi/document.ts";
import type { JsonSchema } from "../../app/api/openapi/types.ts";

const validator = new Ajv2020({
	strict: true,
	allowUnionTypes: true,
	strictRequired: false,
	strictTypes: false,
});
ajvFormats.default(validator);
validator.addVocabulary(["components", "x-unit", "x-http-status"]);

/**
 * A validator by a schema of /openapi.json, formats included. It returns the errors, or nothing.
 * Throws on an invalid JSON Schema.
 */
export function checkerOf(schema: JsonSchema): (value: unknown) => string[] {
	// References point to the document's components from anywhere in it.
	const validate = validator.compile({ ...schema, components: openApiDocument().components });
	return (value) =>
		validate(value)
			? []
			: (validate.errors ?? []).map(
					({ instancePath, message, params }) =>
						`${instancePath} ${message} ${JSON.stringify(params)}`,
				);
}
