import { LabError } from "./lab-error.ts";

/** Longest secret taken from the keyboard. */
const MAX_SECRET_LENGTH = 1024;

const enter = /[\r\n]/;
const interrupt = "\x03";
const endOfInput = "\x04";
const rubOut = /[\x7f\b]/;
const eraseLine = "\x15";

/**
 * Asks for a secret on the terminal without showing what is typed. Throws LabError with `elsewhere` as the hint where standard input is no
 * terminal, or the person presses Ctrl-C or Ctrl-D.
 */
export function askSecret(prompt: string, elsewhere: string): Promise<string> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY)
    return Promise.reject(new LabError("A secret is asked for, and there is no terminal to type it on.", elsewhere));
  return new Promise((resolve, reject) => {
    let typed: string[] = [];
    const finish = (act: () => void) => {
      stdin.off("data", read);
      stdin.setRawMode(false);
      stdin.pause();
      stderr.write("\n");
      act();
    };
    const read = (text: string) => {
      for (const key of text) {
        if (enter.test(key)) return finish(() => resolve(typed.join("")));
        if (key === interrupt || key === endOfInput) {
          return finish(() => reject(new LabError("Nothing was typed; nothing was done.", elsewhere)));
        }
        if (key === eraseLine) typed = [];
        else if (rubOut.test(key)) typed.pop();
        else if (key >= " " && typed.length < MAX_SECRET_LENGTH) typed.push(key);
      }
    };
    stdin.setEncoding("utf8");
    stdin.setRawMode(true); // Before the prompt, or who types at once would see it.
    stderr.write(prompt);
    stdin.resume();
    stdin.on("data", read);
  });
}
