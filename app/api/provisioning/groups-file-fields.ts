import { z } from "zod";
import { HEARD_LANGUAGES } from "../../domain/conversation/heard-language.ts";
import {
	GROUPS_FILE_FORMAT,
	GROUPS_FILE_GROUPS_MAX,
	GROUPS_FILE_VERSION,
} from "../../domain/import/all-groups/groups-file.ts";
import {
	ANY_CONTEXT,
	descriptionField,
	nameField,
	numberField,
	settingsFields,
} from "./group-fields.ts";

const destination = (what: string) =>
	z
		.string()
		.nullish()
		.meta({ description: `${what}: a number in E.164 or a SIP address.` });

const fileNumber = z
	.object({ number: numberField(ANY_CONTEXT), description: descriptionField.nullish() })
	.meta({ description: "A number of the group.", id: "FileNumber" });

const fileConnection = z
	.object({
		name: z.string().meta({ description: "The connection's name." }),
		target: destination("The group's own destination"),
		secondTarget: destination("The group's own second destination, if it is given"),
		fallback: destination("The group's own fallback"),
		language: z.enum(HEARD_LANGUAGES).nullish().meta({
			description: "The language of the group's callers, if it is given.",
		}),
	})
	.meta({ description: "A connection that serves the group.", id: "FileConnection" });

const fileGroup = z
	.object({
		name: nameField,
		settings: settingsFields.optional().meta({
			description: "Its settings. An absent one has its default.",
		}),
		connections: z
			.array(fileConnection)
			.optional()
			.meta({ description: "The connections that serve it. Others stay as they are." }),
		numbers: z.array(fileNumber).min(1).meta({ description: "Its numbers." }),
	})
	.meta({ description: "A group of the file.", id: "FileGroup" });

/** A file of all groups as the API's description has it. The import's own check reads the file. */
export const groupsFileData = z.object({
	format: z.literal(GROUPS_FILE_FORMAT).meta({ description: "The format's name." }),
	version: z.literal(GROUPS_FILE_VERSION).meta({ description: "The format's version." }),
	exportedAt: z.string().optional().meta({ description: "The time of the export, ISO 8601." }),
	groups: z.array(fileGroup).max(GROUPS_FILE_GROUPS_MAX).meta({ description: "The groups." }),
});
