const input = "./openapi.json";

module.exports = {
	client: { input, output: { target: "./orval/client.ts", client: "fetch", mode: "single" } },
	zod: { input, output: { target: "./orval/zod.ts", client: "zod", mode: "single" } },
};
