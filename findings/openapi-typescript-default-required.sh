#!/bin/sh
# openapi-typescript 7.13.0, Node 20.
#
# Expected: a field of a request's body that is not in `required` may be left out, whether it has a
# `default` or not: JSON Schema's `default` says nothing about presence.
# Seen: the type of a schema in `components` makes a field with `default` a required one, also for the
# body of a request, unless `--default-non-nullable false` is given. The same schema within the
# request leaves it optional.
# Matters: a typed client cannot leave out what the server fills in. This product says defaults of
# fields in words.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts openapi-typescript@7.13.0 typescript@5.9.3
cat >api.yaml <<'YAML'
openapi: 3.1.0
info: { title: Defaults, version: 1.0.0 }
paths:
  /list:
    post:
      requestBody:
        content:
          application/json:
            schema: { $ref: "#/components/schemas/Filter" }
      responses: { "200": { description: A list } }
components:
  schemas:
    Filter:
      type: object
      properties:
        size: { type: integer, default: 50 }
        other: { type: integer }
YAML
npx openapi-typescript api.yaml -o schema.d.ts >/dev/null 2>&1
grep -E 'size|other' schema.d.ts
grep -q 'size: number' schema.d.ts && grep -q 'other?: number' schema.d.ts
