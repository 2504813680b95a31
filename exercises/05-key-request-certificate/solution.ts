import type { Classroom } from "../classroom.ts";

const passphrase = "la llave de ana\n";

/** Exercise 5: the files by hand with `openssl`, and again with `lab certs`. */
export async function solve(classroom: Classroom): Promise<void> {
  await classroom.succeed("mkdir -m 700 -p work/mine");
  await classroom.succeed(
    "openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -aes256 -out work/mine/key.pem",
    passphrase + passphrase,
  );
  await classroom.succeed("cat work/mine/key.pem");
  await classroom.succeed(
    'openssl req -new -utf8 -key work/mine/key.pem -subj "/O=ana/CN=localhost" -addext "subjectAltName=DNS:localhost,IP:127.0.0.1" -out work/mine/request.pem',
    passphrase,
  );
  await classroom.succeed(
    "openssl x509 -req -in work/mine/request.pem -signkey work/mine/key.pem -copy_extensions copy -days 90 -out work/mine/certificate.pem",
    passphrase,
  );
  await classroom.succeed("openssl pkey -in work/mine/key.pem -out work/mine/key-unlocked.pem", passphrase);
  await classroom.succeed("cat work/mine/key-unlocked.pem");
  const shown = await classroom.succeed("lab certs show work/mine/certificate.pem");
  const days = shown.match(/\d{4}-\d{2}-\d{2}/gu) ?? [];
  await classroom.succeed("lab certs key --out work/mine/lab-key.pem");
  await classroom.succeed(
    'lab certs request --key work/mine/lab-key.pem --subject "/O=ana/CN=localhost" --san localhost --out work/mine/lab-request.pem',
  );
  await classroom.succeed(
    "lab certs self-sign work/mine/lab-request.pem --key work/mine/lab-key.pem --out work/mine/lab-certificate.pem",
  );
  await classroom.succeed(`lab check 5 end=${[...days].sort().at(-1)}`);
}
