#!/bin/sh
# Asks for a number and plays the call through match, with curl. See README.md.
set -eu
base="${CALL_IN_URL:-http://localhost:3000}/engagement/v3/call-in/requests"

# $1: the call, $2: its body. The headers go in by standard input, so that the key is in no process list.
post() {
	printf 'x-api-key: %s\ncontent-type: application/json\n' "$API_KEY" |
		curl --silent --show-error --fail-with-body --header @- --data "$2" "$base/$1"
}
field() { sed -n "s/.*\"$1\":\"\{0,1\}\([^\",}]*\).*/\1/p"; }

# The app's server, when the customer taps "call us".
created=$(post create "{\"groupName\":\"$GROUP\",\"fromPhoneNumber\":\"+14155550132\"}")
number=$(echo "$created" | field toPhoneNumber)
code=$(echo "$created" | field accessCode)
echo "Dial $number and enter $code."

# The phone system: whose call is it? release frees the number at once.
matched=$(post match "{\"toPhoneNumber\":\"$number\",\"fromPhoneNumber\":\"+14155550132\",\"accessCode\":\"$code\",\"release\":true}")
echo "Outcome: $(echo "$matched" | field outcome)"
