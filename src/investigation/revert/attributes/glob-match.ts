/**
 * Whether a path matches a pattern of .gitattributes: `*` and `?` stay within one name, `**` between slashes stands for any
 * number of folders, brackets for one character. Its time grows with pattern length times path length, whatever the pattern.
 */
export function globMatch(pattern: string, path: string): boolean {
  return namesMatch(pattern.split('/'), path.split('/'));
}

/** Lets each prefix of the pattern tell which prefixes of the path it can match. */
function namesMatch(patterns: readonly string[], names: readonly string[]): boolean {
  let reached = names.map(() => false);
  reached.unshift(true);
  patterns.forEach((pattern, index) => {
    const isLast = index === patterns.length - 1;
    const before = reached;
    reached = before.map(() => false);
    if (pattern === '**') {
      const first = before.indexOf(true);
      // A pattern that ends in ** matches what is in a folder, not the folder.
      if (first >= 0) reached = before.map((_, at) => at >= first + (isLast ? 1 : 0));
      return;
    }
    names.forEach((name, at) => {
      if (before[at] === true && nameMatches(pattern, name)) reached[at + 1] = true;
    });
  });
  return reached[names.length] === true;
}

/** One name against one pattern: the last star gives way by one character wherever the rest does not fit. */
function nameMatches(pattern: string, name: string): boolean {
  const tokens = tokensOf(pattern);
  let [token, at] = [0, 0];
  let star: { readonly token: number; at: number } | undefined;
  while (at < name.length || token < tokens.length) {
    const next = tokens[token];
    if (next === 'star') {
      star = { token, at };
      token += 1;
    } else if (next !== undefined && at < name.length && next(name[at] ?? '')) {
      token += 1;
      at += 1;
    } else if (star !== undefined && star.at < name.length) {
      star.at += 1;
      token = star.token + 1;
      at = star.at;
    } else return false;
  }
  return true;
}

type Token = 'star' | ((char: string) => boolean);

function tokensOf(pattern: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < pattern.length; at += 1) {
    const char = pattern[at] ?? '';
    const close = char === '[' ? closingBracket(pattern, at) : -1;
    if (char === '*') tokens.push('star');
    else if (char === '?') tokens.push(() => true);
    else if (close > 0) {
      tokens.push(bracket(pattern.slice(at + 1, close)));
      at = close;
    } else {
      if (char === '\\') at += 1;
      const literal = pattern[at] ?? '';
      tokens.push((one) => one === literal);
    }
  }
  return tokens;
}

/** Where a bracket closes; not at once, and not within a class. Negative where it does not. */
function closingBracket(pattern: string, open: number): number {
  const inside = /^\[[!^]?\]?(\[:[a-z]*:\]|[^\]])*/.exec(pattern.slice(open))?.[0] ?? '';
  return pattern[open + inside.length] === ']' ? open + inside.length : -1;
}

/** What stands between brackets. A class such as [:alpha:] is not told apart and accepts every character: the safe side. */
function bracket(inside: string): (char: string) => boolean {
  if (inside.includes('[:')) return () => true;
  const isNegative = /^[!^]/.test(inside);
  const chars = isNegative ? inside.slice(1) : inside;
  return (char) => {
    let isIn = false;
    for (let at = 0; at < chars.length; at += 1) {
      const isRange = chars[at + 1] === '-' && at + 2 < chars.length;
      const [low, high] = [chars[at] ?? '', (isRange ? chars[at + 2] : chars[at]) ?? ''];
      if (low <= char && char <= high) isIn = true;
      if (isRange) at += 2;
    }
    return isIn !== isNegative;
  };
}
