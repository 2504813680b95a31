import type { Command } from "commander";

/** A command with its possible next words: subcommands and options. */
interface Place {
  /** As typed: "lab certs show". */
  readonly path: string;
  readonly commands: readonly string[];
  readonly options: readonly string[];
}

/** The script for a shell's completion of `lab`: subcommands and options where they fit, files everywhere else. */
export function completionScript(lab: Command, shell: "bash" | "zsh" | "fish"): string {
  const places = placesOf(lab, "lab");
  return shell === "fish" ? forFish(places) : forBash(places, shell);
}

function placesOf(command: Command, path: string): readonly Place[] {
  const options = command.options.filter(({ hidden }) => !hidden).flatMap(({ long }) => long ?? []);
  const commands = command.commands.map((inner) => inner.name());
  const below = command.commands.flatMap((inner) => placesOf(inner, `${path} ${inner.name()}`));
  return [{ path, commands, options: [...options, "--help"] }, ...below];
}

/** zsh can run the script of bash. */
function forBash(places: readonly Place[], shell: "bash" | "zsh"): string {
  const inner = places.slice(1).map(({ path }) => `"${path}"`);
  const words = places.map(
    ({ path, commands, options }) => `    "${path}") words="${[...commands, ...options].join(" ")}" ;;`,
  );
  return `${shell === "zsh" ? "autoload -U +X bashcompinit && bashcompinit\n" : ""}_lab() {
  local current="\${COMP_WORDS[COMP_CWORD]}" path="lab" words="" at
  for ((at = 1; at < COMP_CWORD; at++)); do
    case "$path \${COMP_WORDS[at]}" in
      ${inner.join(" | ")}) path="$path \${COMP_WORDS[at]}" ;;
    esac
  done
  case "$path" in
${words.join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _lab lab
`;
}

function forFish(places: readonly Place[]): string {
  const lines = places.flatMap(({ path, commands, options }) => {
    const [, ...typed] = path.split(" ");
    const seen = typed.map((word) => `__fish_seen_subcommand_from ${word}`);
    const unseen = commands.length > 0 ? [`not __fish_seen_subcommand_from ${commands.join(" ")}`] : [];
    const condition = [...seen, ...unseen].join("; and ");
    const when = condition === "" ? "" : ` -n '${condition}'`;
    return [
      ...(commands.length > 0 ? [`complete -c lab -f${when} -a '${commands.join(" ")}'`] : []),
      ...options.map((option) => `complete -c lab${when} -l ${option.slice(2)}`),
    ];
  });
  return `${lines.join("\n")}\n`;
}
