#!/bin/sh
# @stoplight/spectral-cli 6.16.3, Node 20.
#
# Expected: OpenAPI 3.1 lets an operation name roles for any security scheme ("For other security
# scheme types, the array MAY contain a list of role names which are required for the execution"), so
# `security: [{ apiKey: [read] }]` is valid.
# Seen: the recommended rule oas3-operation-security-defined warns for each operation that "read"
# must be listed among scopes, although a scheme of the type apiKey has no list of scopes.
# Matters: a description that names the scopes of its keys in the standard's own place has a warning
# for each operation. This product names them in `x-scopes`.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @stoplight/spectral-cli@6.16.3
echo 'extends: [[spectral:oas, off]]
rules: { oas3-operation-security-defined: true }' >ruleset.yaml
cat >api.yaml <<'YAML'
openapi: 3.1.0
info: { title: Roles, version: 1.0.0 }
paths:
  /things:
    get:
      security: [{ apiKey: [read] }]
      responses: { "200": { description: Things } }
components:
  securitySchemes:
    apiKey: { type: apiKey, in: header, name: x-api-key }
YAML
npx spectral lint api.yaml -r ruleset.yaml >out.txt || true
cat out.txt
grep -q '"read" must be listed among scopes' out.txt
