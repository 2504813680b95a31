import { existsSync, type FSWatcher, readdirSync, watch } from "node:fs";
import { join } from "node:path";

/** Files that are still being written, locks, and hidden files. */
const unfinished = /\.(?:part|lock)$|^\./u;

/**
 * Calls `onChange` when a file in the folder, or in a folder in it, is made, changed or replaced. Each folder has its
 * own watcher: Node's recursive one misses files that are replaced at once. Returns a function that ends it.
 */
export function watchFolders(folder: string, onChange: () => void): () => void {
  const watchers = new Map<string, FSWatcher>();
  const add = (path: string) => {
    if (watchers.has(path)) return;
    const watcher = watch(path, (_event, name) => {
      addFolders();
      if (name === null || !unfinished.test(name)) onChange();
    });
    const forget = () => {
      watcher.close();
      watchers.delete(path);
    };
    watcher.on("error", forget);
    watchers.set(path, watcher);
  };
  const addFolders = () => {
    if (!existsSync(folder)) return;
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isDirectory()) add(join(folder, entry.name));
    }
  };
  add(folder);
  addFolders();
  return () => {
    for (const watcher of watchers.values()) watcher.close();
  };
}
