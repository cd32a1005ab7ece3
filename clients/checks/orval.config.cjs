const input = "./work/openapi.json";

module.exports = {
	client: {
		input,
		output: {
			...{ target: "./work/orval/client.ts", client: "fetch", mode: "single" },
			baseUrl: { getBaseUrlFromSpecification: true },
		},
	},
	zod: { input, output: { target: "./work/orval/zod.ts", client: "zod", mode: "single" } },
};
