import type { Classroom } from "../classroom.ts";

/** Exercise 6: a CA, a server's certificate, and how three servers of the gallery are refused. */
export async function solve(classroom: Classroom): Promise<void> {
  await classroom.succeed("lab certs key --out work/mine/ca-key.pem");
  await classroom.succeed(
    'lab certs ca --key work/mine/ca-key.pem --subject "/O=ana/CN=CA de ana" --out work/mine/ca.pem',
  );
  await classroom.succeed("lab certs key --out work/mine/server-key.pem");
  await classroom.succeed(
    "lab certs request --key work/mine/server-key.pem --san localhost --out work/mine/server-request.pem",
  );
  await classroom.succeed(
    "lab certs sign work/mine/server-request.pem --ca work/mine/ca.pem --ca-key work/mine/ca-key.pem --out work/mine/server.pem",
  );
  await classroom.succeed("lab certs verify work/mine/server.pem --ca work/mine/ca.pem --name localhost");
  const other = await classroom.run("lab certs verify work/mine/server.pem --ca work/mine/ca.pem --name example.org");
  if (other.code !== 1) throw new Error(`a certificate for another name passed:\n${other.shown}`);
  const answers = [];
  for (const name of ["expired", "wrong-name", "unknown-ca"])
    answers.push(`${name}=${await failedCheck(classroom, name)}`);
  await classroom.succeed(`lab check 6 ${answers.join(" ")}`);
}

async function failedCheck(classroom: Classroom, name: string): Promise<string> {
  const server = classroom.open(`lab certs gallery ${name} --port 12346`);
  await server.shows("Ctrl-C ends it");
  const { shown } = await classroom.run(
    `lab certs verify localhost:12346 --name localhost --ca work/certs/gallery/${name}/ca.pem`,
  );
  const chat = await classroom.run(`lab chat --tls --port 12346 --name ana --ca work/certs/gallery/${name}/ca.pem`);
  if (chat.code !== 1 || !chat.shown.includes("failed a check")) throw new Error(`not refused:\n${chat.shown}`);
  await server.interrupt();
  return /FAILED +(\S+(?: \S+)*?) {2}/u.exec(shown)?.[1]?.replaceAll(" ", "_") ?? "";
}
