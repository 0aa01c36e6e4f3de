const KNOWN = ['sha', 'service', 'environment'];
const PLACEHOLDERS = '{sha}, {service} and {environment} are filled in.';

/**
 * What is wrong with the command line that a report gives to re-deploy the last good commit, or undefined. It is shown
 * to people to paste and never run here.
 */
export function redeployCommandProblem(
  command: string | undefined,
): { readonly problem: string; readonly hint: string } | undefined {
  if (command === undefined) return undefined;
  if (/[\p{Cc}\u2028\u2029]/u.test(command)) {
    return { problem: 'is more than one line', hint: 'Give one line that can be pasted into a shell.' };
  }
  for (const [, dollar, name = ''] of command.matchAll(/(\$?)\{(\w+)\}/g)) {
    if (dollar === '$' && KNOWN.includes(name)) {
      return { problem: `\${${name}} would leave the dollar sign`, hint: `Write {${name}}.` };
    }
    if (dollar === '' && !KNOWN.includes(name)) {
      return { problem: `{${name.slice(0, 40)}} is no placeholder`, hint: PLACEHOLDERS };
    }
  }
  return command.includes('{sha}')
    ? undefined
    : { problem: 'does not say where the commit belongs', hint: `Put {sha} there: ${PLACEHOLDERS}` };
}
