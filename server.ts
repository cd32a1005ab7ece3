import * as build from "virtual:remix/server-build";
import { createRequestHandler } from "@remix-run/node";

export const handle = createRequestHandler(build as never, "production");
