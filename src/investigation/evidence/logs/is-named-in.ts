/** Whether a message names a service, in whatever case, as a word of its own: `web` is not named in `web-cache`. */
export function isNamedIn(message: string, service: string): boolean {
  const lower = message.toLowerCase();
  const at = lower.indexOf(service.toLowerCase());
  return at >= 0 && !isWordSign(lower.charAt(at - 1)) && !isWordSign(lower.charAt(at + service.length));
}

function isWordSign(sign: string): boolean {
  return /[a-z0-9_-]/.test(sign);
}
