// The commands of a page of documentation: what stands in its sh blocks, and code that begins with dotnet in its text.

/** Each command as one text, lines that belong together joined by a newline. Comments (a space, #, a space) are left out. */
export function commandsIn(markdown) {
  const found = [];
  const fence = /^(\s*)```sh\n([\s\S]*?)^\s*```$/gm;
  const text = markdown.replace(fence, (_, indent, block) => {
    found.push(...splitBlock(block));
    return '';
  });
  for (const [, code] of text.matchAll(/`(dotnet run [^`]+)`/g)) {
    found.push(code);
  }

  return found;
}

/** A line goes on when it ends with a backslash, or within single quotes. */
function splitBlock(block) {
  const commands = [];
  let open = '';
  for (const line of block.split('\n')) {
    if (open === '' && /^\s*(#.*)?$/.test(line)) {
      continue;
    }

    open += (open && '\n') + line.replace(/\s+# .*$/, '');
    const quotes = open.split("'").length - 1;
    if (quotes % 2 === 0 && !open.endsWith('\\')) {
      commands.push(open.trim());
      open = '';
    }
  }

  if (open) {
    throw new Error(`This command has no end: ${open}`);
  }

  return commands;
}
