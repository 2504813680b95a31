import { showFullScreen } from "../../../terminal/screen/full-screen.ts";
import { type FilesOptions, FilesRun } from "../run-files.ts";
import type { Talk } from "../talk.ts";
import { FilesProgram } from "./files-program.ts";

/** Shows the files of `user` on the terminal until the user ends it; logs in first. Throws LabError. */
export async function showFiles(user: string, options: FilesOptions): Promise<void> {
  const { server = "localhost", plain } = options;
  const run = (talk: Talk) => new FilesRun(user, options, talk);
  let program: FilesProgram | undefined;
  try {
    await showFullScreen((screen) => {
      program = new FilesProgram({ server, isTls: !plain, run }, screen);
      return program;
    });
  } finally {
    program?.close();
  }
}
