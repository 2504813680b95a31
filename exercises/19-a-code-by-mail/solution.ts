import type { Classroom } from "../classroom.ts";

const byHand = "openssl s_client -quiet -CAfile work/certs/ca.pem -verify_return_error -connect localhost:12345";

/** Exercise 19: an e-mail without encryption, the same over STARTTLS, and a code of four digits that is guessed. */
export async function solve(classroom: Classroom): Promise<void> {
  await classroom.succeed("mkdir -p work/mine");
  await classroom.succeed('echo "la clave de ana" > work/mine/19.password');
  await classroom.succeed('echo "ahora es de ana la ladrona" > work/mine/19.stolen');

  const clear = await classroom.serveAccounts("lab server --tls --accounts");
  await classroom.succeed(
    "lab chat --tls --name rosa --register rosa@clase.example --password-file work/mine/19.password",
    "/quit\n",
  );
  const end = await classroom.startSniffer("work/captures/19-clear.pcap");
  const person = await recover(classroom);
  const email = await emailWhen(classroom, 1);
  await end();
  const [, code = ""] = /^ {4}(\S+)$/mu.exec(email) ?? [];
  person.type(code);
  await person.shows("? new-password");
  person.type("una clave nueva");
  person.type("una clave nueva");
  await person.shows("# password-changed: rosa");
  await person.interrupt();
  await clear();
  await classroom.succeed('lab sniff -r work/captures/19-clear.pcap --text | grep -A 30 "MAIL FROM"');

  const overTls = await classroom.serveAccounts("lab server --tls --accounts --mail-tls");
  const endOfTls = await classroom.startSniffer("work/captures/19-starttls.pcap");
  const again = await recover(classroom);
  await emailWhen(classroom, 3);
  await again.interrupt();
  await endOfTls();
  await overTls();
  await classroom.succeed('lab sniff -r work/captures/19-starttls.pcap --text | grep -A 16 "EHLO"');

  const weak = await classroom.serveAccounts("lab server --tls --accounts --recovery weak");
  await classroom.succeed(
    '(new=$(cat work/mine/19.stolen); echo /recover rosa@clase.example; for code in $(seq -w 0 9999); do printf "$code\\n$new\\n$new\\n"; done; echo /quit; echo /quit) | openssl s_client -quiet -CAfile work/certs/ca.pem -connect localhost:12345 > work/mine/19-guesses.txt',
  );
  await classroom.succeed("grep password-changed work/mine/19-guesses.txt");
  await weak();

  const lines = await classroom.json("lab sniff -r work/captures/19-clear.pcap --json");
  const { packet } = lines.find(({ kind, text }) => kind === "text" && text.trim() === code)!;
  const wrong = await classroom.run(`lab check 19 packet=${packet} command=220`);
  if (wrong.code !== 1) throw new Error(`a wrong answer passed:\n${wrong.shown}`);
  await classroom.succeed(`lab check 19 packet=${packet} command=starttls`);
}

/** Asks for a code by hand. */
async function recover(classroom: Classroom) {
  const person = classroom.open(byHand);
  person.type("/recover rosa@clase.example");
  await person.shows("? code");
  return person;
}

/** The e-mail with this number, as soon as it has come. */
async function emailWhen(classroom: Classroom, number: number): Promise<string> {
  for (;;) {
    const { code, shown } = await classroom.run(`lab mail ${number}`);
    if (code === 0) return shown;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
