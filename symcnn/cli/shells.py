"""Completion scripts of three shells, each from the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symcnn.cli.parsers import Command, Option

if TYPE_CHECKING:
    from symcnn.cli.completion import Words

BASH = """# bash completion of symcnn; made by: symcnn completion bash
_symcnn() {{
  local line="${{COMP_LINE:0:COMP_POINT}}" previous="${{COMP_WORDS[COMP_CWORD-1]}}" words="" current file command
  local -a typed
  read -ra typed <<< "$line"  # not COMP_WORDS, where zoo:name is three words
  current="${{line##*[[:space:]]}}"
  (( ${{#typed[@]}} > 2 )) || [[ -z "$current" ]] && command="${{typed[1]}}"
  COMPREPLY=()
  case "$previous" in
{values}
  esac
  if [[ -z "$words" && "$current" == -* ]]; then
    case "$command" in
{options}
    esac
  elif [[ -z "$words" ]]; then
    case "$command" in
{arguments}
      *)
        words="{zoo}"
        [[ -z "$command" ]] && words="{commands} $words"
        while IFS= read -r file; do COMPREPLY+=("$file/"); done < <(compgen -d -- "$current")
        while IFS= read -r file; do COMPREPLY+=("$file"); done < <(compgen -f -X '!*.cnn' -- "$current")
        ;;
    esac
  fi
  while IFS= read -r file; do COMPREPLY+=("$file"); done < <(compgen -W "$words" -- "$current")
  if [[ "$current" == *:* && "$COMP_WORDBREAKS" == *:* ]]; then  # bash keeps what stands before a colon
    COMPREPLY=("${{COMPREPLY[@]#"${{current%"${{current##*:}}"}}"}}")
  fi
  [[ ${{#COMPREPLY[@]}} == 1 && "${{COMPREPLY[0]}}" == */ ]] && compopt -o nospace
  return 0
}}
complete -F _symcnn symcnn"""

ZSH = """#compdef symcnn
# zsh completion of symcnn; made by: symcnn completion zsh
_symcnn() {{
  local -a described
  case "$words[CURRENT-1]" in
{values}
  esac
  if [[ "$words[CURRENT]" == -* ]]; then
    case "$words[2]" in
{options}
    esac
    _describe -o option described
    return
  fi
  if (( CURRENT > 2 )); then
    case "$words[2]" in
{arguments}
    esac
  else
    described=({commands})
    _describe command described
  fi
  compadd -X network -- {zoo}
  _files -g '*.cnn'
}}
if [[ "$funcstack[1]" == _symcnn ]]; then _symcnn "$@"; else compdef _symcnn symcnn; fi"""

FISH_FILES = r"""__fish_complete_path (commandline -ct) | string match -re "(\.cnn|/)(\t|\$)" """


def bash(words: Words) -> str:
    """Write the script for bash."""
    values = [f'    {flag}) words="{" ".join(known)}" ;;' for flag, known in sorted(words.values.items())]
    values.append(f"    {'|'.join(words.open_options)}) return 0 ;;")
    options = [f'      {_pattern(one)}) words="{" ".join(_flags(one))}" ;;' for one in _show_last(words)]
    arguments = [f'      {name}) words="{" ".join(known)}" ;;' for name, known in sorted(words.arguments.items())]
    return BASH.format(
        values="\n".join(values),
        options="\n".join(options),
        arguments="\n".join(arguments),
        zoo=" ".join(words.zoo),
        commands=" ".join(one.name for one in words.commands),
    )


def zsh(words: Words) -> str:
    """Write the script for zsh."""
    values = [f"    {flag}) compadd -- {' '.join(known)}; return ;;" for flag, known in sorted(words.values.items())]
    values.append(f"    {'|'.join(words.open_options)}) return ;;")
    options = [f"      {_pattern(one)}) described=({_described(_all_flags(one))}) ;;" for one in _show_last(words)]
    arguments = [
        f"      {name}) compadd -- {' '.join(known)}; return ;;" for name, known in sorted(words.arguments.items())
    ]
    return ZSH.format(
        values="\n".join(values),
        options="\n".join(options),
        arguments="\n".join(arguments),
        zoo=" ".join(words.zoo),
        commands=_described([(one.name, one.about) for one in words.commands]),
    )


def fish(words: Words) -> str:
    """Write the script for fish."""
    names = " ".join(one.name for one in words.commands)
    others = " ".join(sorted(words.arguments))
    none = f"not __fish_seen_subcommand_from {names}"
    lines = ["# fish completion of symcnn; made by: symcnn completion fish", "complete -c symcnn -f"]
    lines += [f"complete -c symcnn -n '{none}' -a {one.name} -d {_quoted(one.about)}" for one in words.commands]
    lines += [
        f"complete -c symcnn -n '__fish_seen_subcommand_from {name}' -a '{' '.join(known)}'"
        for name, known in sorted(words.arguments.items())
    ]
    networks = f"not __fish_seen_subcommand_from {others}"
    lines.append(f"complete -c symcnn -n '{networks}' -a '{' '.join(words.zoo)}'")
    lines.append(f"complete -c symcnn -n '{networks}' -a '({FISH_FILES})'")
    return "\n".join([*lines, *(_fish_option(words, one, none) for one in _pairs(words))])


def _fish_option(words: Words, pair: tuple[Command, Option], none: str) -> str:
    """An option of a command; those of `show` are there without a command, too."""
    command, option = pair
    seen = f"__fish_seen_subcommand_from {command.name}"
    condition = f"{seen}; or {none}" if command.name == "show" else seen
    flags = " ".join(f"-l {f[2:]}" if f.startswith("--") else f"-s {f[1:]}" for f in option.flags)
    known = [value for flag in option.flags for value in words.values.get(flag, ())]
    takes = f" -x -a '{' '.join(known)}'" if known else " -x" if option.takes else ""
    return f"complete -c symcnn -n '{condition}' {flags}{takes} -d {_quoted(option.about)}"


def _pairs(words: Words) -> list[tuple[Command, Option]]:
    return [(command, option) for command in words.commands for option in command.options]


def _show_last(words: Words) -> list[Command]:
    """The commands, and the one whose options are there without a command as the last."""
    return sorted(words.commands, key=lambda command: (command.name == "show", command.name))


def _pattern(command: Command) -> str:
    return "*" if command.name == "show" else command.name


def _flags(command: Command) -> list[str]:
    return [flag for option in command.options for flag in option.flags]


def _all_flags(command: Command) -> list[tuple[str, str]]:
    return [(flag, option.about) for option in command.options for flag in option.flags]


def _described(pairs: list[tuple[str, str]]) -> str:
    """Words with what they mean, as zsh's `_describe` takes them."""
    return " ".join(_quoted(f"{word}:{about.replace(':', chr(92) + ':')}") for word, about in pairs)


def _quoted(text: str) -> str:
    """A text as one word of a POSIX shell, on one line; fish reads it alike."""
    import shlex

    return shlex.quote(" ".join(text.split()))
