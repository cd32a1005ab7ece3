"""Asks for a number and plays the call through match. Standard library alone. See README.md."""

import json
import os
import urllib.error
import urllib.request
import uuid

BASE = os.environ.get("CALL_IN_URL", "http://localhost:3000") + "/engagement/v3/call-in/requests/"


def post(call, body, headers=None):
    request = urllib.request.Request(
        BASE + call,
        data=json.dumps(body).encode(),
        headers={
            "x-api-key": os.environ["API_KEY"],
            "content-type": "application/json",
            **(headers or {}),
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)["data"]
    except urllib.error.HTTPError as error:
        status = json.load(error)["status"]
        raise SystemExit(f"{status['code']}: {status['message']} ({status['corrId']})") from None


# The app's server, when the customer taps "call us". The same Idempotency-Key makes a repeated
# call safe: it gets the first answer again and reserves nothing more.
reserved = post(
    "create",
    {"groupName": os.environ["GROUP"], "fromPhoneNumber": "+14155550132"},
    {"idempotency-key": str(uuid.uuid4())},
)
print(f"Dial {reserved['toPhoneNumber']} and enter {reserved['accessCode']}.")

# The phone system: whose call is it? The call's own ID makes a repeated question safe.
match = post(
    "match",
    {
        "toPhoneNumber": reserved["toPhoneNumber"],
        "fromPhoneNumber": "+14155550132",
        "accessCode": str(reserved["accessCode"]),
        "callId": str(uuid.uuid4()),
        "release": True,
    },
)
print(f"Outcome: {match['outcome']}")
