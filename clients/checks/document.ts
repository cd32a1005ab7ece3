// Writes the API's description to the file that is named: clients/openapi.json for the snapshot.
import { writeFileSync } from "node:fs";
import { openApiDocument, openApiDocumentAt } from "../../app/api/openapi/document.ts";

const [file = "clients/openapi.json", origin] = process.argv.slice(2);
const document = origin === undefined ? openApiDocument() : openApiDocumentAt(origin);
writeFileSync(file, `${JSON.stringify(document, null, 1)}\n`);
