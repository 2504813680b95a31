import { useStdin } from "ink";
import { useEffect, useRef } from "react";
import { type Input, KeyReader } from "./key-reader.ts";

/** How long the rest of an escape sequence is waited for, in milliseconds, before it was the Escape key. */
const PATIENCE = 10;

/** Gives a screen what is typed, key by key. Ink's own `useInput` takes Backspace for Delete, and a paste for keys. */
export function useKeys(onInput: (input: Input) => void): void {
  const { stdin, setRawMode } = useStdin();
  const latest = useRef(onInput);
  latest.current = onInput;
  useEffect(() => {
    const reader = new KeyReader();
    let timer: NodeJS.Timeout | undefined;
    const give = (inputs: readonly Input[]) => {
      for (const input of inputs) latest.current(input);
    };
    const onData = (bytes: Buffer | string) => {
      clearTimeout(timer);
      give(reader.push(bytes.toString()));
      if (reader.isWaiting) timer = setTimeout(() => give(reader.flush()), PATIENCE);
    };
    setRawMode(true);
    stdin.on("data", onData);
    return () => {
      clearTimeout(timer);
      stdin.off("data", onData);
      setRawMode(false);
    };
  }, [stdin, setRawMode]);
}
