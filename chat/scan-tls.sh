#!/usr/bin/env bash
# Scans the chat server's TLS with testssl.sh and sslscan, as an outsider would. Needs both (Debian: apt-get install testssl.sh sslscan)
# and the build (npm run setup). The findings are explained in docs/server-on-a-vps.md. Ends with 1 if testssl.sh finds something that
# is not expected of a class with its own CA.
set -euo pipefail
lab=$(cd "$(dirname "$0")/.." && pwd)/dist/lab/main.js
folder=$(mktemp -d)
cd "$folder"
node "$lab" server --tls --port 0 --host 127.0.0.1 >server.txt &
server=$!
trap 'kill $server 2>/dev/null; wait $server 2>/dev/null; rm -rf "$folder"' EXIT
until grep -qs "To join" server.txt; do sleep 0.1; done
port=$(grep -o '127.0.0.1:[0-9]*' server.txt | head -1 | cut -d: -f2)

echo "== sslscan"
sslscan --no-colour "localhost:$port"

echo "== testssl.sh"
testssl --quiet --color 0 --openssl-timeout 5 --protocols --server-defaults --server-preference --fs --vulnerable \
  --jsonfile findings.json "localhost:$port" </dev/null || true

# What a class's own CA brings with it: no public authority, no revocation, a name without a public DNS entry.
expected='^(cert_chain_of_trust|cert_trust|cert_caIssuers|cert_revocation|cert_crlDistributionPoints|cert_ocspURL|OCSP_stapling|DNS_CAArecord|certificate_transparency|cert_notAfter|cert_expirationStatus|scanTime|engine_problem|service|optimal_proto)'
unexpected=$(node -e '
  const expected = new RegExp(process.argv[1]);
  const findings = JSON.parse(require("node:fs").readFileSync("findings.json", "utf8"));
  for (const { id, severity, finding } of findings) {
    if (/^(LOW|MEDIUM|HIGH|CRITICAL|WARN)$/.test(severity) && !expected.test(id)) console.log(severity, id, finding);
  }' "$expected")
if [ -n "$unexpected" ]; then
  echo "== Not expected:"
  echo "$unexpected"
  exit 1
fi
echo "== Nothing found but what the class's own CA brings with it."
